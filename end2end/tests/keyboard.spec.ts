// A day's work without a mouse: from the queue to a ticket, taken over, time booked, answered. One always sees where one is.
import type { Locator, Page } from '@playwright/test';
import { classify, expect, handOver, live, move, openTicket, state, test } from '../house';

const LEAD = 'Katrin Sommer';

test('staff find a ticket, take it over, book time and answer with the keyboard alone @scripts', async ({ as }) => {
  const title = 'Rabatt fehlt auf der Rechnung';
  const number = await openTicket('Ole Thomsen', title);
  await move(LEAD, number, 'in_triage');
  await classify(LEAD, number);
  await handOver(LEAD, number, 'Shop');

  const page = await as('Jonas Weber');
  await page.goto('/queue?queue=team');
  await live(page);
  // the first key leads past the navigation, and from there to what waits
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Zum Inhalt springen' })).toBeFocused();
  await page.keyboard.press('Enter');
  await reach(page, page.getByRole('main').locator('.queue-row__link').first());

  // the palette knows the number
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Suchen und springen' });
  await expect(dialog.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(String(number));
  await expect(dialog.getByRole('option').first()).toContainText(String(number));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
  await live(page);
  await somewhere(page, 'a page was opened');

  await reach(page, page.getByRole('button', { name: 'Ich übernehme' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Zuständig: Jonas Weber')).toBeVisible();
  await somewhere(page, 'a ticket was taken over');
  await reach(page, page.getByRole('button', { name: 'Arbeit beginnen' }));
  await page.keyboard.press('Enter');
  await expect(state(page)).toHaveText('In Bearbeitung');
  await somewhere(page, 'work was begun');

  const time = page.getByRole('region', { name: /^Zeit( |$)/ });
  await reach(page, time.getByRole('button', { name: '15 Min.' }));
  await page.keyboard.press('Space');
  await expect(time.getByRole('heading')).toContainText('15 Min.');
  await somewhere(page, 'time was booked');
  await reach(page, time.locator('summary').filter({ hasText: 'Mit Einzelheiten buchen' }));
  await page.keyboard.press('Enter');
  const details = time.getByRole('form', { name: 'Mit Einzelheiten buchen' });
  await reach(page, details.getByLabel('Dauer'));
  await page.keyboard.type('0:20');
  await page.keyboard.press('Enter');
  await expect(time.getByRole('heading')).toContainText('35 Min.');
  await somewhere(page, 'time was booked in detail');

  const box = page.getByRole('textbox', { name: 'Schreiben' });
  await reach(page, box, 'Shift+Tab');
  await page.keyboard.type('Der Rabatt steht jetzt auf der Rechnung.');
  await reach(page, page.getByRole('button', { name: 'Senden', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article').filter({ hasText: 'Der Rabatt steht jetzt auf der Rechnung.' })).toBeVisible();
  await expect(box).toHaveValue('');
  await somewhere(page, 'an answer was sent');
});

/** Goes there by Tab, or back; whatever has the focus on the way shows it. */
async function reach(page: Page, target: Locator, key = 'Tab') {
  await expect(target).toBeVisible();
  const there = () => target.evaluate((element) => element === document.activeElement);
  for (let steps = 0; steps < 150 && !(await there()); steps += 1) {
    await page.keyboard.press(key);
    expect(await page.evaluate(unseen), 'the focus is seen').toBe('');
  }
  await expect(target).toBeFocused();
}

/** What has the focus without showing it: nothing would look different without. */
function unseen(): string {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return '';
  const around: Element[] = [];
  for (let element: Element | null = active; element && around.length < 7; element = element.parentElement) around.push(element);
  const looks = () =>
    around
      .flatMap((element) => ['', '::before', '::after'].map((part) => getComputedStyle(element, part || null)))
      .map((style) => [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor, style.transform, style.top].join())
      .join('\n');
  const focused = looks();
  active.blur();
  const other = looks();
  active.focus({ preventScroll: true });
  return focused === other ? active.outerHTML.slice(0, 200) : '';
}

/** The focus is on something: who reads with a screen reader goes on from there. */
async function somewhere(page: Page, after: string) {
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), { message: `the focus after ${after}` }).not.toBe('BODY');
}
