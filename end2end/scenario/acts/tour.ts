// The pictures of the README's tour, taken while the story goes on. They go to docs/tour; work is taken from the agency with
// plans, billing from the shop agency. `make tour` asks for them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEAD, type Concern } from '../concern';
import type { World } from '../world';
import { ACCOUNTING, invoice, invoices } from './billing';
import { open } from './browser';

const TABLET = { width: 1180, height: 820 };
const PHONE = { width: 390, height: 780 };

/** In the middle of the first day: a promise runs, the team is at work. */
export async function tourOfWork(world: World, concerns: Concern[]) {
  const [first, second, third] = concerns;
  await take(world, 'mail', null, letterPage(second), { width: 680, height: 880 });
  await take(world, 'phone', second.account, `/tickets/${second.number}`, PHONE);
  await take(world, 'start', second.account, '/', PHONE);
  await take(world, 'queue', LEAD, '/queue?queue=all', TABLET);
  await take(world, 'ticket', first.worker, `/tickets/${first.number}`, TABLET);
  const { page, close } = await open(world, third.account, { width: 640, height: 900 });
  await page.goto(`/tickets/${third.number}`, { waitUntil: 'networkidle' });
  await page.locator('.promises summary').first().click();
  await page.locator('.promises').screenshot({ path: join(folder(world), 'promise.png') });
  await close();
}

/** At the end: what was billed to the customer with the most lines. */
export async function tourOfBilling(world: World) {
  const all = await Promise.all((await invoices(world)).flatMap(({ number }) => (number ? [invoice(world, number)] : [])));
  const number = all.sort((a, b) => b.lines.length - a.lines.length)[0]?.number ?? '';
  await take(world, 'invoice', ACCOUNTING, `/invoices/${number}`, TABLET);
  const pdf = join(world.run.folder, `${number}.pdf`);
  writeFileSync(pdf, (await world.people.send(ACCOUNTING, 'GET', `/invoices/${number}/pdf`)).bytes);
  execFileSync('pdftoppm', ['-png', '-r', '80', '-singlefile', pdf, join(folder(world), 'paper')]);
}

function folder(world: World): string {
  const path = join(world.run.root, 'docs/tour');
  mkdirSync(path, { recursive: true });
  return path;
}

async function take(world: World, name: string, who: string | null, path: string, size: { width: number; height: number }) {
  const { page, close } = await open(world, who, size);
  await page.goto(path, { waitUntil: 'networkidle' });
  await page.screenshot({ path: join(folder(world), `${name}.png`) });
  await close();
}

/** The acknowledgement as a mail program shows it. */
function letterPage(concern: Concern): string {
  const [letter] = concern.letters();
  return `data:text/html;charset=utf-8;base64,${Buffer.from(letter.html).toString('base64')}`;
}
