// Customers who were promised to hear regularly (C10): staff are reminded with a draft at hand, send it, and the clock starts anew.
import { account, assign, ask, expect, handOver, letter, move, openTicket, state, test } from '../house';

const MEMBER = 'Sophie Lindner';
/** The company serves this one around the clock while journeys run. */
const CUSTOMER = 'Charlotte von Bülow';

test('staff are reminded to tell the customer the state, and send the draft', async ({ as, scripts }) => {
  test.slow();
  const title = `Anmeldung bricht ab ${scripts ? 'S' : 'P'}`;
  const number = await openTicket(CUSTOMER, title);
  await move('Aylin Demir', number, 'in_triage');
  await ask('Aylin Demir', 'ticket/classify', { number: String(number), class: 'watched', kind: 'normal' });
  await handOver('Aylin Demir', number, 'Design');
  const { actor } = (await ask(MEMBER, 'me', {})) as { actor: { id: number } };
  await assign(MEMBER, number, String(actor.id));
  await move(MEMBER, number, 'in_progress');

  // the reminder comes before the customer has waited too long, and leads to the draft
  const subject = `#${number}: Zwischenstand an den Kunden fällig`;
  const reminded = async () => {
    const { letters } = (await ask('Katrin Sommer', 'outbox', { query: account(MEMBER).email })) as { letters: { subject: string }[] };
    return letters.some((one) => one.subject.includes(subject));
  };
  await expect.poll(reminded, { message: 'a reminder to the responsible person', timeout: 45_000 }).toBe(true);
  const reminder = await letter(account(MEMBER).email, subject);
  expect(reminder.text).toContain(title);
  expect(reminder.text).toMatch(/Ein Entwurf liegt am Anliegen\s+bereit\./);
  const address = `/tickets/${number}#progress`;
  expect(reminder.text).toContain(address);

  const page = await as(MEMBER);
  await page.goto(address);
  await expect(page.getByText(/Kunde informieren bis|Der Kunde hätte bis/)).toBeVisible();
  const act = page.locator('#progress');
  const draft = act.getByLabel('Nachricht an den Kunden');
  if (!(await draft.isVisible())) await act.locator('summary').click();
  await expect(draft).toHaveValue(new RegExp(`Zwischenstand zu Ihrem Anliegen „${title}“`));
  await expect(draft).toHaveValue(/In Bearbeitung/);
  await draft.fill(`${await draft.inputValue()}\n\nDie Ursache ist gefunden.`);
  await act.getByRole('button', { name: 'Zwischenstand senden' }).click();
  await expect(page.getByRole('article').filter({ hasText: 'Die Ursache ist gefunden.' })).toBeVisible();

  // the customer has it by mail and in the portal, and nothing of the reminders
  expect((await letter(account(CUSTOMER).email, `#${number}`)).text).toContain('Die Ursache ist gefunden.');
  const customer = await as(CUSTOMER);
  await customer.goto(`/tickets/${number}`);
  await expect(customer.getByRole('article').filter({ hasText: 'hier ein Zwischenstand zu Ihrem Anliegen' })).toContainText(title);
  await expect(state(customer)).toHaveText('In Bearbeitung');
  await expect(customer.getByText('Kunde informieren bis')).toHaveCount(0);

  // it is written anew for the next time, and the clock runs from the message on
  await page.goto(`/tickets/${number}`);
  await expect(page.getByText('Kunde informieren bis')).toBeVisible();
  await expect(page.locator('#progress').getByLabel('Nachricht an den Kunden')).not.toHaveValue(/Die Ursache ist gefunden/);
});
