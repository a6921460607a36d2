// Every page: for everybody to use, in both themes, at every width; and its code travels only when it is asked for.
import type { Page } from '@playwright/test';
import { accessible, ask, expect, fits, live, openTicket, test } from '../house';

type Visit = { who: string | null; path: string | (() => Promise<string>); name: string };

const firstOrganisation = async () => '/organisations/8';
const ticketOf = (who: string, title: string) => async () => `/tickets/${await openTicket(who, title)}`;

const callOf = (who: string) => async () => {
  const id = String(await ask(who, 'phone/begin', {}));
  await ask(who, 'phone/caller', { id, organisation: '1' });
  return `/calls/${id}`;
};

/** The quote or order that changed last. */
const firstOf = (who: string, what: 'quotes' | 'orders') => async () => {
  const list = (await ask(who, what, { 'filter[query]': '' })) as { lines: { number: string }[] };
  return `/${what}/${list.lines[0].number}`;
};

const PAGES: Visit[] = [
  { who: null, name: 'sign-in', path: '/sign-in?way=password' },
  { who: null, name: 'link sent', path: '/sign-in/sent' },
  { who: null, name: 'use link', path: '/sign-in/link?token=abc' },
  { who: null, name: 'second factor', path: '/sign-in/second-factor' },
  { who: null, name: 'public form', path: '/contact' },
  { who: null, name: 'public form sent', path: '/contact/thanks' },
  { who: 'Vera Albers', name: 'overview', path: '/' },
  { who: 'Vera Albers', name: 'list of a customer', path: '/tickets' },
  { who: 'Vera Albers', name: 'new ticket', path: '/tickets/new' },
  { who: 'Vera Albers', name: 'ticket of a customer', path: ticketOf('Vera Albers', 'Für alle bedienbar') },
  { who: 'Vera Albers', name: 'quotes of a customer', path: '/quotes' },
  { who: 'Vera Albers', name: 'asking for a quote', path: '/quotes/new' },
  { who: 'Vera Albers', name: 'quote of a customer', path: firstOf('Vera Albers', 'quotes') },
  { who: 'Vera Albers', name: 'orders of a customer', path: '/orders' },
  { who: 'Vera Albers', name: 'order of a customer', path: firstOf('Vera Albers', 'orders') },
  { who: 'Lars Nørgaard', name: 'overview with hours', path: '/' },
  { who: 'Lars Nørgaard', name: 'hours of a customer', path: '/packages' },
  { who: 'Vera Albers', name: 'company of a customer', path: '/organisations/1' },
  { who: 'Vera Albers', name: 'account', path: '/account' },
  { who: 'Vera Albers', name: 'second factor set-up', path: '/sign-in/set-up' },
  { who: 'Vera Albers', name: 'not found', path: '/tickets/9999999' },
  { who: 'Birte Jürgensen', name: 'list with nothing in it', path: '/tickets?q=gibtesnicht' },
  { who: 'Katrin Sommer', name: 'staff start', path: '/' },
  { who: 'Katrin Sommer', name: 'queue', path: '/queue?queue=all' },
  { who: 'Katrin Sommer', name: 'board', path: '/board' },
  { who: 'Katrin Sommer', name: 'list of staff', path: '/tickets' },
  { who: 'Katrin Sommer', name: 'new ticket of staff', path: '/tickets/new' },
  { who: 'Katrin Sommer', name: 'ticket of staff', path: ticketOf('Wiebke Matthiesen', 'Auf dem Tablet bedienbar') },
  { who: 'Katrin Sommer', name: 'register', path: '/organisations' },
  { who: 'Katrin Sommer', name: 'organisation', path: firstOrganisation },
  { who: 'Katrin Sommer', name: 'times', path: '/times' },
  { who: 'Katrin Sommer', name: 'a day', path: '/times?view=day' },
  { who: 'Katrin Sommer', name: 'monthly plan', path: '/monthly-plan?show=all' },
  { who: 'Katrin Sommer', name: 'calls', path: '/calls' },
  { who: 'Katrin Sommer', name: 'who calls', path: async () => `/calls/${await ask('Katrin Sommer', 'phone/begin', {})}?q=albers` },
  { who: 'Katrin Sommer', name: 'call', path: callOf('Katrin Sommer') },
  { who: 'Katrin Sommer', name: 'outbox', path: '/outbox' },
  { who: 'Katrin Sommer', name: 'mails', path: '/mails?show=all' },
  { who: 'Aylin Demir', name: 'quotes of staff', path: '/quotes' },
  { who: 'Aylin Demir', name: 'writing a quote', path: '/quotes/new' },
  { who: 'Aylin Demir', name: 'quote of staff', path: firstOf('Aylin Demir', 'quotes') },
  { who: 'Aylin Demir', name: 'order of staff', path: firstOf('Aylin Demir', 'orders') },
  { who: 'Aylin Demir', name: 'hour packages', path: '/packages' },
  { who: 'Ines Böhm', name: 'invoices of accounting', path: '/invoices' },
  { who: 'Ines Böhm', name: 'billed services', path: '/services' },
  { who: 'Vera Albers', name: 'invoices', path: '/invoices' },
  { who: 'Henrik Claasen', name: 'invoice settings', path: '/settings/billing' },
  { who: 'Henrik Claasen', name: 'staff administration', path: '/staff' },
  { who: 'Vera Albers', name: 'report of a customer', path: '/reports' },
  { who: 'Aylin Demir', name: 'reports of staff', path: '/reports' },
  { who: 'Vera Albers', name: 'support policy', path: '/policy?plan=premium_plus&class=outage&at=2026-11-27T11:30' },
  { who: 'Henrik Claasen', name: 'mailboxes', path: '/mailboxes' },
  { who: 'Henrik Claasen', name: 'hours', path: '/settings' },
  { who: 'Henrik Claasen', name: 'targets', path: '/settings/targets' },
  { who: 'Henrik Claasen', name: 'plans', path: '/settings/plans' },
  { who: 'Henrik Claasen', name: 'classes', path: '/settings/classes' },
  { who: 'Henrik Claasen', name: 'general settings', path: '/settings/company' },
  { who: 'Henrik Claasen', name: 'mail texts', path: '/settings/mails' },
  { who: 'Henrik Claasen', name: 'publishing', path: '/settings/publish' },
  { who: 'Henrik Claasen', name: 'versions', path: '/settings/history' },
];

