// The acts of a company's story, in order.
import type { Browser } from '@playwright/test';
import { issueAll, monthly, onDemand, pay, validate } from './acts/billing';
import { logs, minutes, promises, series, settled } from './acts/books';
import { findInvoices, issueOne, live } from './acts/browser';
import { corpus } from './acts/corpus';
import { giveBack, remind, reminded, takeBack } from './acts/corrections';
import { crash } from './acts/crash';
import { afterwards, ending } from './acts/ending';
import { intake } from './acts/intake';
import { papers } from './acts/papers';
import { picturesOfBilling, picturesOfWork } from './acts/pictures';
import { overheard, strangers } from './acts/strangers';
import { mails } from './acts/mails';
import { tourOfBilling, tourOfWork } from './acts/tour';
import { ROUNDS, work } from './acts/work';
import type { Company } from './company';
import type { Concern } from './concern';
import { Listener } from './listener';
import { report } from './report';
import { World, type Run } from './world';

/** The round before which a server is killed: the first one of a new month. */
const MONTH = ROUNDS.findIndex((at) => at.startsWith('2026-04'));

/** The round after the first day. */
const AFTERNOON = ROUNDS.findIndex((at) => !at.startsWith(ROUNDS[0].slice(0, 10)));

export async function play(run: Run, company: Company, browser: Browser): Promise<World> {
  const world = await World.open(run, company, browser);
  const acts: [string, () => Promise<unknown>][] = [];
  const concerns: Concern[] = [];
  const listeners: Listener[] = [];
  const act = (name: string, play: () => Promise<unknown>) => acts.push([name, play]);
  act('intake', async () => concerns.push(...(await intake(world))));
  act('open pages', async () => listeners.push(...openPages(world, concerns)));
  act('live', () => live(world, concerns[0]));
  act('the first day', () => work(world, concerns, [0, AFTERNOON]));
  if (run.tour && company.preset === 'agency-plans') act('tour of work', () => tourOfWork(world, concerns));
  act('pictures of work', () => picturesOfWork(world, concerns));
  act('corpus', () => corpus(world));
  act('work', () => work(world, concerns, [AFTERNOON, MONTH]));
  act('crash', async () => {
    world.clock.set(`${ROUNDS[MONTH].slice(0, 10)}T00:10`);
    await crash(world, concerns);
  });
  act('monthly drafts', () => monthly(world));
  act('more work', () => work(world, concerns, [MONTH, ROUNDS.length]));
  act('ending', () => ending(world, concerns));
  act('afterwards', () => afterwards(world, concerns));
  act('drafts on demand', () => onDemand(world, '2026-04-01', '2026-04-30'));
  act('issue in the browser', () => issueOne(world));
  act('issue', () => issueAll(world));
  act('pay', () => pay(world));
  act('take back', () => takeBack(world, concerns));
  act('give back', () => giveBack(world));
  act('validate', () => validate(world));
  act('papers', () => papers(world, concerns));
  act('find invoices', () => findInvoices(world));
  if (run.tour && company.preset === 'shop-quick-tickets') act('tour of billing', () => tourOfBilling(world));
  act('pictures of billing', () => picturesOfBilling(world, concerns));
  act('remind', () => remind(world));
  act('mails', () => mails(world));
  act('reminded', async () => reminded(world));
  act('promises', () => promises(world, concerns));
  act('minutes', () => minutes(world, concerns));
  act('settled', () => settled(world, concerns));
  act('series', () => series(world));
  act('strangers', () => strangers(world, concerns));
  act('overheard', () => overheard(world, concerns, listeners));
  try {
    for (const [name, play] of acts) {
      const began = Date.now();
      await play();
      world.timings.push({ name, seconds: (Date.now() - began) / 1000 });
    }
  } catch (error) {
    world.ledger.check('The story', 'is played to its end', false, written(error));
  } finally {
    await Promise.all(listeners.map((listener) => listener.stop()));
    await world.close();
  }
  logs(world);
  report(world);
  return world;
}

/** One page of a stranger, one of a customer, open from the morning on. */
function openPages(world: World, concerns: Concern[]): Listener[] {
  const stranger = world.people.accounts.find((one) => one.organisation === world.company.stranger)?.name;
  return [stranger, concerns[0].account].flatMap((who) => (who ? [new Listener(world, who)] : []));
}

function written(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause ? `${error.message}: ${written(error.cause)}` : (error.stack ?? error.message);
}
