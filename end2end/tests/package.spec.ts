// Hours of a package: a plan with hours is agreed, work draws from them, the customer reads the statement.
import type { Page } from '@playwright/test';
import { accessible, account, ask, expect, live, openTicket, test } from '../house';

/** The customer of the journeys that has five hours a month. */
const CUSTOMER = 'Lars Nørgaard';

test('work draws hours, and the customer reads where they went', async ({ as, scripts }) => {
  const title = `Öffnungszeiten ändern ${scripts ? 'S' : 'P'}`;
  const number = await openTicket(CUSTOMER, title);
  const member = await as('Sophie Lindner');
  await member.goto(`/tickets/${number}`);
  await expect(member.getByText('Stunden übrig')).toBeVisible();
  await member.getByRole('region', { name: 'Zeit' }).getByRole('button', { name: '30 Min.' }).click();
  await expect(member.getByText(/30 Min\. gebucht:/).first()).toBeVisible();

  const customer = await as(CUSTOMER);
  await customer.goto('/packages');
  await expect(customer.getByRole('heading', { name: 'Stundenpaket' })).toBeVisible();
  // what becomes of the hours depends on the day of the month on which this runs
  await expect(customer.getByText(/verfallen am|alles verbraucht/).first()).toBeVisible();
  const postings = customer.getByRole('region', { name: 'Buchungen' });
  const line = postings.getByRole('row').filter({ hasText: title });
  await expect(line).toContainText('−0:30');
  await expect(customer.getByText('Sophie Lindner')).toHaveCount(0);
  await expect(customer.getByRole('button', { name: 'Buchen' })).toHaveCount(0);

  // staff add an hour with a reason; too much cannot be taken, and nothing typed is lost
  const staff = await as('Aylin Demir');
  await staff.goto('/packages');
  await staff.getByRole('link', { name: new RegExp(account(CUSTOMER).organisation ?? '') }).click();
  await staff.getByText('Stunden anpassen').click();
  const form = staff.getByRole('form', { name: 'Stunden anpassen' });
  await form.getByText('Stunden abziehen').click();
  await form.getByLabel('Dauer').fill('99 h');
  await form.getByLabel('Begründung').fill('Versehen');
  await form.getByRole('button', { name: 'Buchen' }).click();
  await expect(form.getByText('So viel ist in diesem Monat nicht mehr übrig.')).toBeVisible();
  await expect(form.getByLabel('Begründung')).toHaveValue('Versehen');
  await form.getByText('Stunden gutschreiben').click();
  // a bare number may be hours or minutes
  await form.getByLabel('Dauer').fill('5');
  await form.getByRole('button', { name: 'Buchen' }).click();
  await expect(form.getByText('Bitte mit Einheit: 5 h oder 5 min.')).toBeVisible();
  await expect(form.getByLabel('Dauer')).toHaveValue('5');
  await form.getByLabel('Dauer').fill('1 h');
  await form.getByLabel('Begründung').fill(`Kulanz ${number}`);
  await form.getByRole('button', { name: 'Buchen' }).click();
  await expect(staff.getByText(`Kulanz ${number}`)).toBeVisible();

  await customer.goto('/packages');
  await expect(customer.getByText(`Kulanz ${number}`)).toBeVisible();
});

test('a statement follows what is booked @scripts', async ({ as }) => {
  const number = await openTicket(CUSTOMER, 'Bild austauschen');
  const customer = await as(CUSTOMER);
  await customer.goto('/packages');
  await live(customer);
  const postings = customer.getByRole('region', { name: 'Buchungen' });
  await expect(postings.getByText('Bild austauschen')).toHaveCount(0);
  await ask('Sophie Lindner', 'effort/book', { number: String(number), quick: '15', activity: 'design', billing: 'billable' });
  await expect(postings.getByText('Bild austauschen')).toBeVisible();
});

