// Calls: taken, looked up, written down; timers that outlast a lost connection; the day; customers at a glance.
import { ask, expect, live, openTicket, test } from '../house';

const MEMBER = 'Malte Petersen';
const LEAD = 'Katrin Sommer';

test('a call is taken, the caller is found by number, and it becomes a ticket with its time', async ({ as, scripts }) => {
  const mark = scripts ? 'S' : 'P';
  const lead = await as(LEAD);
  await lead.goto('/organisations/1');
  const contact = lead.getByRole('listitem').filter({ hasText: 'Ole Thomsen' });
  await contact.locator('summary').first().click();
  await contact.getByRole('textbox', { name: 'Telefonnummern' }).fill(scripts ? '0461 / 70 11-1' : '0461 / 70 22-2');
  await contact.getByRole('button', { name: 'Nummern übernehmen' }).click();
  await expect(contact).toContainText(scripts ? '70 11-1' : '70 22-2');

  const page = await as(MEMBER);
  await page.goto('/queue?queue=mine');
  await page.getByRole('banner').getByRole('button', { name: 'Anruf beginnt' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Anruf' })).toBeVisible();
  const search = page.getByRole('searchbox', { name: 'Nummer, Name' });
  if (scripts) await live(page);
  await search.fill(scripts ? '+49 461 7011' : '+49 461 7022');
  if (!scripts) await page.getByRole('button', { name: 'Suchen', exact: true }).click();
  await page.getByRole('button', { name: /Ole Thomsen/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Anruf: Ole Thomsen' })).toBeVisible();
  const card = page.getByRole('complementary', { name: 'Ole Thomsen' });
  await expect(card).toContainText('Albers Möbelhaus GmbH');
  await expect(card).toContainText('Katrin Sommer');

  // the time survives a reload; the call is in sight everywhere
  await page.reload();
  await expect(page.getByText('läuft', { exact: true })).toBeVisible();
  if (scripts) {
    await page.goto('/queue?queue=mine');
    await page.getByRole('link', { name: 'Zum laufenden Anruf' }).click();
  }
  await page.getByRole('button', { name: 'Aufgelegt' }).click();
  await expect(page.getByText('aufgelegt', { exact: true })).toBeVisible();

  // what cannot be meant is said at its field, and nothing that was typed is lost
  const form = page.locator('details').filter({ hasText: 'Neues Anliegen daraus machen' });
  await form.getByLabel('Worum geht es').fill(`Gutschein geht nicht ${mark}`);
  await form.getByLabel('Was wurde besprochen?').fill('Der Gutschein wird abgelehnt.');
  await form.getByLabel('Dauer').fill('lange');
  await form.getByRole('button', { name: 'Anliegen eröffnen' }).click();
  await expect(form.getByText('Das ist keine Dauer.')).toBeVisible();
  await expect(form.getByLabel('Was wurde besprochen?')).toHaveValue('Der Gutschein wird abgelehnt.');
  await form.getByLabel('Dauer').fill('');
  await form.getByRole('button', { name: 'Anliegen eröffnen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Gutschein geht nicht ${mark}` })).toBeVisible();
  await expect(page.getByText('1 Min. gebucht')).toBeVisible();
  await page.goto('/calls');
  await expect(page.getByRole('link', { name: new RegExp(`Gutschein geht nicht ${mark}`) })).toContainText('Ole Thomsen');

  const customer = await as('Ole Thomsen');
  await customer.goto('/tickets');
  await expect(customer.getByRole('link', { name: new RegExp(`Gutschein geht nicht ${mark}`) })).toBeVisible();
});

test('an unknown caller is written down, and a call is noted on a ticket', async ({ as, scripts }) => {
  const number = await openTicket('Kai Schröder', `Route fehlt ${scripts ? 'S' : 'P'}`);
  const page = await as('Tobias Krüger');
  await page.goto('/calls');
  await page.getByRole('main').getByRole('button', { name: 'Anruf beginnt' }).click();
  await page.getByText('Unbekannter Anrufer').click();
  await page.getByLabel('Name', { exact: true }).fill('Frau Meer');
  await page.getByLabel('Telefon').fill('0431 98765');
  await page.getByRole('button', { name: 'Weiter' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Anruf: Frau Meer' })).toBeVisible();
  await page.locator('summary').filter({ hasText: 'Bei einem Anliegen vermerken' }).click();
  const form = page.locator('details').filter({ hasText: 'Bei einem Anliegen vermerken' });
  await form.getByLabel('Nummer des Anliegens').fill(`#${number}`);
  await form.getByLabel('Was wurde besprochen?').fill('Sie meldet sich morgen noch einmal.');
  await form.getByLabel('Abrechnung').selectOption({ label: 'Keine Zeit buchen' });
  await form.getByRole('button', { name: 'Anruf vermerken' }).click();
  await expect(page.getByText('Sie meldet sich morgen noch einmal.')).toBeVisible();
  await expect(page.getByText('Anruf: Frau Meer')).toBeVisible();
});

test('what was done with a timer offline is kept and sent once @scripts', async ({ as }) => {
  const number = await openTicket('Ole Thomsen', 'Funkloch');
  const page = await as('Aylin Demir');
  await page.goto(`/tickets/${number}`);
  await live(page);
  const time = page.getByRole('region', { name: 'Zeit' });
  await page.context().setOffline(true);
  await time.getByRole('button', { name: 'Zeit starten' }).click();
  await expect(time.getByText('läuft')).toBeVisible();
  await expect(page.getByRole('banner').getByText('wartet')).toBeVisible();
  await time.getByRole('button', { name: 'Pause' }).click();
  await expect(time.getByText('angehalten')).toBeVisible();
  const before = (await ask('Aylin Demir', 'effort/timers', {})) as unknown[];
  expect(before).toEqual([]);

  await page.context().setOffline(false);
  await expect(page.getByRole('banner').getByText('wartet')).toHaveCount(0, { timeout: 30_000 });
  const after = (await ask('Aylin Demir', 'effort/timers', {})) as { number: number; timer: { since: unknown } }[];
  expect(after.map((one) => [one.number, one.timer.since])).toEqual([[number, null]]);
  await expect(time.getByText('angehalten')).toBeVisible();
  await time.getByRole('button', { name: 'Verwerfen' }).click();
  await expect(time.getByRole('button', { name: 'Zeit starten' })).toBeVisible();
});

test('time that was booked offline waits and is sent once @scripts', async ({ as }) => {
  const number = await openTicket('Ole Thomsen', 'Auf der Fahrt gebucht');
  const page = await as('Aylin Demir');
  await page.goto(`/tickets/${number}`);
  await live(page);
  const time = page.getByRole('region', { name: /^Zeit( |$)/ });
  const kept = page.getByRole('region', { name: 'Noch nicht gebucht' });
  await time.getByRole('button', { name: 'Zeit starten' }).click();
  await expect(time.getByText('läuft')).toBeVisible();

  // with a tap twice, the timer's time, and in detail
  await page.context().setOffline(true);
  await time.getByRole('button', { name: '15 Min.' }).click();
  await expect(kept.getByRole('listitem')).toHaveCount(1);
  await time.getByRole('button', { name: '15 Min.' }).click();
  await expect(kept.getByRole('listitem')).toHaveCount(2);
  await time.getByRole('button', { name: '1 Min. buchen' }).click();
  await expect(kept.getByText('Zeit der Uhr')).toBeVisible();
  await expect(time.getByRole('button', { name: 'Zeit starten' })).toBeVisible();
  await time.getByText('Mit Einzelheiten buchen').click();
  const details = time.getByRole('form', { name: 'Mit Einzelheiten buchen' });
  await details.getByLabel('Dauer').fill('lange');
  await details.getByLabel('Was wurde getan?').fill('Im Zug geprüft');
  await details.getByRole('button', { name: 'Zeit buchen' }).click();
  await expect(details.getByText('Das ist keine Dauer.')).toBeVisible();
  await details.getByLabel('Dauer').fill('0:20');
  await details.getByRole('button', { name: 'Zeit buchen' }).click();
  await expect(kept.getByText('Im Zug geprüft')).toBeVisible();
  await expect(page.getByRole('banner').getByText('wartet')).toBeVisible();

  await page.context().setOffline(false);
  await expect(kept).toBeHidden({ timeout: 30_000 });
  await expect(page.getByRole('banner').getByText('wartet')).toHaveCount(0);
  await expect(time.getByRole('heading')).toContainText(/5[12] Min\./);
  await expect(time.getByText('4 gebuchte Zeiten')).toBeVisible();
});

test('on a tablet time is booked from the corner', async ({ as, scripts }) => {
  const number = await openTicket('Ole Thomsen', `Mit dem Daumen ${scripts ? 'S' : 'P'}`);
  const page = await as('Jonas Weber', { viewport: { width: 820, height: 1180 } });
  await page.goto(`/tickets/${number}`);
  const dock = page.locator('.time-dock');
  await dock.locator('summary').click();
  await dock.getByRole('button', { name: '45 Min.' }).click();
  await expect(page.getByRole('region', { name: 'Zeit' }).getByRole('heading')).toContainText('45 Min.');
});

test('a day adds up, and an account manager plans a month', async ({ as, scripts }) => {
  const mark = scripts ? 'S' : 'P';
  const number = await openTicket('Ole Thomsen', `Tagesarbeit ${mark}`);
  await ask('Sophie Lindner', 'effort/book', { number: String(number), quick: '15', activity: 'design', billing: 'goodwill' });
  const page = await as('Sophie Lindner');
  await page.goto('/times');
  await page.getByRole('navigation', { name: 'Ansicht' }).getByRole('link', { name: 'Tag' }).click();
  const sums = page.getByRole('region', { name: 'Nach Anliegen' });
  await expect(sums.getByRole('link', { name: new RegExp(`Tagesarbeit ${mark}`) })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Nach Abrechnung' })).toContainText('Kulanz');

  const manager = await as('Aylin Demir');
  await manager.goto('/organisations?show=mine');
  await expect(manager.getByRole('columnheader', { name: 'Überfällig', exact: true })).toBeVisible();
  await manager.getByRole('link', { name: 'Monatsplan' }).click();
  const month = manager.locator('.month').filter({ hasText: scripts ? 'Stadtwerke' : 'Kaffeerösterei' });
  await month.locator('summary').click();
  await month.getByRole('textbox', { name: 'Notiz zum Monat' }).fill(`Update einplanen ${mark}`);
  await month.getByRole('button', { name: 'Notiz speichern' }).click();
  await expect(month.locator('.month__note')).toHaveText(`Update einplanen ${mark}`);
});
