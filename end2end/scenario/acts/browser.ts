// What people do in a real browser: reading live, issuing an invoice, finding and downloading it.
import type { BrowserContext, Page } from '@playwright/test';
import { LEAD, type Concern } from '../concern';
import { until } from '../postbox';
import type { World } from '../world';
import { ACCOUNTING, complete, invoices } from './billing';

/** What browsers say that is no fault of a page. */
const HARMLESS = /net::ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE|CONNECTION_RESET|NETWORK_CHANGED)/;

export interface Window {
  page: Page;
  close: () => Promise<void>;
}

/** Opens a browser window as somebody, its clock set as the company's is. */
export async function open(world: World, who: string | null, size = { width: 1440, height: 900 }, scripts = true): Promise<Window> {
  const context: BrowserContext = await world.browser.newContext({
    baseURL: world.servers.base,
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    viewport: size,
    javaScriptEnabled: scripts,
  });
  await world.people.fresh(who);
  const [name, ...value] = (await world.people.cookie(who)).split('=');
  if (name) await context.addCookies([{ name, value: value.join('='), url: world.servers.base }]);
  await context.clock.setSystemTime(world.clock.now());
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const note = (text: string) => {
    if (!HARMLESS.test(text)) world.ledger.check('Browser', `no error at ${new URL(page.url()).pathname}`, false, text);
  };
  page.on('console', (message) => message.type() === 'error' && note(message.text()));
  page.on('pageerror', (error) => note(error.message));
  return { page, close: () => context.close() };
}

/** A customer looks at a ticket while staff write: the words appear without reload. */
export async function live(world: World, concern: Concern) {
  const who = concern.account ?? LEAD;
  const { page, close } = await open(world, who);
  await page.goto(`/tickets/${concern.number}`);
  await page.getByTitle('Änderungen erscheinen hier sofort.').waitFor({ state: 'attached' });
  const body = `Wir sehen uns #${concern.number} gerade an.`;
  await concern.act(LEAD, 'ticket/write', { body, seen: 999_999, anyway: '1' });
  const came = await page
    .getByRole('article')
    .filter({ hasText: body })
    .waitFor()
    .then(
      () => true,
      () => false,
    );
  world.ledger.check('Browser', `what staff write on #${concern.number} appears at the customer without reload`, came);
  world.tell(who, `has #${concern.number} open in the browser and sees the message of ${LEAD} appear`);
  await close();
}

/** Accounting issues a draft as people do, by the button. */
export async function issueOne(world: World) {
  const draft = (await invoices(world)).find(({ number }) => !number);
  if (!draft) return;
  await complete(world, draft.reference);
  const { page, close } = await open(world, ACCOUNTING);
  await page.goto(`/invoices/${draft.reference}`);
  await page.getByRole('link', { name: 'Rechnung ausstellen' }).click();
  await page.getByRole('button', { name: 'Nummer vergeben und ausstellen' }).click();
  const heading = await page.getByRole('heading', { level: 1, name: /Rechnung RE-\d{4}-\d{4}/ }).textContent();
  world.ledger.check('Browser', 'accounting issues an invoice by its button', Boolean(heading));
  world.tell(ACCOUNTING, `issues ${heading?.replace('Rechnung ', '')} in the browser`);
  await close();
}

/** A customer filters invoices, reads one and takes files home; they are the bytes that accounting has. */
export async function findInvoices(world: World) {
  const rows = (await invoices(world)).filter(({ number }) => number);
  const reader = world.people.accounts.find(
    (one) => one.rights?.billing && rows.some(({ organisation }) => organisation === one.organisation),
  );
  if (!reader) return;
  const own = rows.filter(({ organisation }) => organisation === reader.organisation);
  const number = own[0].number ?? '';
  const { page, close } = await open(world, reader.name);
  await page.goto('/invoices');
  await page.getByRole('searchbox', { name: 'Nummer oder Text' }).fill(number);
  await page.locator('.invoice-filters').getByRole('button', { name: 'Suchen' }).click();
  await page.waitForURL(/[?&]q=/);
  const list = page.locator('.deal-row');
  const narrowed = await until('the list to be narrowed', async () => (await list.count()) === 1).catch(() => false);
  world.ledger.check('Browser', `${reader.name} finds ${number} by its number, and it alone`, narrowed !== false);
  await list.first().click();
  await page.getByRole('heading', { level: 1, name: new RegExp(number) }).waitFor();
  for (const form of ['PDF', 'XML']) {
    const address = (await page.getByRole('link', { name: form, exact: true }).first().getAttribute('href')) ?? '';
    const mine = await page.request.get(address).then((answer) => answer.body());
    const theirs = await world.people.send(ACCOUNTING, 'GET', `/invoices/${number}/${form.toLowerCase()}`);
    world.ledger.check(
      'Browser',
      `the ${form} of ${number} is the same for customer and accounting`,
      mine.equals(theirs.bytes) && mine.length > 1000,
      `${mine.length} bytes`,
    );
  }
  const archive = await world.people.send(reader.name, 'GET', '/invoices.zip');
  const names = new Set(archive.bytes.toString('latin1').match(/RE-\d{4}-\d{4}\.pdf/g));
  world.ledger.same(
    'Browser',
    `all invoices of ${reader.organisation} are in the archive, and no others`,
    [...names].sort(),
    own.map((row) => `${row.number}.pdf`).sort(),
  );
  const sheet = (await world.people.send(reader.name, 'GET', '/invoices.csv')).bytes.toString();
  world.ledger.same(
    'Browser',
    `and in the sheet`,
    [...new Set(sheet.match(/RE-\d{4}-\d{4}/g))].sort(),
    own.map((row) => row.number).sort(),
  );
  world.tell(reader.name, `finds ${number} in the browser, reads it, downloads PDF, XML, the archive of ${own.length} and the sheet`);
  await close();
}
