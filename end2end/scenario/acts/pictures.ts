// Pictures of the main pages at the width of a phone, a tablet and a desktop; in the short form as they are without scripts, which is
// quicker and shows the same.
import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { LEAD, type Concern } from '../concern';
import type { World } from '../world';
import { ACCOUNTING, invoices } from './billing';
import { open } from './browser';

const SIZES = [
  { width: 390, height: 844 },
  { width: 820, height: 1180 },
  { width: 1440, height: 900 },
];

/** A title, whose eyes, the address. The first ones are taken in the short form, too. */
type Shot = [string, string, string];

/** In the middle of the first day. */
export async function picturesOfWork(world: World, concerns: Concern[]) {
  const [{ number, account, worker }] = concerns;
  const customer = account ?? LEAD;
  const few: Shot[] = [
    ['The customer’s start page', customer, '/'],
    ['A ticket as its customer sees it', customer, `/tickets/${number}`],
    ['The queue of staff', LEAD, '/queue?queue=all'],
    ['The same ticket as staff see it', worker, `/tickets/${number}`],
  ];
  const more: Shot[] = [
    ['A new ticket', customer, '/tickets/new'],
    ['The board', LEAD, '/board'],
    ['Incoming mail', LEAD, '/mails?show=all'],
    ['What is promised', customer, '/policy'],
    ['Settings', 'Henrik Claasen', '/settings'],
  ];
  await pictures(world, world.run.short ? few : [...few, ...more]);
}

/** At the end. */
export async function picturesOfBilling(world: World, concerns: Concern[]) {
  const bill = (await invoices(world)).find((row) => row.number)?.number;
  const few: Shot[] = [['An invoice', ACCOUNTING, `/invoices/${bill}`]];
  const more: Shot[] = [
    ['All invoices', ACCOUNTING, '/invoices'],
    ['Billed services', ACCOUNTING, '/services'],
    ['A week of work', concerns[0].worker, '/times?day=2026-03-30'],
  ];
  await pictures(world, world.run.short ? few : [...few, ...more]);
}

async function pictures(world: World, shown: Shot[]) {
  const folder = join(world.run.folder, 'pictures');
  mkdirSync(folder, { recursive: true });
  for (const size of SIZES) {
    for (const who of new Set(shown.map(([, one]) => one))) {
      const { page, close } = await open(world, who, size, !world.run.short);
      for (const [title, , path] of shown.filter(([, one]) => one === who)) {
        const answer = await page.goto(path, { waitUntil: 'load' });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
        world.ledger.check(
          'Pages',
          `${title} answers at ${size.width} pixels and needs no scrolling sideways`,
          answer?.status() === 200 && !wide,
          `${path}: ${answer?.status()}${wide ? ', wider than the screen' : ''}`,
        );
        const crossed = await page.evaluate(overlaps);
        world.ledger.same('Pages', `nothing in the bar of ${title} overlaps at ${size.width} pixels`, crossed, []);
        const file = join(folder, `${title.replace(/\W+/g, '-').toLowerCase()}-${size.width}.jpg`);
        await page.screenshot({ path: file, type: 'jpeg', quality: 72 });
        world.pictures.push({ title, page: path, who, width: size.width, file });
      }
      await close();
    }
  }
}

/** What stands over each other in the bar: runs in the page. */
function overlaps(): string[] {
  const items = [...document.querySelectorAll('.bar :is(a, button, input)')].map((item) => ({ item, box: item.getBoundingClientRect() }));
  const shown = items.filter(
    ({ item, box }) => box.width > 0 && box.height > 0 && item.closest('details:not([open]) > :not(summary)') === null,
  );
  const words = ({ item }: { item: Element }) => item.textContent?.trim() || item.getAttribute('name') || item.className;
  return shown.flatMap((one, index) =>
    shown.slice(index + 1).flatMap((two) => {
      const inside = one.item.contains(two.item) || two.item.contains(one.item) || one.item.parentElement === two.item.parentElement;
      const wide = Math.min(one.box.right, two.box.right) - Math.max(one.box.left, two.box.left);
      const high = Math.min(one.box.bottom, two.box.bottom) - Math.max(one.box.top, two.box.top);
      return !inside && wide > 2 && high > 2 ? [`${words(one)} and ${words(two)}`] : [];
    }),
  );
}
