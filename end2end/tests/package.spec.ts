// Hours of a package: a plan with hours is agreed, work draws from them, the customer reads the statement.
import { account, ask, expect, live, openTicket, test } from '../house';

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
  await live(staff);
  const postings = staff.getByRole('region', { name: 'Buchungen' });
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
  await expect(refusal).toBeVisible();
  // and once more while it is read
  await book(numbers[1]);
  await expect(postings.getByText(titles[1])).toBeVisible();
  await expect(refusal).toBeVisible();
  await expect(form.getByLabel('Begründung')).toHaveValue('Versehen');
});
