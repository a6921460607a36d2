// Time that was worked: with the timer, with a tap, in detail; corrected; seen in the week; unseen by customers.
import { ask, expect, live, openTicket, test } from '../house';

const MEMBER = 'Sophie Lindner';

test('time is booked with a tap and in detail, corrected, and seen in the week', async ({ as, scripts }) => {
  const title = `Bildergalerie lädt langsam ${scripts ? 'S' : 'P'}`;
  const number = await openTicket('Ole Thomsen', title);
  const page = await as(MEMBER);
  await page.goto(`/tickets/${number}`);
  const time = page.getByRole('region', { name: 'Zeit' });
  await time.getByRole('button', { name: '30 Min.' }).click();
  // as what, follows from what the person booked last; other journeys book too
  await expect(page.getByText(/^30 Min\. gebucht: /).first()).toBeVisible();
  await expect(time.getByRole('heading')).toContainText('30 Min.');

  // in detail; what cannot be meant is said at its field, and nothing that was typed is lost
  await time.getByText('Mit Einzelheiten buchen').click();
  const details = time.getByRole('form', { name: 'Mit Einzelheiten buchen' });
  await details.getByLabel('Dauer').fill('lange');
  await details.getByLabel('Was wurde getan?').fill('Bilder verkleinert');
  await details.getByRole('button', { name: 'Zeit buchen' }).click();
  await expect(details.getByText('Das ist keine Dauer.')).toBeVisible();
  await expect(details.getByLabel('Was wurde getan?')).toHaveValue('Bilder verkleinert');
  await details.getByLabel('Dauer').fill('1:15');
  await details.getByLabel('Abrechnung').selectOption({ label: 'Kulanz' });
  await details.getByRole('button', { name: 'Zeit buchen' }).click();
  await expect(time.getByRole('heading')).toContainText('1 Std. 45 Min.');

  // corrected, with both values in the history
  await time.getByText('2 gebuchte Zeiten').click();
  const line = time.getByRole('listitem').filter({ hasText: 'Bilder verkleinert' });
  await line.getByText('Korrigieren').click();
  await line.getByLabel('Dauer').fill('45');
  await line.getByRole('button', { name: 'Speichern' }).click();
  await expect(page.getByText(/Zeit von Sophie Lindner korrigiert: 1 Std\. 15 Min\..* → 45 Min\./)).toBeVisible();

  await page.goto('/times');
  await expect(page.getByRole('link', { name: new RegExp(title) })).toHaveCount(2);

  const customer = await as('Ole Thomsen');
  await customer.goto(`/tickets/${number}`);
  await expect(customer.getByRole('heading', { name: title })).toBeVisible();
  await expect(customer.getByText('Bilder verkleinert')).toHaveCount(0);
  await expect(customer.getByRole('region', { name: 'Zeit' })).toHaveCount(0);
});

test('a timer survives a reload and is booked', async ({ as, scripts }) => {
  const number = await openTicket('Ole Thomsen', `Uhr läuft ${scripts ? 'S' : 'P'}`);
  const page = await as('Tobias Krüger');
  await page.goto(`/tickets/${number}`);
  const time = page.getByRole('region', { name: 'Zeit' });
  await time.getByRole('button', { name: 'Zeit starten' }).click();
  await expect(time.getByText('läuft')).toBeVisible();
  await page.goto('/times');
  await expect(page.getByRole('heading', { name: 'Offene Uhren' })).toBeVisible();
  if (scripts) await page.getByRole('link', { name: `Zeit läuft für #${number}` }).click();
  else await page.goto(`/tickets/${number}`);
  await time.getByRole('button', { name: 'Pause' }).click();
  await expect(time.getByText('angehalten')).toBeVisible();
  await time.getByRole('button', { name: 'buchen' }).first().click();
  await expect(time.getByRole('button', { name: 'Zeit starten' })).toBeVisible();
  await expect(time.getByRole('heading')).toContainText('1 Min.');
});

test('what is typed in detail stays when the day that is proposed becomes another @scripts', async ({ as }) => {
  const name = 'Jonas Weber';
  const number = await openTicket('Ole Thomsen', 'Gestern gestoppt');
  const yesterday = Date.now() - 24 * 3_600_000;
  for (const [deed, at] of [['start', yesterday - 60_000], ['pause', yesterday]] as const) {
    await ask(name, 'effort/timer', { number: String(number), deed, at: String(at) });
  }
  const page = await as(name);
  await page.goto(`/tickets/${number}`);
  await live(page);
  const time = page.getByRole('region', { name: 'Zeit' });
  await time.getByText('Mit Einzelheiten buchen').click();
  const details = time.getByRole('form', { name: 'Mit Einzelheiten buchen' });
  const day = details.locator('input[name=day]');
  const proposed = await day.inputValue();
  await details.getByLabel('Was wurde getan?').fill('Noch nicht fertig');
  await time.getByRole('button', { name: 'Verwerfen' }).click();
  await expect(time.getByRole('button', { name: 'Zeit starten' })).toBeVisible();
  await expect(day).not.toHaveValue(proposed);
  await expect(details.getByLabel('Was wurde getan?')).toHaveValue('Noch nicht fertig');
});

test('what others book does not take away what is being typed @scripts', async ({ as }) => {
  const number = await openTicket('Ole Thomsen', 'Zwei buchen zugleich');
  const page = await as(MEMBER);
  await page.goto(`/tickets/${number}`);
  await live(page);
  const time = page.getByRole('region', { name: 'Zeit' });
  await time.getByText('Mit Einzelheiten buchen').click();
  await time.getByLabel('Was wurde getan?').fill('Noch nicht fertig');
  await ask('Jonas Weber', 'effort/book', { number: String(number), quick: '15', activity: 'design', billing: 'billable' });
  await expect(time.getByRole('heading')).toContainText('15 Min.');
  await expect(time.getByLabel('Was wurde getan?')).toHaveValue('Noch nicht fertig');
});
