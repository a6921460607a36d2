// What the journeys share: who there is, opening a browser as somebody, looking into the outbox, moving a ticket along.
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, type Page, test as base, expect } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';

export { expect } from '@playwright/test';

export interface Account {
  name: string;
  email: string;
  password: string;
  totp_secret: string | null;
  kind: 'staff' | 'customer' | 'partner';
  roles: string[];
  organisation: string | null;
  rights?: { billing: boolean; sees_all: boolean; accepts_results: boolean; approves_up_to: number | null } | null;
}

export interface Stage {
  address: string;
  accounts: Account[];
  cookies: Record<string, string>;
  binary: string;
  data: string;
}

export const stage: Stage = JSON.parse(process.env.SCHALTER_STAGE ?? '{"address":"","accounts":[],"cookies":{},"binary":"","data":""}');

/** The account of a name, or a part of it. */
export function account(name: string): Account {
  const found = stage.accounts.find((one) => one.name.includes(name));
  if (!found) throw new Error(`nobody is called ${name}`);
  return found;
}

/** What Chromium writes for answers that a test asks for: neither a refused form nor a session that ended nor a
 * connection that the test took away is an error of the page. */
const ASKED_FOR =
  /Failed to load resource: the server responded with a status of (401|404|409|410|422)|net::ERR_INTERNET_DISCONNECTED|Blocked script execution in '\S+\/(mails\/\d+\/html|settings-mail\/\S+)'/;

interface House {
  /** Whether scripts run in this project. */
  scripts: boolean;
  /** Opens a page as somebody; `null` as a visitor. */
  as: (name: string | null, options?: Parameters<Browser['newContext']>[0]) => Promise<Page>;
}

export const test = base.extend<House>({
  baseURL: async ({}, use) => use(stage.address),
  scripts: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),
  as: async ({ browser, contextOptions, scripts, locale, timezoneId, viewport }, use, info) => {
    const contexts: BrowserContext[] = [];
    const errors: string[] = [];
    await use(async (name, options = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        baseURL: stage.address,
        javaScriptEnabled: scripts,
        locale,
        timezoneId,
        viewport,
        ...options,
      });
      contexts.push(context);
      if (name) await context.addCookies([cookie(name)]);
      // a panic names where it came from only below its own frames
      await context.addInitScript('Error.stackTraceLimit = 80');
      const page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error' && !ASKED_FOR.test(message.text())) {
          errors.push(`${page.url()}: ${message.text()}`);
        }
      });
      page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
      return page;
    });
    if (info.status !== info.expectedStatus) {
      for (const [index, page] of contexts.flatMap((context) => context.pages()).entries()) {
        await info.attach(`page ${index}`, { body: await page.screenshot({ fullPage: true }), contentType: 'image/png' });
      }
    }
    await Promise.all(contexts.map((context) => context.close()));
    expect(errors, 'nothing went wrong in the console').toEqual([]);
  },
});

function cookie(name: string) {
  const [key, ...value] = stage.cookies[account(name).email].split('=');
  return { name: key, value: value.join('='), url: stage.address };
}

