// A customer comes in by a mailed link, opens a ticket with a document, answers a question and watches it move.
import { account, ask, assign, classify, expect, handOver, letter, link, live, move, openTicket, state, test } from '../house';

const LEAD = 'Katrin Sommer';

test('a customer signs in by the link from the mail', async ({ as, scripts }) => {
  const who = account(scripts ? 'Miriam Brandt' : 'Kai Schröder');
  const page = await as(null);
  await page.goto('/tickets');
  await expect(page, 'whoever is not signed in is asked to').toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel('E-Mail-Adresse').first().fill(who.email);
  await page.getByRole('button', { name: 'Anmelde-Link schicken' }).click();
  await expect(page.getByRole('heading', { name: 'Sehen Sie in Ihr Postfach' })).toBeVisible();

  await page.goto(link((await letter(who.email, 'Anmelde')).text));
  await page.getByRole('button', { name: 'Jetzt anmelden' }).click();
  await expect(page, 'and gets where they wanted to go').toHaveURL(/\/tickets$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Anliegen' })).toBeVisible();
});

test('a link works once', async ({ as, scripts }) => {
  const who = account(scripts ? 'Jana Köster' : 'Anja Reimers');
  const page = await as(null);
  await ask(LEAD, 'sign-in/send-link', { email: who.email });
  const address = link((await letter(who.email, 'Anmelde')).text);
  await page.goto(address);
  await page.getByRole('button', { name: 'Jetzt anmelden' }).click();
  await expect(page).toHaveURL(/\/$/);

  const other = await as(null);
  await other.goto(address);
  await other.getByRole('button', { name: 'Jetzt anmelden' }).click();
  await expect(other.getByText('Der Link wurde schon benutzt oder ist abgelaufen.')).toBeVisible();
  await other.getByRole('link', { name: 'Neuen Link anfordern' }).click();
  await expect(other.getByRole('button', { name: 'Anmelde-Link schicken' })).toBeVisible();
});

test('a customer opens a ticket with a document', async ({ as, scripts }) => {
  const page = await as('Vera Albers');
  const title = `Warenkorb rechnet Versand doppelt ${scripts ? 'S' : 'P'}`;
  await page.goto('/');
  await page.getByRole('link', { name: /^(Neues Anliegen|Anliegen \+)/ }).first().click();
  await page.getByLabel('Worum geht es?').fill(title);
  await page.getByLabel('Beschreibung').fill('Beim Bezahlen stehen die Versandkosten zweimal auf der Rechnung.');
  const file = { name: 'rechnung.txt', mimeType: 'text/plain', buffer: Buffer.from('Versand 4,90\nVersand 4,90\n') };
  if (scripts) {
    await page.getByLabel('Dateien anhängen').setInputFiles(file);
    await expect(page.getByRole('list', { name: 'Dateien' })).toContainText('rechnung.txt');
  }
  await page.getByRole('button', { name: 'Anliegen senden' }).click();
  await expect(page).toHaveURL(/\/tickets\/\d+/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
  await expect(state(page)).toHaveText('Eingegangen');
  if (!scripts) {
    await page.locator('#plain-upload').setInputFiles(file);
    await page.getByRole('button', { name: 'Hochladen' }).click();
  }
  const document = page.getByRole('link', { name: /rechnung\.txt/ }).first();
  await expect(document).toBeVisible();
  const answer = await page.request.get((await document.getAttribute('href'))!);
  expect(answer.status()).toBe(200);
  expect(await answer.text()).toContain('Versand 4,90');

  const number = /\d+$/.exec(new URL(page.url()).pathname)![0];
  const confirmation = await letter(account('Vera Albers').email, `#${number}`);
  expect(confirmation.subject).toContain(title);
});

test('a customer answers a question, and the ticket goes back to triage', async ({ as, scripts }) => {
  const number = await openTicket('Vera Albers', `Gutscheine werden nicht angenommen ${scripts ? 'S' : 'P'}`);
  await move(LEAD, number, 'in_triage');
  await move(LEAD, number, 'question', 'Mit welchem Gutschein ist es aufgefallen?');

  const page = await as('Vera Albers');
  await page.goto(`/tickets/${number}`);
  await expect(state(page)).toHaveText('Rückfrage an Sie');
  await expect(page.getByRole('heading', { name: 'Jetzt sind Sie dran' })).toBeVisible();
  await expect(page.getByRole('blockquote')).toHaveText('Mit welchem Gutschein ist es aufgefallen?');
  await page.getByLabel('Ihre Nachricht').fill('Mit HERBST26, gestern Abend.');
  await page.getByRole('button', { name: 'Senden', exact: true }).click();
  await expect(page.getByRole('article').filter({ hasText: 'Mit HERBST26, gestern Abend.' })).toBeVisible();
  await expect(state(page)).toHaveText('In Sichtung');
  await expect(page.getByLabel('Ihre Nachricht')).toHaveValue('');
});

test('what staff do appears at the customer without reload @scripts', async ({ as }) => {
  const number = await openTicket('Vera Albers', 'Bestellmails kommen doppelt');
  const page = await as('Vera Albers');
  await page.goto(`/tickets/${number}`);
  await live(page);
  await expect(state(page)).toHaveText('Eingegangen');
  await move(LEAD, number, 'in_triage');
  await expect(state(page)).toHaveText('In Sichtung');
  await classify(LEAD, number);
  await handOver(LEAD, number, 'Shop');
  await expect(state(page)).toHaveText('An Team übergeben');
  await assign('Jonas Weber', number, String(await idOf('Jonas Weber', number)));
  await move('Jonas Weber', number, 'in_progress');
  await expect(state(page)).toHaveText('In Bearbeitung');
  await ask('Jonas Weber', 'ticket/write', {
    number: String(number),
    body: 'Wir haben den Fehler gefunden.',
    seen: '999999',
    anyway: '1',
  });
  await expect(page.getByRole('article').filter({ hasText: 'Wir haben den Fehler gefunden.' })).toBeVisible();
});

test('a customer sees neither notes nor other people’s tickets', async ({ as }) => {
  const number = await openTicket('Vera Albers', 'Nur für Albers');
  await ask(LEAD, 'ticket/write', { number: String(number), body: 'Intern: Kunde prüfen', internal: '1', seen: '999999', anyway: '1' });
  const page = await as('Vera Albers');
  await page.goto(`/tickets/${number}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Nur für Albers');
  await expect(page.getByText('Intern: Kunde prüfen')).toHaveCount(0);

  const stranger = await as('Peer Lorenzen');
  const answer = await stranger.goto(`/tickets/${number}`);
  expect(answer?.status()).toBe(404);
  await expect(stranger.getByText('Hier ist nichts')).toBeVisible();
});

async function idOf(name: string, number: number): Promise<number> {
  const choices = (await ask(name, 'choices', {})) as { staff: { id: number; name: string }[] };
  const found = choices.staff.find((one) => one.name === name);
  if (!found) throw new Error(`${name} cannot be responsible for #${number}`);
  return found.id;
}
