// Promises: a customer sees by when somebody reacts and why; staff keep it; the support policy says the same beforehand; an
// administrator changes it and sees what would move.
import { account, ask, expect, letter, live, openTicket, test } from '../house';

test('a customer reads a promise and its reasons, and sees it kept', async ({ as, scripts }) => {
  const number = await openTicket('Vera Albers', `Zusage lesen ${scripts ? 'S' : 'P'}`);
  const page = await as('Vera Albers');
  await page.goto(`/tickets/${number}`);
  const promise = page.getByRole('region', { name: 'Zusage' });
  await expect(promise.getByText('Erste Reaktion', { exact: true })).toBeVisible();
  await expect(promise.locator('.promise__due')).toContainText(/bis .*17:00|bis .*12:00/);
  await expect(promise.getByText(/noch .* Servicezeit/)).toBeVisible();
  await promise.getByText('Warum?').click();
  await expect(promise.getByText(/innerhalb von 2 Arbeitstagen/)).toBeVisible();
  await expect(promise.getByRole('listitem').filter({ hasText: 'Arbeitstag 2' })).toBeVisible();

  const mail = await letter(account('Vera Albers').email, `#${number}`);
  expect(mail.text).toMatch(/Erste Reaktion bis:/);

  if (scripts) await live(page);
  await ask('Katrin Sommer', 'ticket/write', { number: String(number), body: 'Wir sehen es uns an.', seen: '999999', anyway: '1' });
  if (!scripts) await page.reload();
  await expect(promise.getByText(/eingehalten heute/)).toBeVisible();
});

test('a customer sees at once that a promise is another, and why', async ({ as, scripts }) => {
  const number = await openTicket('Frank Petersen-Müller', `Kasse langsam ${scripts ? 'S' : 'P'}`, { class: 'standard' });
  const page = await as('Frank Petersen-Müller');
  await page.goto(`/tickets/${number}`);
  if (scripts) await live(page);
  const due = page.getByRole('region', { name: 'Zusage' }).locator('.promise__due').first();
  const before = (await due.textContent())!;
  const why = 'Niemand kann mehr bestellen';
  await ask('Katrin Sommer', 'ticket/classify', { number: String(number), class: 'outage', kind: 'normal', why });
  if (!scripts) await page.reload();
  await expect(page.getByText(`Neu eingestuft – ${why}`)).toBeVisible();
  await expect(due).not.toHaveText(before);
});

test('the support policy says when a ticket would be due', async ({ as }) => {
  const page = await as('Vera Albers');
  await page.goto('/policy');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Serviceleistungen');
  await expect(page.getByText('08:30–12:00, 13:00–17:00').first()).toBeVisible();
  await page.getByLabel('Eingang').fill('2026-11-27T11:30');
  await page.getByLabel('Plan', { exact: true }).selectOption('premium_plus');
  await page.getByLabel('Klasse', { exact: true }).selectOption('outage');
  await page.getByRole('button', { name: 'Ausrechnen' }).click();
  await expect(page).toHaveURL(/class=outage/);
  await expect(page.getByText('bis Montag, 30. Nov., 10:00 Uhr')).toBeVisible();
});

