// Merging with search and preview, and back; splitting messages off; internal tickets that customers never see.
import { account, ask, expect, openTicket, test } from '../house';

const LEAD = 'Katrin Sommer';

test('two tickets about one thing become one, and two again', async ({ as, scripts }) => {
  const mark = scripts ? 'S' : 'P';
  const first = await openTicket('Vera Albers', `Lupe vergrößert nicht ${mark}`);
  const second = await openTicket('Vera Albers', `Zoomlinse ohne Wirkung ${mark}`);
  const page = await as(LEAD);
  await page.goto(`/tickets/${first}`);
  await page.getByRole('link', { name: 'Zusammenführen' }).click();
  await page.getByLabel('Mit welchem Anliegen?').fill(`Zoomlinse ${mark}`);
  await page.getByRole('button', { name: 'Suchen', exact: true }).click();
  await page.getByRole('link', { name: `#${second} wählen` }).click();
  const preview = page.getByRole('region', { name: 'Das geschieht' });
  await expect(preview).toContainText(`#${first} führt künftig zu #${second}`);
  await preview.getByRole('button', { name: 'Zusammenführen' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`#${second}`);
  await expect(page.getByText(`aus #${first}`).first()).toBeVisible();

  // The former address and number lead to the one that remains.
  const customer = await as('Vera Albers');
  await customer.goto(`/tickets/${first}`);
  await expect(customer).toHaveURL(new RegExp(`/tickets/${second}$`));
  await customer.goto(`/tickets?q=${first}`);
  await expect(customer.getByRole('link', { name: new RegExp(`Zoomlinse ohne Wirkung ${mark}`) })).toBeVisible();

  await page.getByRole('button', { name: 'Zurücknehmen' }).click();
  await expect(page.getByText(`aus #${first}`)).toHaveCount(0);
  await customer.goto(`/tickets/${first}`);
  await expect(customer.getByRole('heading', { level: 1 })).toContainText('Lupe vergrößert nicht');
});

test('a second concern is split off, and its first message stays in both', async ({ as, scripts }) => {
  const mark = scripts ? 'S' : 'P';
  const number = await openTicket('Vera Albers', `Zwei Dinge auf einmal ${mark}`);
  const body = `Außerdem fehlt das Logo ${mark}.`;
  await ask('Vera Albers', 'ticket/write', { number: String(number), body, seen: '9999' });
  const page = await as(LEAD);
  await page.goto(`/tickets/${number}`);
  await page.getByRole('link', { name: 'Nachrichten abtrennen' }).click();
  await expect(page.getByText('Absender: Vera Albers; Bestätigung geht an')).toBeVisible();
  await page.getByRole('checkbox', { name: new RegExp(`Logo ${mark}`) }).check();
  await page.getByLabel('Titel des neuen Anliegens').fill(`Logo fehlt ${mark}`);
  await page.getByRole('button', { name: 'Abtrennen und öffnen' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Logo fehlt ${mark}`);
  await expect(page.getByRole('article').filter({ hasText: body })).toBeVisible();
  const customer = await as('Vera Albers');
  await customer.goto(`/tickets/${number}`);
  await expect(customer.getByRole('article').filter({ hasText: body })).toBeVisible();
  await expect(customer.getByText('Abgetrennt als #')).toBeVisible();
});

test('time goes along with what is split off, and the split is taken back', async ({ as, scripts }) => {
  const mark = scripts ? 'S' : 'P';
  const number = await openTicket('Vera Albers', `Zeit für zwei Dinge ${mark}`);
  const body = `Außerdem fehlt das Wasserzeichen ${mark}.`;
  await ask('Vera Albers', 'ticket/write', { number: String(number), body, seen: '9999' });
  const booked = { activity: 'bug_fixing', billing: 'billable' };
  await ask('Jonas Weber', 'effort/book', { number: String(number), minutes: '15', note: `Wasserzeichen gesucht ${mark}`, ...booked });
  const page = await as(LEAD);
  await page.goto(`/tickets/${number}/split`);
  await page.getByRole('checkbox', { name: new RegExp(`fehlt das Wasserzeichen ${mark}`) }).check();
  await page.getByRole('checkbox', { name: new RegExp(`Wasserzeichen gesucht ${mark}`) }).check();
  await page.getByLabel('Titel des neuen Anliegens').fill(`Wasserzeichen fehlt ${mark}`);
  await page.getByRole('button', { name: 'Abtrennen und öffnen' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Wasserzeichen fehlt ${mark}`);
  await expect(page.getByText(`Zeit kam von #${number}`)).toBeVisible();
  const split = Number(/\/tickets\/(\d+)/.exec(page.url())?.[1]);

  await page.goto(`/tickets/${number}`);
  await expect(page.getByText(`Zeit ging zu #${split}`)).toBeVisible();
  const undo = page.getByRole('form', { name: `Abtrennung von #${split} zurücknehmen` });
  await undo.getByRole('button', { name: 'Zurücknehmen' }).click();
  await expect(page.getByText(`Abtrennung zurückgenommen: #${split}`)).toBeVisible();
  await expect(page.getByText(`Zeit kam von #${split}`)).toBeVisible();
  await expect(undo).toHaveCount(0);

  // The customer reads all of it in one place, whichever number is asked for, and nothing of the time.
  const customer = await as('Vera Albers');
  await customer.goto(`/tickets/${split}`);
  await expect(customer).toHaveURL(new RegExp(`/tickets/${number}$`));
  await expect(customer.getByRole('article').filter({ hasText: body })).toBeVisible();
  expect(await customer.content()).not.toContain('Wasserzeichen gesucht');
});

test('staff open an internal ticket and tell the customer from it', async ({ as, scripts }) => {
  const mark = scripts ? 'S' : 'P';
  const number = await openTicket('Vera Albers', `Rechnung rundet falsch ${mark}`);
  const page = await as('Jonas Weber');
  await page.goto(`/tickets/${number}`);
  await page.locator('summary').filter({ hasText: 'Internes Ticket anlegen' }).click();
  await page.getByLabel('Titel', { exact: true }).fill(`Rundung im Kern ${mark}`);
  await page.getByLabel('Was die Entwicklung wissen muss').fill('Kaufmännisch statt abgeschnitten.');
  await page.getByRole('button', { name: 'Anlegen und öffnen' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Rundung im Kern ${mark}`);
  const internal = Number(/\/tickets\/(\d+)/.exec(page.url())?.[1]);
  await page.locator('summary').filter({ hasText: 'Kunden informieren' }).click();
  await page.getByRole('button', { name: 'Nachricht senden' }).click();
  await expect(page.getByText(`Kunden informiert: #${number}`)).toBeVisible();

  const customer = await as('Vera Albers');
  await customer.goto(`/tickets/${number}`);
  await expect(customer.getByRole('article').filter({ hasText: 'wir haben die Ursache gefunden' })).toBeVisible();
  expect(await customer.content()).not.toContain(`Rundung im Kern ${mark}`);
  const answer = await customer.goto(`/tickets/${internal}`);
  expect(answer?.status()).toBe(404);
  expect(account('Vera Albers').kind).toBe('customer');
});
