// From the customer's question over the quote to the order: asked for, written with rows, sent, accepted, worked on.
import { ask, expect, test } from '../house';

test('a quote is asked for, written, sent and accepted, and becomes an order', async ({ as, scripts }) => {
  const title = `Merkliste ${scripts ? 'S' : 'P'}`;
  const customer = await as('Vera Albers');
  await customer.goto('/quotes');
  await customer.getByRole('link', { name: 'Angebot anfragen' }).first().click();
  await customer.getByLabel('Worum geht es?').fill(title);
  await customer.getByLabel('Was gewünscht ist').fill('Kunden sollen sich Produkte merken können.');
  await customer.getByRole('button', { name: 'Anfrage senden' }).click();
  await expect(customer.getByRole('heading', { name: title })).toBeVisible();
  await expect(customer.getByText('Ihre Anfrage ist bei uns.')).toBeVisible();
  const address = new URL(customer.url()).pathname;

  // staff write it; what cannot be meant is said at its row, and nothing that was typed is lost
  const staff = await as('Aylin Demir');
  await staff.goto(address);
  await staff.getByRole('link', { name: 'Angebot schreiben' }).click();
  await expect(staff.getByText('Kunden sollen sich Produkte merken können.')).toBeVisible();
  const rows = staff.locator('.item');
  await rows.nth(0).getByLabel('Leistung').fill('Umsetzung');
  await rows.nth(0).getByLabel('Menge').fill('viel');
  await rows.nth(0).getByLabel('Einzelpreis').fill('95');
  await staff.getByRole('button', { name: 'Speichern und senden' }).click();
  await expect(rows.nth(0).locator('.field__error')).toHaveCount(1);
  await expect(rows.nth(0).getByLabel('Leistung')).toHaveValue('Umsetzung');
  await rows.nth(0).getByLabel('Menge').fill('7,5');
  const before = await rows.count();
  await staff.getByRole('button', { name: 'Zeile hinzufügen' }).click();
  await expect(rows).toHaveCount(scripts ? before + 1 : 3);
  await rows.nth(1).getByLabel('Leistung').fill('Versehentlich');
  await rows.nth(1).getByLabel('Menge').fill('1');
  await rows.nth(1).getByLabel('Einzelpreis').fill('1');
  await rows.nth(1).getByRole('button', { name: 'Zeile entfernen' }).click();
  await expect(staff.locator('textarea', { hasText: 'Versehentlich' })).toHaveCount(0);
  if (scripts) await expect(staff.locator('.items__sums')).toContainText('847,88 €');
  await staff.getByRole('button', { name: 'Speichern und senden' }).click();
  await expect(staff.getByText('Liegt beim Kunden')).toBeVisible();
  await expect(staff.getByRole('article').getByText('847,88 €')).toBeVisible();

  // the customer reads the document and accepts it by its exact sentence
  await customer.goto(address);
  await expect(customer.getByText('Wartet auf Ihre Entscheidung', { exact: true })).toBeVisible();
  await customer.getByRole('button', { name: 'Verbindlich annehmen' }).click();
  await expect(customer.getByText('Bitte bestätigen Sie den Satz')).toBeVisible();
  await customer.getByLabel(/Ich nehme das Angebot .* verbindlich an/).check();
  await customer.getByRole('button', { name: 'Verbindlich annehmen' }).click();
  await expect(customer.getByText('Angenommen von Vera Albers.')).toBeVisible();
  await customer.getByRole('link', { name: /Zum Auftrag/ }).click();
  await expect(customer.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(customer.getByText('von 7 Std. 30 Min. verbraucht')).toBeVisible();

  // both talk about it
  await customer.getByRole('textbox', { name: 'Kommentar' }).fill('Wann beginnen Sie?');
  await customer.getByRole('button', { name: 'Senden' }).click();
  await expect(customer.getByRole('article').getByText('Wann beginnen Sie?')).toBeVisible();
  await staff.goto(new URL(customer.url()).pathname);
  await expect(staff.getByText('Wann beginnen Sie?')).toBeVisible();
  await staff.getByRole('button', { name: 'Als erledigt melden' }).click();
  await expect(staff.getByText('Erledigt', { exact: true })).toBeVisible();
});

test('a quote is declined with a reason, and its number is in nobody else’s list', async ({ as }) => {
  const staff = await as('Aylin Demir');
  await staff.goto('/quotes?state=sent');
  const customer = await as('Vera Albers');
  await customer.goto('/quotes?state=sent');
  await customer.getByRole('link', { name: /Merkliste und Produktvergleich|Auswertung/ }).first().click();
  await expect(customer.getByRole('region', { name: 'Verlauf' })).toContainText('Handy');
  const other = await as('Wiebke Matthiesen');
  await other.goto(new URL(customer.url()).pathname);
  await expect(other.getByRole('heading', { level: 1 })).toContainText('Hier ist nichts');
});

test('an order is cancelled with a reason that the customer reads, and opened again', async ({ as, scripts }) => {
  const form = (await ask('Vera Albers', 'ticket/form', {})) as { organisations: { id: number }[] };
  const number = (await ask('Aylin Demir', 'quote/write', {
    number: 'new',
    seen: '0',
    organisation: String(form.organisations[0].id),
    deed: 'send',
    title: `Wunschzettel ${scripts ? 'S' : 'P'}`,
    valid_until: new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10),
    'items[0][row]': '0',
    'items[0][kind]': 'flat',
    'items[0][text]': 'Umsetzung',
    'items[0][price]': '100',
    'items[0][vat]': 'standard',
  })) as string;
  await ask('Vera Albers', 'quote/accept', { number, version: '1', confirmed: '1' });
  const customer = await as('Vera Albers');
  await customer.goto(`/quotes/${number}`);
  await customer.getByRole('link', { name: /Zum Auftrag/ }).click();
  await expect(customer.getByText('In Arbeit', { exact: true })).toBeVisible();
  const address = new URL(customer.url()).pathname;

  const staff = await as('Aylin Demir');
  await staff.goto(address);
  await staff.locator('summary', { hasText: 'Auftrag stornieren' }).click();
  await staff.getByLabel('Grund').fill('Das Projekt ruht bis zum Sommer.');
  await staff.getByRole('button', { name: 'Auftrag stornieren' }).click();
  await expect(staff.getByText('Storniert', { exact: true })).toBeVisible();
  await customer.goto(address);
  await expect(customer.getByText('Storniert', { exact: true })).toBeVisible();
  await expect(customer.getByRole('region', { name: 'Verlauf' })).toContainText('Das Projekt ruht bis zum Sommer.');
  await expect(customer.getByRole('button', { name: 'Wieder öffnen' })).toHaveCount(0);
  await staff.getByRole('button', { name: 'Wieder öffnen' }).click();
  await expect(staff.getByText('In Arbeit', { exact: true })).toBeVisible();
});

test('a quote that nobody decided in time is expired for both sides', async ({ as }) => {
  const customer = await as('Vera Albers');
  await customer.goto('/quotes?state=expired');
  await customer.getByRole('link', { name: /Barrierefreiheit des Bestellwegs/ }).first().click();
  const staff = await as('Aylin Demir');
  await expect(customer.getByRole('heading', { level: 1 })).toContainText('Barrierefreiheit');
  await staff.goto(new URL(customer.url()).pathname);
  for (const page of [customer, staff]) {
    await expect(page.getByText(/Abgelaufen am .*, ohne dass jemand entschieden hat\./)).toBeVisible();
    await expect(page.getByRole('region', { name: 'Verlauf' })).toContainText('Version 1 ist abgelaufen');
  }
  await expect(customer.getByRole('button', { name: 'Verbindlich annehmen' })).toHaveCount(0);
  await expect(staff.getByRole('link', { name: 'Neue Version schreiben' })).toBeVisible();
});
