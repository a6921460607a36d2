// A month as a report: the customer reads it, turns pages, takes it along as a PDF; staff read anybody's.
import { accessible, account, expect, openTicket, stage, test } from '../house';

test('a customer reads the report of a month and what is open', async ({ as, scripts }) => {
  const page = await as('Vera Albers');
  await page.goto('/reports');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText(/onatsbericht/);
  await expect(page.getByText(/Vorläufig|Festgeschrieben/).first()).toBeVisible();
  await expect(page.getByText('eingegangen', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Unsere Zusagen' })).toBeVisible();
  if (scripts) await accessible(page);
  // on the narrowest phone, too, no kind of report is cut off
  const room = page.viewportSize()!;
  await page.setViewportSize({ width: 320, height: 700 });
  for (const tab of await page.getByRole('navigation', { name: 'Art des Berichts' }).getByRole('link').all()) {
    const box = (await tab.boundingBox())!;
    expect(box.x >= 0 && box.x + box.width <= 320, await tab.innerText()).toBe(true);
  }
  await page.setViewportSize(room);
  const file = await page.request.get((await page.getByRole('link', { name: 'PDF auf Deutsch' }).getAttribute('href'))!);
  expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-');

  await page.getByRole('navigation', { name: 'Art des Berichts' }).getByRole('link', { name: 'Offene Punkte' }).click();
  await expect(heading).toContainText('Offene Punkte');
  await page.getByRole('link', { name: 'Voriger Monat' }).click();
  await expect(page).toHaveURL(/month=\d{4}-\d{2}&kind=open-points/);
  const shown = await heading.textContent();
  await page.getByLabel('Monat', { exact: true }).selectOption({ index: 0 });
  await page.getByRole('button', { name: 'Anzeigen' }).click();
  await expect(heading).not.toHaveText(shown!);
  await expect(heading).toContainText('Offene Punkte');
});

test('on a sheet each date of a report stands on one line', async ({ as }) => {
  const page = await as('Vera Albers');
  await openTicket('Vera Albers', 'Prospekt lässt sich nicht öffnen');
  const month = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(Date.now()).slice(0, 7);
  // the narrowest sheet: below it each row is a card
  await page.setViewportSize({ width: 768, height: 900 });
  for (const lang of ['de', 'en']) {
    await page.context().addCookies([{ name: 'lang', value: lang, url: stage.address }]);
    await page.goto(`/reports?month=${month}&kind=open-points`);
    const days = page.locator('.paper__table td').filter({ hasText: /^\s*(\d{2}\.\d{2}\.\d{4}|\d{1,2}\s\w{3}\s\d{4})\s*$/ });
    await expect(days.first()).toBeVisible();
    const lines = await days.evaluateAll((cells) => cells.map((cell) => {
      const text = document.createRange();
      text.selectNodeContents(cell);
      return new Set([...text.getClientRects()].map((line) => Math.round(line.top))).size;
    }));
    expect(lines.filter((count) => count !== 1), `${lang}: ${lines.join(' ')}`).toEqual([]);
  }
});

test('staff read the report of any customer', async ({ as }) => {
  const page = await as('Aylin Demir');
  const customer = account('Lars Nørgaard').organisation!;
  await page.goto('/reports');
  await page.getByLabel('Kunde').selectOption({ label: customer });
  await page.getByRole('button', { name: 'Anzeigen' }).click();
  await expect(page.getByText(customer).first()).toBeVisible();
  await page.getByRole('navigation', { name: 'Art des Berichts' }).getByRole('link', { name: 'Ausführlich' }).click();
  await expect(page.getByRole('heading', { name: 'Bearbeitungsverlauf' })).toBeVisible();
});
