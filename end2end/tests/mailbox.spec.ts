// Mailboxes are kept in the browser.
import { expect, test } from '../house';

test('an administrator adds a mailbox, checks its connection and removes it', async ({ as, scripts }) => {
  const page = await as('Henrik Claasen');
  const name = `Verkauf ${scripts ? 'S' : 'P'}`;
  const item = page.getByRole('listitem').filter({ hasText: name });
  await page.goto('/mailboxes');
  await page.getByText('Postfach anlegen').click();
  const form = page.getByRole('form', { name: 'Postfach anlegen' });
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByLabel('E-Mail-Adresse').fill(`verkauf-${scripts ? 's' : 'p'}@nordlicht.example`);
  await form.getByLabel('IMAP-Server').fill('imap.nordlicht.example');
  await form.getByLabel('Passwort oder Token').fill('Kranich-71-Uferweg');
  await form.getByRole('button', { name: 'Speichern' }).click();
  await expect(form.getByText('Das ist keine Adresse eines IMAP-Servers.')).toBeVisible();
  await form.getByLabel('IMAP-Server').fill('imap://127.0.0.1:9');
  await form.getByLabel('Passwort oder Token').fill('Kranich-71-Uferweg');
  await form.getByRole('button', { name: 'Speichern' }).click();
  await item.getByText(name).first().click();
  await item.getByRole('button', { name: 'Verbindung prüfen' }).click();
  await expect(item.getByText('Der Mailserver antwortet nicht.').first()).toBeVisible();
  await item.getByText('Postfach entfernen').first().click();
  await item.getByRole('button', { name: 'Postfach entfernen' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: name })).toHaveCount(0);
});

test('a mailbox by OAuth 2.0 asks for what a refresh token needs, and for nothing of it by password', async ({ as, scripts }) => {
  const page = await as('Henrik Claasen');
  const name = `Cloud ${scripts ? 'S' : 'P'}`;
  const item = page.getByRole('listitem').filter({ hasText: name });
  await page.goto('/mailboxes');
  await page.getByText('Postfach anlegen').click();
  const form = page.getByRole('form', { name: 'Postfach anlegen' });
  await expect(form.getByLabel('Adresse für Token')).toBeHidden();
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByLabel('E-Mail-Adresse').fill(`cloud-${scripts ? 's' : 'p'}@nordlicht.example`);
  await form.getByLabel('IMAP-Server').fill('imap://127.0.0.1:9?tls=none');
  await form.getByLabel('Art der Anmeldung').selectOption('refresh');
  await form.getByLabel('Passwort oder Token').fill('Kranich-71-Uferweg');
  await form.getByLabel('Client-ID').fill('schalter');
  await form.getByLabel('Client-Geheimnis').fill('Reiher-12-Hafen');
  await form.getByLabel('Adresse für Token').fill('http://login.nordlicht.example/token');
  await form.getByRole('button', { name: 'Speichern' }).click();
  await expect(form.getByText('Das ist keine Adresse, an die Zugangsdaten gesendet werden dürfen.')).toBeVisible();
  await form.getByLabel('Adresse für Token').fill('http://127.0.0.1:9/token');
  await form.getByLabel('Passwort oder Token').fill('Kranich-71-Uferweg');
  await form.getByLabel('Client-Geheimnis').fill('Reiher-12-Hafen');
  await form.getByRole('button', { name: 'Speichern' }).click();
  await item.getByText(name).first().click();
  await expect(item.getByLabel('Client-ID')).toHaveValue('schalter');
  await expect(item.getByLabel('Client-Geheimnis')).toHaveValue('');
  await item.getByRole('button', { name: 'Verbindung prüfen' }).click();
  await expect(item.getByText('Vom Anmeldedienst (OAuth 2.0) kommt kein Zugriffstoken.').first()).toBeVisible();
  await item.getByText('Postfach entfernen').first().click();
  await item.getByRole('button', { name: 'Postfach entfernen' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: name })).toHaveCount(0);
});
