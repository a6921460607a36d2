// The acts of a company's story, in order.
import type { Browser } from '@playwright/test';
import { issueAll, monthly, onDemand, validate } from './acts/billing';
import { corpus } from './acts/corpus';
import { crash } from './acts/crash';
import { ending } from './acts/ending';
import { intake } from './acts/intake';
import { ROUNDS, work } from './acts/work';
import type { Company } from './company';
import { World, type Run } from './world';

/** The round before which a server is killed: the first one of a new month. */
const MONTH = ROUNDS.findIndex((at) => at.startsWith('2026-04'));

export async function play(run: Run, company: Company, browser: Browser): Promise<World> {
  const world = await World.open(run, company, browser);
  try {
    const concerns = await intake(world);
    await corpus(world);
    await work(world, concerns, [0, MONTH]);
    world.clock.set('2026-04-01T00:10');
    await crash(world, concerns);
    await monthly(world);
    await work(world, concerns, [MONTH, ROUNDS.length]);
    await ending(world, concerns);
    await onDemand(world, '2026-04-01', '2026-04-30');
    await issueAll(world);
    await validate(world);
  } catch (error) {
    world.ledger.check('The story', 'is played to its end', false, written(error));
  } finally {
    await world.close();
  }
  for (const e of world.diary) console.log(e.at, e.who, e.what);
  return world;
}

function written(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause ? `${error.message}: ${written(error.cause)}` : (error.stack ?? error.message);
}