test('a refusal is read where it was made, also when the page is drawn again meanwhile @scripts', async ({ as }) => {
  const titles = ['Logo austauschen', 'Schrift austauschen'];
  const numbers = [await openTicket(CUSTOMER, titles[0]), await openTicket(CUSTOMER, titles[1])];
  const book = (number: number) =>
    ask('Sophie Lindner', 'effort/book', { number: String(number), quick: '15', activity: 'design', billing: 'billable' });
  const staff = await as('Aylin Demir');
  await staff.goto('/packages');
  await staff.getByRole('link', { name: new RegExp(account(CUSTOMER).organisation ?? '') }).click();
  // the page that the link leads to, not the one it stands on: before that is awake, the browser itself follows it
  const postings = staff.getByRole('region', { name: 'Buchungen' });
  await expect(postings).toBeVisible();
  await live(staff);
  await staff.getByText('Stunden anpassen').click();
  const form = staff.getByRole('form', { name: 'Stunden anpassen' });
  await form.getByText('Stunden abziehen').click();
  await form.getByLabel('Dauer').fill('99 h');
  await form.getByLabel('Begründung').fill('Versehen');
  // somebody books while the answer is on its way
  await staff.route('**/api/package/correct', async (route) => {
    await book(numbers[0]);
    await expect(postings.getByText(titles[0])).toBeVisible();
    await route.continue();
  });
  await form.getByRole('button', { name: 'Buchen' }).click();
  const refusal = form.getByText('So viel ist in diesem Monat nicht mehr übrig.');
  // the answer waits for the page to be drawn again
  await expect(refusal).toBeVisible({ timeout: 20_000 });
  // and once more while it is read
  await book(numbers[1]);
  await expect(postings.getByText(titles[1])).toBeVisible();
  await expect(refusal).toBeVisible();
  await expect(form.getByLabel('Begründung')).toHaveValue('Versehen');
});

test('months are pooled, and work on two systems draws from their hours together', async ({ as, scripts }) => {
  const who = scripts ? 'Miriam Brandt' : 'Peer Lorenzen';
  const firm = new RegExp(account(who).organisation ?? '');
  // an account manager reads the statement and cannot sign
  const manager = await as('Aylin Demir');
  await manager.goto('/packages');
  await manager.getByRole('link', { name: firm }).click();
  const balance = (page: Page) => page.getByRole('region', { name: /übrig/ });
  await expect(balance(manager)).toContainText(/^5 Std\.\s*übrig bis/);
  await expect(manager.getByText('Monate zusammenlegen')).toHaveCount(0);

  // the support manager can, and has to say with whom it was agreed
  const signer = await as('Dr. Martin Vogt');
  await signer.goto('/packages');
  await signer.getByRole('link', { name: firm }).click();
  await signer.getByText('Monate zusammenlegen').click();
  const form = signer.getByRole('form', { name: 'Monate zusammenlegen' });
  await form.getByLabel('Welche Monate?').selectOption({ index: 0 });
  await form.getByLabel('Vereinbart mit').fill('   ');
  await form.getByRole('button', { name: 'Vereinbarung unterzeichnen' }).click();
  await expect(form.getByText('Bitte füllen Sie dieses Feld aus.')).toBeVisible();
  await form.getByLabel('Vereinbart mit').fill(`${who}, E-Mail von gestern`);
  await form.getByRole('button', { name: 'Vereinbarung unterzeichnen' }).click();
  const signed = (page: Page) => page.getByRole('region', { name: 'Zusammengelegte Monate' });
  await expect(signed(signer)).toContainText('Unterzeichnet von Dr. Martin Vogt');
  await expect(balance(signer)).toContainText(/^10 Std\.\s*übrig bis/);

  // two systems of the customer, one supply of hours
  const { assets } = (await ask(who, 'ticket/form', {})) as { assets: [number, { id: number; name: string }][] };
  const titles = assets.slice(0, 2).map(([, { name }]) => `${name} bekommt neue Farben`);
  expect(new Set(titles).size, 'systems of the customer').toBe(2);
  const member = await as('Sophie Lindner');
  for (const [index, quick] of ['30 Min.', '45 Min.'].entries()) {
    const number = await openTicket(who, titles[index], { asset: String(assets[index][1].id) });
    await member.goto(`/tickets/${number}`);
    await member.getByRole('region', { name: 'Zeit' }).getByRole('button', { name: quick }).click();
    await expect(member.getByText(new RegExp(`^${quick.replace('.', '\\.')} gebucht: `)).first()).toBeVisible();
  }

  const customer = await as(who);
  await customer.goto('/packages');
  await expect(balance(customer)).toContainText(/^8 Std\. 45 Min\.\s*übrig bis/);
  await expect(balance(customer)).toContainText('1 Std. 15 Min. von 10 Std. verbraucht');
  const rows = customer.getByRole('region', { name: 'Buchungen' }).getByRole('row');
  await expect(rows.filter({ hasText: titles[0] })).toContainText('−0:30');
  await expect(rows.filter({ hasText: titles[1] })).toContainText('−0:45');
  await customer.getByLabel('Zeitraum').selectOption({ label: 'Alle Monate' });
  await customer.getByRole('button', { name: 'Anzeigen' }).click();
  await expect(rows.filter({ hasText: 'Vorgezogen nach Vereinbarung' })).toContainText('5:00');
  await expect(signed(customer)).toContainText(`${who}, E-Mail von gestern`);
  await expect(customer.getByRole('button', { name: 'Vereinbarung unterzeichnen' })).toHaveCount(0);
  if (scripts) await accessible(customer);
});