async function visit(page: Page, to: Visit) {
  await page.goto(typeof to.path === 'string' ? to.path : await to.path());
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.locator('.skeleton')).toHaveCount(0);
}

/** Opens all that unfolds, so that what is inside is looked at too. */
async function unfold(page: Page) {
  await page.locator('main details').evaluateAll((all) => {
    for (const one of all) {
      one.removeAttribute('name');
      (one as HTMLDetailsElement).open = true;
    }
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const to of PAGES) {
    test(`${to.name} is accessible, ${colorScheme} @scripts`, async ({ as }) => {
      const page = await as(to.who, { colorScheme });
      await visit(page, to);
      if (to.who) await live(page);
      await accessible(page);
      await unfold(page);
      await accessible(page);
    });
  }
}

for (const to of PAGES) {
  test(`${to.name} has no sideways scrolling`, async ({ as, scripts }) => {
    const page = await as(to.who, { viewport: { width: 360, height: 740 } });
    await visit(page, to);
    await fits(page, [360, 820, 1180]);
    if (scripts) {
      await page.setViewportSize({ width: 360, height: 740 });
      await unfold(page);
      await fits(page, [360]);
    }
  });
}

test('a page asks for its own code only when somebody goes there @scripts', async ({ as }) => {
  const page = await as('Katrin Sommer');
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('.wasm')) asked.push(new URL(request.url()).pathname);
  });
  await page.goto('/organisations');
  await live(page);
  const first = asked.length;
  expect(first, 'main module and the chunk of this page').toBeGreaterThanOrEqual(2);
  // Each more is a wait before the page is awake, on a line of six.
  expect(first, 'and what it shares with others in a few files').toBeLessThanOrEqual(16);
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  await page.getByRole('navigation', { name: 'Hauptnavigation' }).getByRole('link', { name: 'Postausgang' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Postausgang' })).toBeVisible();
  expect(loads, 'the page is not loaded anew').toBe(0);
  expect(asked.length, 'but its chunk is').toBeGreaterThan(first);
});

test('a link that is followed before the page is awake leads there @scripts', async ({ as }) => {
  const number = await openTicket('Vera Albers', 'Gleich angetippt');
  const page = await as('Vera Albers');
  let arrive = () => {};
  const arrived = new Promise<void>((done) => {
    arrive = done;
  });
  await page.route(/split_.*\.wasm/, async (route) => {
    await arrived;
    await route.continue();
  });
  // The module runs and waits for the piece of this page.
  const waits = page.waitForRequest(/split_.*\.wasm/);
  await page.goto(`/tickets?q=${number}`, { waitUntil: 'commit' });
  await waits;
  await page.getByRole('link', { name: /Gleich angetippt/ }).click({ noWaitAfter: true });
  arrive();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Gleich angetippt');
  await live(page);
});

test('the palette finds a ticket by its number @scripts', async ({ as }) => {
  const number = await openTicket('Vera Albers', 'Mit Strg K zu finden');
  const page = await as('Katrin Sommer');
  await page.goto('/queue?queue=all');
  await live(page);
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Suchen und springen' });
  await expect(dialog).toBeVisible();
  await page.keyboard.type(String(number));
  await expect(dialog.getByRole('option').first()).toContainText(String(number));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Mit Strg K zu finden');
});

test('the other language is one click away', async ({ as }) => {
  const page = await as(null);
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('a held letter can be read and its link followed', async ({ as }) => {
  await ask('Katrin Sommer', 'sign-in/send-link', { email: 'hendrik.ahlers@gnrm-sh.example' });
  const page = await as('Katrin Sommer');
  await page.goto('/outbox?q=hendrik.ahlers');
  await expect(page.getByText('Es gehen noch keine E-Mails hinaus.')).toBeVisible();
  await page.locator('summary').filter({ hasText: 'Hendrik Ahlers' }).first().click();
  await page.getByRole('link', { name: /\/sign-in\/link\?token=/ }).first().click();
  await expect(page.getByRole('button', { name: 'Jetzt anmelden' })).toBeVisible();
});
