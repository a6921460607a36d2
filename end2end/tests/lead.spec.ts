// A project lead signs in with password and second factor, takes a ticket into triage, asks back and hands it over.
import { account, ask, expect, letter, openFromList, openTicket, state, test } from '../house';
import { totp } from '../totp';

test('a project lead signs in with password and second factor', async ({ as, scripts }) => {
  const who = account(scripts ? 'Katrin Sommer' : 'Aylin Demir');
  const page = await as(null);
  await page.goto('/sign-in');
  await page.getByText('Mit Passwort anmelden').click();
  const form = page.locator('form').filter({ has: page.getByLabel('Passwort') });
  await form.getByLabel('E-Mail-Adresse').fill(who.email);
  await form.getByLabel('Passwort').fill('falsch-aber-lang-genug');
  await form.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByText('Das stimmt nicht überein.')).toBeVisible();
  await expect(form.getByLabel('E-Mail-Adresse'), 'what was typed stays').toHaveValue(who.email);
  await expect(form.getByLabel('Passwort'), 'but not the secret').toHaveValue('');

  await form.getByLabel('Passwort').fill(who.password);
  await form.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByRole('heading', { name: 'Zweiter Schritt' })).toBeVisible();
  await page.getByLabel('Sechsstelliger Code').fill('000000');
  await page.getByRole('button', { name: 'Bestätigen' }).click();
  await expect(page.getByText('Das stimmt nicht überein.')).toBeVisible();
  await page.getByLabel('Sechsstelliger Code').fill(totp(who.totp_secret!));
  await page.getByRole('button', { name: 'Bestätigen' }).click();
  await expect(page.getByRole('navigation', { name: 'Hauptnavigation' })).toBeVisible();
  await expect(page).toHaveURL(/\/$/);
});

test('a project lead triages, asks back and hands over', async ({ as, scripts }) => {
  const title = `Lieferzeiten fehlen im Shop ${scripts ? 'S' : 'P'}`;
  const number = await openTicket('Ole Thomsen', title);
  const page = await as('Katrin Sommer');
  await page.goto('/queue?queue=inbox');
  await openFromList(page, title);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
  await page.getByRole('button', { name: 'In Sichtung nehmen' }).click();
  await expect(state(page)).toHaveText('In Sichtung');

  // asks back
  await page.locator('summary').filter({ hasText: 'Rückfrage stellen' }).click();
  await page.getByLabel('Ihre Frage an den Kunden').fill('Für welche Artikel fehlen sie?');
  await page.getByRole('button', { name: 'Rückfrage stellen' }).click();
  await expect(state(page)).toHaveText('Rückfrage an Kunden');
  const question = await letter(account('Ole Thomsen').email, `#${number}`);
  expect(question.text).toContain('Für welche Artikel fehlen sie?');

  // the answer brings it back
  await ask('Ole Thomsen', 'ticket/write', { number: String(number), body: 'Für alle Sofas.', seen: '999999', anyway: '1' });
  await page.goto(`/tickets/${number}`);
  await expect(state(page)).toHaveText('In Sichtung');
  await expect(page.getByRole('article').filter({ hasText: 'Für alle Sofas.' })).toBeVisible();

  // classifies
  await page.locator('summary').filter({ hasText: 'Einstufen und planen' }).click();
  await page.getByLabel('Klasse').selectOption('standard');
  await page.locator('#classify').getByRole('button', { name: 'Speichern' }).click();
  await expect(page.getByText(/Eingestuft als/).first()).toBeVisible();

  // hands over
  await page.locator('summary').filter({ hasText: 'An Team übergeben' }).click();
  const act = page.locator('details').filter({ has: page.getByLabel('Was ist vereinbart?') });
  await act.getByLabel('Team', { exact: true }).selectOption({ label: 'Shop' });
  await act.getByLabel('Was ist vereinbart?').fill('Lieferzeit je Artikel aus der Warenwirtschaft anzeigen.');
  await act.getByLabel('Notiz an das Team').fill('Bitte bis Ende der Woche.');
  await act.getByRole('button', { name: 'An Team übergeben' }).click();
  await expect(state(page)).toHaveText('An Team übergeben');
  await expect(page.getByText('Lieferzeit je Artikel aus der Warenwirtschaft anzeigen.').first()).toBeVisible();
});

test('a project lead invites a contact, changes rights and lets them leave', async ({ as, scripts }) => {
  const page = await as('Katrin Sommer');
  const name = `Frieda ${scripts ? 'Skript' : 'Schlicht'}`;
  const email = `${scripts ? 'frieda.s' : 'frieda.p'}@albers-moebel.example`;
  await page.goto('/organisations');
  await page.getByRole('searchbox', { name: /Name, Ort/ }).fill('Albers');
  await page.getByRole('button', { name: 'Suchen', exact: true }).click();
  await page.getByRole('link', { name: 'Albers Möbelhaus GmbH' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Albers Möbelhaus GmbH' })).toBeVisible();
  await page.getByText('Kontakt einladen').click();
  await page.getByLabel('Name', { exact: true }).first().fill(name);
  await page.getByLabel('E-Mail-Adresse').fill(email);
  await page.getByLabel('Sieht alle Anliegen des Unternehmens').first().check();
  await page.getByRole('button', { name: 'Einladung schicken' }).click();
  const row = page.getByRole('listitem').filter({ hasText: name });
  await expect(row).toContainText('Eingeladen');
  await expect(row).toContainText('sieht alle Anliegen');

  await row.locator('summary').first().click();
  await row.getByLabel('Sieht Rechnungen und abgerechnete Leistungen').check();
  await row.getByRole('button', { name: 'Speichern' }).click();
  await expect(row).toContainText('sieht Rechnungen');

  // the invitation is accepted
  const guest = await as(null);
  const invitation = await letter(email, 'Nordlicht');
  await guest.goto(/https?:\/\/\S+/.exec(invitation.text)![0]);
  await expect(guest.getByRole('heading', { level: 1 })).toContainText(`Willkommen, ${name}`);
  await guest.getByLabel('Neues Passwort').fill('kurz');
  await guest.getByRole('button', { name: 'Zugang einrichten' }).click();
  await expect(guest.getByText('Bitte mindestens 12 Zeichen.')).toBeVisible();
  await guest.getByLabel('Neues Passwort').fill('Fjord-Laterne-Bernstein-9');
  await guest.getByRole('button', { name: 'Zugang einrichten' }).click();
  await expect(guest.getByRole('navigation', { name: 'Hauptnavigation' })).toBeVisible();

  // and ended: access is gone at once
  await page.reload();
  await row.locator('summary').first().click();
  await row.getByText('Zugang beenden').click();
  await row.getByRole('button', { name: 'Zugang jetzt beenden' }).click();
  await expect(row).toContainText('Ausgeschieden');
  // an open page hears of it and asks to sign in
  if (scripts) await guest.waitForURL(/\/sign-in/);
  await guest.goto('/organisations');
  await expect(guest.getByRole('heading', { level: 1, name: 'Albers Möbelhaus GmbH' })).toHaveCount(0);
});
