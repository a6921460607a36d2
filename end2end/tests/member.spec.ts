// A member of a team takes a ticket, works on it, replies, notes, and brings it to the customer's acceptance and to its end.
import { account, classify, expect, handOver, letter, openFromList, live, move, openTicket, state, test } from '../house';

const LEAD = 'Katrin Sommer';

test('a team member takes a ticket and brings it to its end', async ({ as, scripts }) => {
  const title = `Filter nach Farbe fehlt ${scripts ? 'S' : 'P'}`;
  const number = await openTicket('Ole Thomsen', title);
  await move(LEAD, number, 'in_triage');
  await classify(LEAD, number);
  await handOver(LEAD, number, 'Shop');

  const page = await as('Jonas Weber');
  await page.goto('/queue?queue=team');
  await openFromList(page, title);
  await page.getByRole('button', { name: 'Ich übernehme' }).click();
  await expect(page.getByText('Zuständig: Jonas Weber')).toBeVisible();
  await page.getByRole('button', { name: 'Arbeit beginnen' }).click();
  await expect(state(page)).toHaveText('In Bearbeitung');

  // replies
  const box = page.getByRole('textbox', { name: 'Schreiben' });
  await box.fill('Der Filter ist in Arbeit.');
  await page.getByRole('button', { name: 'Senden', exact: true }).click();
  await expect(page.getByRole('article').filter({ hasText: 'Der Filter ist in Arbeit.' })).toBeVisible();
  const reply = await letter(account('Ole Thomsen').email, `#${number}`);
  expect(reply.subject).toContain(title);

  // notes
  await page.getByText('Notiz', { exact: true }).click();
  await box.fill('Farben kommen aus dem ERP.');
  await page.getByRole('button', { name: 'Notiz speichern' }).click();
  await expect(page.getByRole('article').filter({ hasText: 'Farben kommen aus dem ERP.' })).toContainText('Interne Notiz');

  // ready for acceptance
  await page.locator('summary').filter({ hasText: 'Zur Abnahme bereitstellen' }).click();
  await page.getByLabel('Version auf dem Testsystem').fill('4.2');
  await page.getByLabel('Wo kann der Kunde testen?').fill('test.albers-moebel.example');
  await page.getByLabel('Was soll der Kunde testen').fill('Bitte nach Farbe filtern.');
  await page.getByRole('button', { name: 'Zur Abnahme bereitstellen' }).click();
  await expect(state(page)).toHaveText('Bereit zur Abnahme');

  // the customer accepts
  const customer = await as('Ole Thomsen');
  await customer.goto(`/tickets/${number}`);
  await expect(customer.getByText('Farben kommen aus dem ERP.')).toHaveCount(0);
  await customer.getByRole('button', { name: 'Version 4.2 abnehmen' }).click();
  await expect(state(customer)).toHaveText('Geht live');

  // done
  if (scripts) await live(page);
  else await page.reload();
  await expect(state(page)).toHaveText('Geht live');
  await page.locator('summary').filter({ hasText: 'Als erledigt melden' }).click();
  await page.getByLabel('Was wurde gemacht?').fill('Der Farbfilter ist im Shop.');
  await page.getByRole('button', { name: 'Als erledigt melden' }).click();
  await expect(state(page)).toHaveText('Erledigt');
});

test('a reply can be written and sent with the keyboard alone @scripts', async ({ as }) => {
  const number = await openTicket('Vera Albers', 'Nur mit der Tastatur');
  const page = await as('Jonas Weber');
  await page.goto(`/tickets/${number}`);
  await live(page);
  const box = page.getByRole('textbox', { name: 'Schreiben' });
  for (let steps = 0; steps < 80 && !(await box.evaluate((element) => element === document.activeElement)); steps += 1) {
    await page.keyboard.press('Tab');
  }
  await expect(box).toBeFocused();
  await page.keyboard.type('Ganz ohne Maus.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('article').filter({ hasText: 'Ganz ohne Maus.' })).toBeVisible();
  await expect(box).toHaveValue('');
});

test('a draft waits where it was left @scripts', async ({ as }) => {
  const number = await openTicket('Vera Albers', 'Entwurf bleibt');
  const page = await as('Jonas Weber');
  await page.goto(`/tickets/${number}`);
  await live(page);
  await page.getByRole('textbox', { name: 'Schreiben' }).fill('Noch nicht fer');
  await expect(page.getByText('Entwurf gespeichert')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Schreiben' })).toHaveValue('Noch nicht fer');
});
