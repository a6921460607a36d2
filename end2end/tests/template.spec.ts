// What mails say is changed in the settings.
import { expect, test } from '../house';

test('the texts of mails open from another tab, say what is wrong and keep what was typed', async ({ as, scripts }) => {
  const page = await as('Henrik Claasen');
  await page.goto('/settings');
  await page.getByRole('link', { name: 'Mails', exact: true }).click();
  const card = page.locator('section.setting').filter({ has: page.getByRole('heading', { name: 'Ein Anliegen ist eingegangen', exact: true }) });
  await expect(card).toBeVisible();
  const fields = card.getByLabel('Text (deutsch)');
  if (!(await fields.isVisible())) await card.getByText('Ändern', { exact: true }).first().click();

  // a gap without which the mail would not say what it must
  await fields.fill('Danke, wir haben Ihre Nachricht.');
  await card.getByRole('button', { name: 'Speichern' }).click();
  await expect(card.getByText('Der Platzhalter {number} muss vorkommen.')).toBeVisible();
  await expect(fields).toHaveValue('Danke, wir haben Ihre Nachricht.');

  // a gap that nothing fills
  await fields.fill('Danke für {number}, {foo}.');
  await card.getByRole('button', { name: 'Speichern' }).click();
  await expect(card.getByText('An der Stelle {foo} setzen wir nichts ein.')).toBeVisible();

  // a brace that is not closed
  await fields.fill('Danke für {number}, {title');
  await card.getByRole('button', { name: 'Speichern' }).click();
  await expect(card.getByText('Die Klammer { wird nicht geschlossen: „{title“.')).toBeVisible();

  await fields.fill(`Danke, Ihr Anliegen {number} ist da (${scripts ? 'S' : 'P'}).`);
  await card.getByRole('button', { name: 'Speichern' }).click();
  await expect(card.getByText('Eigener Text')).toBeVisible();
  // the other tabs still answer
  await page.getByRole('navigation', { name: 'Verwaltung' }).getByRole('link', { name: 'Zusagen' }).click();
  await expect(page).toHaveURL(/settings\/targets/);
  await expect(page.getByText('Zusage anlegen')).toBeVisible();
});
