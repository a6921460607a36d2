// Where customers arrive: what waits for them, one tap away; hours, orders and quotes beside it; live.
import { ask, classify, expect, live, move, openTicket, test } from '../house';

const LEAD = 'Katrin Sommer';

/** The account manager offers something to the customer; answers the number of the quote. */
async function quoted(title: string): Promise<string> {
  return (await ask('Aylin Demir', 'quote/write', {
    number: 'new',
    seen: '0',
    organisation: '1',
    deed: 'send',
    title,
    valid_until: '2099-12-18',
    'items[0][row]': '0',
    'items[0][kind]': 'hours',
    'items[0][text]': 'Umsetzung',
    'items[0][quantity]': '2',
    'items[0][price]': '95',
    'items[0][vat]': 'standard',
  })) as string;
}

test('what waits stands first and is one tap away: a question, a quote, and what it became', async ({ as, scripts }) => {
  const mark = scripts ? 'S' : 'P';
  const number = await openTicket('Vera Albers', `Lieferzeit fehlt ${mark}`);
  await move(LEAD, number, 'in_triage');
  await classify(LEAD, number);
  await move(LEAD, number, 'question', 'Bei welchem Produkt?');
  const title = `Lieferzeit anzeigen ${mark}`;
  const quote = await quoted(title);

  const page = await as('Vera Albers');
  await page.goto('/');
  const waiting = page.getByRole('region', { name: 'Wartet auf Sie' });
  const task = waiting.getByRole('link', { name: new RegExp(`Über ein Angebot entscheiden.*${quote}`) });
  await expect(task).toContainText('190,00');
  await expect(waiting.getByRole('link', { name: /Rückfrage beantworten/ }).filter({ hasText: `Lieferzeit fehlt ${mark}` })).toHaveCount(1);
  await task.click();
  await page.getByLabel(/Ich nehme das Angebot .* verbindlich an/).check();
  await page.getByRole('button', { name: 'Verbindlich annehmen' }).click();
  await expect(page.getByText('Angenommen von Vera Albers.')).toBeVisible();

  await page.goto('/');
  await expect(waiting.getByText(quote)).toHaveCount(0);
  const orders = page.getByRole('region', { name: 'Aufträge' });
  await expect(orders.getByRole('link', { name: title })).toBeVisible();
  await orders.getByRole('link', { name: quote }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();

  await page.goto('/');
  await waiting.getByRole('link', { name: /Rückfrage beantworten/ }).filter({ hasText: `Lieferzeit fehlt ${mark}` }).click();
  await page.getByLabel('Ihre Nachricht').fill('Beim Sofa.');
  await page.getByRole('button', { name: 'Senden', exact: true }).click();
  // Leaving earlier would take back what the browser has not sent yet.
  await expect(page.getByRole('article').filter({ hasText: 'Beim Sofa.' })).toBeVisible();
  await page.goto('/');
  await expect(waiting.getByText(`Lieferzeit fehlt ${mark}`)).toHaveCount(0);
});

test('who has a package sees its hours on arrival', async ({ as }) => {
  const page = await as('Lars Nørgaard');
  await page.goto('/');
  const hours = page.getByRole('region', { name: 'Stundenpaket' });
  await expect(hours).toContainText('übrig bis');
  await hours.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Stundenpaket' })).toBeVisible();
});

test('what happens elsewhere appears without reload @scripts', async ({ as }) => {
  const page = await as('Vera Albers');
  await page.goto('/');
  await live(page);
  const waiting = page.getByRole('region', { name: 'Wartet auf Sie' });
  const quote = await quoted('Gutscheine zum Ausdrucken');
  await expect(waiting.getByText(quote)).toBeVisible();
});

test('a page that was just made is not read a second time @scripts', async ({ as }) => {
  const page = await as('Vera Albers');
  const read: string[] = [];
  page.on('request', (request) => {
    if (/\/api\/(overview|quotes|orders|invoices|packages)\b/.test(request.url())) read.push(request.url());
  });
  for (const path of ['/', '/quotes', '/orders']) {
    // what happens elsewhere at that very moment is read, and rightly
    await expect(async () => {
      read.length = 0;
      await page.goto(path);
      await live(page);
      await page.waitForTimeout(300);
      expect(read).toEqual([]);
    }).toPass();
  }
});
