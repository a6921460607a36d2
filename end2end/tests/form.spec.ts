// Bad input gets a sentence at its field, and what was typed stays.
import { expect, test } from '../house';

test('a refused ticket form keeps what was typed', async ({ as }) => {
  const page = await as('Vera Albers');
  await page.goto('/tickets/new');
  await page.getByLabel('Beschreibung').fill('Seit gestern fehlen alle Bilder.');
  await page.getByLabel('Worum geht es?').fill('   ');
  // browsers check what is required themselves; a space gets past them
  await page.getByRole('button', { name: 'Anliegen senden' }).click();
  await expect(page.getByText('Bitte füllen Sie dieses Feld aus.')).toBeVisible();
  await expect(page.getByLabel('Worum geht es?')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Beschreibung')).toHaveValue('Seit gestern fehlen alle Bilder.');
});

test('a wrong address on the public form is said at the field', async ({ as }) => {
  const page = await as(null);
  await page.goto('/contact');
  await page.getByLabel('Ihr Name').fill('Rosa Claußen');
  await page.getByLabel('E-Mail-Adresse').fill('rosa@firma');
  await page.getByLabel('Worum geht es?').fill('Frage zum Angebot');
  await page.getByLabel('Nachricht', { exact: true }).fill('Gilt das Angebot noch?');
  await page.getByRole('button', { name: 'Nachricht senden' }).click();
  await expect(page.getByText('Das ist keine E-Mail-Adresse.')).toBeVisible();
  await expect(page.getByLabel('Nachricht', { exact: true })).toHaveValue('Gilt das Angebot noch?');
  await page.getByLabel('E-Mail-Adresse').fill('rosa@firma.example');
  await page.getByRole('button', { name: 'Nachricht senden' }).click();
  await expect(page.getByRole('heading', { name: 'Vielen Dank' })).toBeVisible();
});

test('a system is added to an organisation', async ({ as, scripts }) => {
  const page = await as('Katrin Sommer');
  const name = `Newsletter ${scripts ? 'S' : 'P'}`;
  await page.goto('/organisations/5');
  await page.getByText('System hinzufügen').click();
  const form = page.locator('form').filter({ has: page.getByLabel('Art', { exact: true }) });
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('Adresse').fill('https://news.suederhof.example');
  await form.getByRole('button', { name: 'Hinzufügen' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText('Live');
});

test('sessions are listed and ended', async ({ as }) => {
  const page = await as('Wiebke Matthiesen');
  await page.goto('/account');
  await expect(page.getByRole('heading', { name: 'Angemeldete Geräte' })).toBeVisible();
  await expect(page.getByText('Dieses Gerät', { exact: true })).toBeVisible();
});