/** Asks the server as somebody, as scripts do. */
export async function ask(name: string, path: string, values: Record<string, string>): Promise<unknown> {
  const answer = await fetch(`${stage.address}/api/${path}`, {
    method: 'POST',
    headers: {
      origin: stage.address,
      cookie: stage.cookies[account(name).email],
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: new URLSearchParams({ key: randomUUID(), ...values }).toString(),
    redirect: 'manual',
  });
  const text = await answer.text();
  if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

/** Opens a ticket as somebody; answers its number. */
export async function openTicket(name: string, title: string, more: Record<string, string> = {}): Promise<number> {
  const form = (await ask(name, 'ticket/form', {})) as { organisations: { id: number }[] };
  const values = { title, description: `${title}. Es passiert bei jeder Bestellung.`, organisation: String(form.organisations[0].id) };
  return Number(await ask(name, 'ticket/open', { ...values, ...more }));
}

/** Hands a mail to the running server; answers the number of its ticket. */
export function deliver(raw: string): number {
  const env = { ...process.env, SCHALTER_DATA: stage.data, SCHALTER_BASE_URL: stage.address, DATABASE_URL: '' };
  const done = spawnSync(stage.binary, ['deliver'], { env, input: raw.replaceAll('\n', '\r\n'), encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`deliver: ${done.status} ${done.stderr}`);
  const { ticket } = JSON.parse(done.stdout) as { ticket: string | null };
  return Number(ticket?.replace(/\D/g, '') ?? 0);
}

export async function move(name: string, number: number, to: string, note = '') {
  await ask(name, 'ticket/move', { number: String(number), to, note });
}

export async function assign(name: string, number: number, to = '') {
  await ask(name, 'ticket/assign', { number: String(number), to });
}

export async function classify(name: string, number: number) {
  await ask(name, 'ticket/classify', { number: String(number), class: 'standard', kind: 'normal' });
}

export async function handOver(name: string, number: number, team: string) {
  const choices = (await ask(name, 'choices', {})) as { teams: { id: number; name: string }[] };
  const found = choices.teams.find((one) => one.name === team);
  await ask(name, 'ticket/hand-over', {
    number: String(number),
    team: String(found?.id),
    specification: 'Versand wird einmal je Bestellung berechnet.',
  });
}

/** The newest letter to an address whose subject contains something. */
export async function letter(to: string, subject: string): Promise<{ subject: string; text: string }> {
  const find = async () => {
    const outbox = (await ask('Katrin Sommer', 'outbox', { query: to })) as {
      letters: { subject: string; text: string }[];
    };
    return outbox.letters.find((one) => one.subject.includes(subject));
  };
  await expect.poll(async () => Boolean(await find()), { message: `a letter “${subject}” to ${to}` }).toBe(true);
  return (await find())!;
}

/** The first address in a letter. */
export function link(text: string): string {
  const found = /https?:\/\/\S+/.exec(text);
  if (!found) throw new Error('no address in the letter');
  return found[0];
}

/** Turns the pages of a list until a ticket is on one, and opens it. */
export async function openFromList(page: Page, title: string) {
  const row = page.getByRole('link', { name: new RegExp(title) });
  const next = page.getByRole('link', { name: 'Weitere Anliegen' });
  await expect(row.or(next).first()).toBeVisible();
  while (!(await row.isVisible())) {
    await page.goto((await next.getAttribute('href'))!);
    await expect(row.or(next).first()).toBeVisible();
  }
  await row.click();
}

/** Waits until the page hears what happens elsewhere. */
export async function live(page: Page) {
  await expect(page.getByTitle(/^(Änderungen erscheinen hier sofort|Changes appear here at once)\.$/)).toBeAttached();
}

/** From the next page on everything is in English. */
export async function english(page: Page) {
  await page.context().addCookies([{ name: 'lang', value: 'en', url: stage.address }]);
}

/** Nothing is wider than the window; `evaluate` works without scripts of the page, too. */
export async function fits(page: Page, widths: number[]) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 740 });
    const [has, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    expect(has, `width ${width}: ${page.url()}`).toBeLessThanOrEqual(room);
  }
}

/** WCAG 2.2 AA and what axe knows beyond it: nothing may be wrong. */
export async function accessible(page: Page) {
  // What stands in a frame where no script runs cannot be asked.
  const found = await new AxeBuilder({ page }).exclude('iframe[sandbox]').analyze();
  const told = found.violations.map(
    (one) => `${one.id}: ${one.help}\n${one.nodes.map((node) => `  ${node.html}\n  ${node.failureSummary}`).join('\n')}`,
  );
  expect(told, `accessible: ${page.url()}`).toEqual([]);
}

/** The ticket's state, as a badge says it. */
export function state(page: Page) {
  return page.locator('.ticket-head .badge');
}
