// The days of work: in every round each concern takes its next step, while the clock goes on.
import { instant } from '../clock';
import type { Concern } from '../concern';
import type { World } from '../world';

/** When rounds begin at the earliest, on the wall: over a weekend with the change to summer time, and into the next month. */
export const ROUNDS = [
  '2026-03-26T09:00',
  '2026-03-26T09:20',
  '2026-03-26T13:10',
  '2026-03-27T10:00',
  '2026-03-30T10:00',
  '2026-03-30T14:00',
  '2026-03-31T10:00',
  '2026-04-01T10:00',
  '2026-04-01T14:00',
  '2026-04-02T10:00',
  '2026-04-02T14:00',
  '2026-04-07T10:00',
];

/** Plays the rounds between two of them. */
export async function work(world: World, concerns: Concern[], rounds: [number, number]) {
  for (let round = rounds[0]; round < rounds[1]; round += 1) {
    if (instant(ROUNDS[round]) > world.clock.now()) world.clock.set(ROUNDS[round]);
    for (const concern of concerns) {
      const step = concern.story.steps[round];
      if (!step) continue;
      try {
        await step(world, concern);
      } catch (error) {
        throw new Error(`step ${round + 1} of “${concern.story.subject}”`, { cause: error });
      }
      world.clock.pass(2);
    }
  }
}
