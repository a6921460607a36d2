// What people do in a real browser: reading live, issuing an invoice, finding and downloading it.
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { LEAD, type Concern } from '../concern';
import { until } from '../postbox';
import type { World } from '../world';
import { ACCOUNTING, PUBLIC, complete, invoice, invoices } from './billing';

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

/** Accounting issues a draft as people do, by the button; it is for a public customer. */
export async function issueOne(world: World) {
  const draft = (await invoices(world)).find(({ number }) => !number);
  if (!draft) return;
  await complete(world, draft.reference, PUBLIC);
  const { page, close } = await open(world, ACCOUNTING);
  await page.goto(`/invoices/${draft.reference}`);
  await page.getByRole('link', { name: 'Rechnung ausstellen' }).click();
  await page.getByRole('button', { name: 'Nummer vergeben und ausstellen' }).click();
  const heading = await page.getByRole('heading', { level: 1, name: /Rechnung RE-\d{4}-\d{4}/ }).textContent();
  world.ledger.check('Browser', 'accounting issues an invoice by its button', Boolean(heading));
  world.tell(ACCOUNTING, `issues ${heading?.replace('Rechnung ', '')} in the browser`);
  await close();
}

/** The bytes of a file that comes by a press; one that opens a window of its own may come from there. */
async function pressed(page: Page, link: Locator): Promise<Buffer> {
  const window = page.context().waitForEvent('page');
  const came = Promise.any([page.waitForEvent('download'), window.then((other) => other.waitForEvent('download'))]);
  await link.click();
  return readFileSync(await (await came).path());
}

/** The PDF is shown in a window of its own; answers what it is. */
async function shown(page: Page, link: Locator, address: string): Promise<string> {
  const came = page.context().waitForEvent('response', (answer) => answer.url().endsWith(address));
  await link.click();
  const answer = await came;
  return `${answer.status()} ${answer.headers()['content-type']}`;
}

/** A customer filters invoices, reads one and takes files home; they are the bytes that accounting has. */
export async function findInvoices(world: World) {
  const rows = (await invoices(world)).filter(({ number }) => number);
  const reader = world.people.accounts.find(
    (one) => one.rights?.billing && rows.some(({ organisation }) => organisation === one.organisation),
  );
  if (!reader) return;
  const own = rows.filter(({ organisation }) => organisation === reader.organisation).map((row) => row.number ?? '');
  const number = own[0];
  const { page, close } = await open(world, reader.name);
  await page.goto('/invoices');
  await narrow(world, page, own);
  const [all, sheet] = ['Alle als ZIP', 'CSV'].map((name) => page.getByRole('link', { name, exact: true }));
  for (const [file, pattern, what] of [
    [all, /RE-\d{4}-\d{4}(?=\.pdf)/g, `all invoices of ${reader.organisation} are in the archive, and no others`],
    [sheet, /RE-\d{4}-\d{4}/g, 'and in the sheet'],
  ] as const) {
    const text = (await pressed(page, file)).toString('latin1');
    world.ledger.same('Browser', what, [...new Set(text.match(pattern))].sort(), [...own].sort());
  }
  await page.getByRole('searchbox', { name: 'Nummer oder Text' }).fill(number);
  await page.locator('.invoice-filters').getByRole('button', { name: 'Suchen' }).click();
  await page.waitForURL(/[?&]q=/);
  world.ledger.check('Browser', `${reader.name} finds ${number} by its number, and it alone`, await lists(page, [number]));
  await page.locator('.deal-row').first().click();
  await page.getByRole('heading', { level: 1, name: new RegExp(number) }).waitFor();
  const theirs = async (form: string) => (await world.people.send(ACCOUNTING, 'GET', `/invoices/${number}/${form}`)).bytes;
  const link = (name: string) => page.getByRole('link', { name, exact: true }).first();
  world.ledger.same('Browser', `the PDF of ${number} opens`, await shown(page, link('PDF'), `/${number}/pdf`), '200 application/pdf');
  const pages = await page.request.get(`/invoices/${number}/pdf`).then((answer) => answer.body());
  for (const [form, mine] of [
    ['pdf', pages],
    ['xml', await pressed(page, link('XML'))],
  ] as const) {
    const same = mine.equals(await theirs(form)) && mine.length > 1000;
    world.ledger.check('Browser', `the ${form} of ${number} is the same for customer and accounting`, same, `${mine.length} bytes`);
  }
  world.tell(reader.name, `finds ${number} in the browser, reads it, downloads PDF, XML, the archive of ${own.length} and the sheet`);
  await close();
}

/** Whether the list comes to hold these documents and no others. */
async function lists(page: Page, numbers: string[]): Promise<boolean> {
  const wanted = JSON.stringify([...numbers].sort());
  const found = async () => JSON.stringify((await page.locator('.deal-row__number').allTextContents()).map((text) => text.trim()).sort());
  return until('the list to be narrowed', async () => (await found()) === wanted).then(
    () => true,
    () => false,
  );
}

/** The list by each status that there is, and by a project where there are some. */
async function narrow(world: World, page: Page, own: string[]) {
  const filters = page.locator('.invoice-filters');
  const search = filters.getByRole('button', { name: 'Suchen' });
  const standings = await Promise.all(own.map(async (number) => ({ number, standing: (await invoice(world, number)).standing })));
  for (const standing of new Set(standings.map((one) => one.standing))) {
    await filters.locator('[name=standing]').selectOption(standing);
    await search.click();
    await page.waitForURL(new RegExp(`standing=${standing}`));
    const numbers = standings.filter((one) => one.standing === standing).map((one) => one.number);
    world.ledger.check('Browser', `those that are ${standing} are found by that, and they alone`, await lists(page, numbers));
  }
  await page.goto('/invoices');
  const project = filters.locator('[name=project]');
  if ((await project.count()) === 0) return;
  const name = (await project.locator('option').last().getAttribute('value')) ?? '';
  await filters.locator('summary').click();
  await project.selectOption(name);
  await search.click();
  await page.waitForURL(/project=/);
  const numbers = (await invoices(world, { project: name })).flatMap(({ number }) => (number && own.includes(number) ? [number] : []));
  world.ledger.check('Browser', `those of the project ${name} are found by that, and they alone`, await lists(page, numbers));
  await page.goto('/invoices');
}
