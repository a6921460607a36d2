// The acts of a company's story, in order.
import type { Browser } from '@playwright/test';
import { issueAll, monthly, onDemand, validate } from './acts/billing';
import { mails, minutes, logs, promises, series } from './acts/books';
import { findInvoices, issueOne, live } from './acts/browser';
import { corpus } from './acts/corpus';
import { crash } from './acts/crash';
import { ending } from './acts/ending';
import { intake } from './acts/intake';
import { pictures } from './acts/pictures';
import { strangers } from './acts/strangers';
import { ROUNDS, work } from './acts/work';
import type { Company } from './company';
import { report } from './report';
import { World, type Run } from './world';

/** The round before which a server is killed: the first one of a new month. */
const MONTH = ROUNDS.findIndex((at) => at.startsWith('2026-04'));

export async function play(run: Run, company: Company, browser: Browser): Promise<World> {
  const world = await World.open(run, company, browser);
  try {
    const concerns = await intake(world);
    await corpus(world);
    await live(world, concerns[0]);
    await work(world, concerns, [0, MONTH]);
    world.clock.set('2026-04-01T00:10');
    await crash(world, concerns);
    await monthly(world);
    await work(world, concerns, [MONTH, ROUNDS.length]);
    await ending(world, concerns);
    await onDemand(world, '2026-04-01', '2026-04-30');
    await issueOne(world);
    await issueAll(world);
    await validate(world);
    await findInvoices(world);
    await pictures(world, concerns);
    await mails(world);
    await promises(world, concerns);
    await minutes(world, concerns);
    await series(world);
    await strangers(world, concerns);
  } catch (error) {
    world.ledger.check('The story', 'is played to its end', false, written(error));
  } finally {
    await world.close();
  }
  logs(world);
  report(world);
  return world;
}

function written(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause ? `${error.message}: ${written(error.cause)}` : (error.stack ?? error.message);
}
