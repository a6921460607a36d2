// Work becomes an invoice: accounting corrects a draft and issues it; the customer finds it, downloads it and asks about a line.
import { accessible, ask, expect, live, test } from '../house';

test('accounting corrects a draft and issues it', async ({ as, scripts }) => {
  const page = await as('Ines Böhm');
  await page.goto('/invoices');
  const customer = scripts ? 'Praxisverbund Förde' : 'Gesellschaft für nachhaltige';
  await page.getByRole('link', { name: new RegExp(`Entwurf.*${customer}`) }).click();
  await page.locator('summary').filter({ hasText: 'Position korrigieren' }).first().click();
  const form = page.locator('form').filter({ has: page.getByLabel('Einzelpreis') }).first();
  await form.getByLabel('Einzelpreis').fill('500,00');
  await form.getByLabel('Grund der Änderung').fill('Nachlass vereinbart');
  await form.getByRole('button', { name: 'Position speichern' }).click();
  await expect(page.getByText('595,00 €').first()).toBeVisible();

  if (scripts) {
    // an e-invoice needs an address to go to
    await expect(page.getByText('Bevor die Rechnung ausgestellt werden kann:')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Rechnungsempfänger, E-Mail' })).toHaveAttribute('href', '#payer');
    const payer = page.getByRole('form', { name: 'Empfänger ändern' });
    await payer.getByLabel('E-Mail').fill('buchhaltung@praxisverbund-foerde.example');
    await payer.getByRole('button', { name: 'Speichern' }).click();
  }
  const issue = page.getByRole('link', { name: 'Rechnung ausstellen' });
  await expect(issue).toBeVisible();
  // what is typed and not saved is not lost on the way to the next step
  await page.locator('summary').filter({ hasText: 'Leistungszeitraum ändern' }).click();
  const reason = page.getByRole('form', { name: 'Leistungszeitraum ändern' }).getByLabel('Grund der Änderung');
  await reason.fill('Noch nicht entschieden');
  await reason.blur();
  await expect(issue).toBeHidden();
  await expect(page.getByText('noch nicht gespeichert')).toBeVisible();
  await page.getByRole('link', { name: 'verwerfen Sie es' }).click();
  await issue.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rechnung ausstellen');
  await expect(page.getByText('lässt sich nicht zurücknehmen')).toBeVisible();
  if (scripts) await accessible(page);
  await page.getByRole('button', { name: 'Nummer vergeben und ausstellen' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Rechnung RE-\d{4}-\d{4}/);
  const file = await page.request.get((await page.getByRole('link', { name: 'PDF' }).getAttribute('href'))!);
  expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-');
});

test('a customer finds an invoice, downloads it and asks about a line', async ({ as, scripts }) => {
  const page = await as('Vera Albers');
  await page.goto('/invoices');
  if (scripts) await live(page);
  const filters = page.locator('form.invoice-filters');
  await filters.getByRole('searchbox').fill('RE');
  await filters.getByRole('button').first().click();
  await expect(page).toHaveURL(/\/invoices\?q=RE/);
  expect(page.url(), 'what has no name is not asked for').not.toMatch(/[?&]=/);
  await page.getByRole('link', { name: /RE-\d{4}-\d{4}/ }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Rechnung RE-\d{4}-\d{4}/);
  if (scripts) await accessible(page);
  const file = await page.request.get((await page.getByRole('link', { name: 'XML' }).getAttribute('href'))!);
  expect(await file.text()).toContain('CrossIndustryInvoice');
  await page.locator('summary').filter({ hasText: 'Frage zu dieser Position' }).first().click();
  await page.getByLabel('Ihre Frage').first().fill(`Wofür ist das? ${scripts ? 'S' : 'P'}`);
  await page.getByRole('button', { name: 'Frage stellen' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Frage zu Rechnung');
});

test('accounting takes a month for the tax adviser and a year for the archive', async ({ as, scripts }) => {
  const page = await as('Ines Böhm');
  await page.goto('/invoices');
  await page.locator('summary').filter({ hasText: 'Für Steuerberater und Archiv' }).click();
  if (scripts) await accessible(page);
  const [archive] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Archiv herunterladen' }).click()]);
  expect(archive.suggestedFilename()).toMatch(/^rechnungen-\d{4}\.zip$/);
  const [batch] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Buchungsstapel herunterladen' }).click()]);
  expect(batch.suggestedFilename()).toMatch(/^EXTF_Buchungsstapel_\d{4}-\d{2}\.csv$/);
});

test('accounting begins an empty draft where nothing is to be billed', async ({ as, scripts }) => {
  const page = await as('Ines Böhm');
  await page.goto('/invoices');
  await page.locator('summary').filter({ hasText: 'Neuer Entwurf' }).click();
  const form = page.getByRole('form', { name: 'Neuer Entwurf' });
  // Nobody orders or works for them in other journeys: an order that is done is billed whatever the days.
  await form.locator('select[name=organisation]').selectOption({ label: 'Praxisverbund Förde' });
  // Years in which nothing can have been are refused at their fields.
  await form.locator('[name=from]').fill('0001-01-01');
  await form.locator('[name=to]').fill('9999-12-31');
  await form.getByRole('button', { name: 'Entwurf zusammenstellen' }).click();
  await expect(form.getByText('Davor war bei diesem Kunden noch nichts zu berechnen').first()).toBeVisible();
  // Two years ago the customer was none yet.
  const today = new Date();
  const [year, month] = [today.getUTCFullYear() - 2, today.getUTCMonth()];
  const day = (month: number, of: number) => new Date(Date.UTC(year, month, of)).toISOString().slice(0, 10);
  await form.locator('[name=from]').fill(day(month, 1));
  await form.locator('[name=to]').fill(day(month + 1, 0));
  const empty = form.getByRole('button', { name: 'Leeren Entwurf anlegen' });
  await expect(empty).toBeHidden();
  await form.getByRole('button', { name: 'Entwurf zusammenstellen' }).click();
  await expect(form.getByText('Darin ist nichts zu berechnen.')).toBeVisible();
  const name = new Date(Date.UTC(year, month, 1)).toLocaleString('de-DE', { month: 'long', year: 'numeric', timeZone: 'UTC' });
  if (scripts) await accessible(page);
  await empty.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Entwurf ${name}`);
  await expect(page.locator('summary').filter({ hasText: 'Position hinzufügen' })).toBeVisible();
  await page.getByRole('button', { name: 'Entwurf verwerfen' }).click();
  await expect(page).toHaveURL(/\/invoices$/);
});

test('the palette finds an invoice by its number @scripts', async ({ as }) => {
  const page = await as('Ines Böhm');
  await page.goto('/invoices');
  await live(page);
  const link = page.getByRole('link', { name: /RE-\d{4}-\d{4}/ }).first();
  const number = (await link.innerText()).match(/RE-\d{4}-\d{4}/)![0];
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Suchen und springen' });
  await page.keyboard.type(number);
  await expect(dialog.getByRole('option', { name: new RegExp(number) })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(number);
});

test('a payment that accounting notes appears in an open list @scripts', async ({ as }) => {
  const all = (await ask('Vera Albers', 'invoices', { 'filter[query]': '' })) as { lines: { number: string; kind: string; left: number }[] };
  const { number, left } = all.lines.find((row) => row.kind === 'invoice' && row.left > 100)!;
  const page = await as('Vera Albers');
  await page.goto(`/invoices?q=${number}`);
  await live(page);
  const row = page.getByRole('link', { name: new RegExp(number) });
  const open = `offen ${new Intl.NumberFormat('de-DE', { minimumFractionDigits: 2 }).format((left - 1) / 100)}`;
  await expect(row).toBeVisible();
  await expect(row).not.toContainText(open);
  await page.evaluate(() => document.documentElement.setAttribute('data-kept', ''));
  await ask('Ines Böhm', 'invoice/pay', { reference: number, amount: '0,01', note: 'Ein Cent' });
  await expect(row).toContainText(open);
  const { payments } = (await ask('Ines Böhm', 'invoice', { reference: number })) as { payments: { id: number }[] };
  await ask('Ines Böhm', 'invoice/unpay', { reference: number, payment: String(payments.at(-1)!.id) });
  await expect(row).not.toContainText(open);
  await expect(page.locator('html[data-kept]'), 'it is the page that was opened').toBeAttached();
});