test('an administrator closes some days, sees what moves and publishes', async ({ as, scripts }) => {
  const name = `Umzug ${scripts ? 'S' : 'P'}`;
  const page = await as('Henrik Claasen');
  await page.goto('/settings');
  await page.locator('summary').filter({ hasText: 'Schließzeit eintragen' }).click();
  const form = page.locator('form').filter({ has: page.getByLabel('Letzter Tag') });
  await form.getByLabel('Erster Tag').fill('2031-03-05');
  await form.getByLabel('Letzter Tag').fill('2031-03-03');
  await form.getByLabel('Name (deutsch)').fill(name);
  await form.getByLabel('Name (englisch)').fill('Move');
  await form.getByRole('button', { name: 'Hinzufügen' }).click();
  await expect(page.getByText('Das Ende liegt vor dem Anfang.')).toBeVisible();
  await expect(form.getByLabel('Name (deutsch)'), 'what was typed stays').toHaveValue(name);
  await form.getByLabel('Letzter Tag').fill('2031-03-07');
  await form.getByRole('button', { name: 'Hinzufügen' }).click();
  await expect(page.getByText('05.03.2031 – 07.03.2031').first()).toBeVisible();
  await page.getByRole('link', { name: 'Prüfen und veröffentlichen' }).click();
  await expect(page.getByText(/offenen Anliegen ändert sich keine Zusage/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Was sich ändert' })).toContainText('Erster Tag05.03.2031');
  await page.getByLabel('Was sich ändert, und warum').fill(`${name} im März`);
  await page.getByRole('button', { name: 'Veröffentlichen' }).click();
  await expect(page).toHaveURL(/settings\/history/);
  await expect(page.getByText(`${name} im März`)).toBeVisible();
  await page.goto('/policy');
  await expect(page.getByText(`${name}: 05.03.2031 – 07.03.2031`)).toBeVisible();
});

test('staff tell a way around, and its promise is kept', async ({ as, scripts }) => {
  const number = await openTicket('Vera Albers', `Kasse steht ${scripts ? 'S' : 'P'}`, { class: 'outage' });
  const page = await as('Katrin Sommer');
  await page.goto(`/tickets/${number}`);
  await page.getByRole('textbox', { name: 'Schreiben' }).fill('Bis dahin bitte auf Rechnung bestellen.');
  await page.getByLabel('Diese Antwort nennt eine Umgehungslösung').check();
  await page.getByRole('button', { name: 'Senden', exact: true }).click();
  await expect(page.getByText('Umgehungslösung genannt')).toBeVisible();
  await expect(page.getByLabel('Diese Antwort nennt eine Umgehungslösung')).toHaveCount(0);
});

test('before a class is set one sees what it would promise', async ({ as, scripts }) => {
  const number = await openTicket('Vera Albers', `Vorher sehen ${scripts ? 'S' : 'P'}`);
  const page = await as('Katrin Sommer');
  await page.goto(`/tickets/${number}`);
  if (scripts) await live(page);
  await page.getByText('Einstufen und planen', { exact: true }).click();
  await page.getByLabel(/^Klasse/).selectOption('outage');
  if (!scripts) await page.getByRole('button', { name: 'Was wäre damit zugesagt?' }).click();
  await expect(page.getByText('Damit wäre zugesagt:')).toBeVisible();
  await expect(page.getByLabel(/^Klasse/), 'what was chosen stays chosen').toHaveValue('outage');
  await page.goto(`/tickets/${number}`);
  await expect(page.getByLabel(/^Klasse/), 'nothing was saved').not.toHaveValue('outage');
});

test('the queue says what is due and how much time is left', async ({ as, scripts }) => {
  const title = `Wie lange noch ${scripts ? 'S' : 'P'}`;
  await openTicket('Vera Albers', title, { class: 'outage' });
  const page = await as('Katrin Sommer');
  await page.goto('/queue?queue=all');
  const row = page.getByRole('listitem').filter({ hasText: title });
  await expect(row).toContainText(/noch .*(Std|Stunden|Min)/);
  await expect(row).toContainText(/(Erste Reaktion|Umgehungslösung) bis/);
});

test('on paper what is folded up is there', async ({ as, scripts }) => {
  const number = await openTicket('Vera Albers', `Auf Papier ${scripts ? 'S' : 'P'}`);
  const page = await as('Vera Albers');
  await page.goto('/policy');
  const print = page.getByRole('button', { name: 'Drucken' });
  await expect(print).toHaveCount(scripts ? 1 : 0);
  await page.goto(`/tickets/${number}`);
  const reasons = page.getByText(/innerhalb von 2 Arbeitstagen/);
  await expect(reasons).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(reasons).toBeVisible();
});

test('on a phone the tab one is on is in sight', async ({ as }) => {
  const page = await as('Henrik Claasen');
  await page.setViewportSize({ width: 390, height: 800 });
  for (const part of ['publish', 'history']) {
    await page.goto(`/settings/${part}`);
    const tab = page.locator('.tab[aria-current]');
    await expect(tab).toBeInViewport({ ratio: 0.9 });
  }
});
