// A server is killed while much is under way. Whoever got an answer can rely on it; whoever got none asks again with the same key.
import { LEAD, type Concern } from '../concern';
import type { World } from '../world';

const NOTES = 40;

export async function crash(world: World, concerns: Concern[]) {
  const concern = concerns.find(({ story }) => story.ends === 'open') ?? concerns[0];
  const notes = Array.from({ length: NOTES }, (_, index) => ({
    key: crypto.randomUUID(),
    body: `Notiz ${index + 1} in der Nacht ${concern.secret}`,
  }));
  const write = ({ key, body }: { key: string; body: string }) =>
    world.people.call(LEAD, 'ticket/write', { key, number: concern.number, body, internal: '1', seen: 999_999, anyway: '1' }).then(
      ({ status }) => status < 300,
      () => false,
    );
  const first = notes.map(write);
  await Promise.race(first);
  const mails = concern.write('Noch etwas: Auch das Intranet ist langsam.', concern.letters().at(-1));
  await new Promise((resolve) => setTimeout(resolve, 30));
  await world.servers.kill(0);
  await mails;
  const answered = (await Promise.all(first)).filter(Boolean).length;
  await world.servers.start();
  await Promise.all(notes.map(write));
  const { entries } = await concern.view();
  const counts = notes.map(({ body }) => entries.filter(({ what }) => what.body === body).length);
  world.tell(
    'A server',
    `is killed (kill -9) while ${NOTES} notes are written; ${answered} were answered before, and it is up again at once; what got no answer is sent again with the same keys`,
  );
  world.ledger.same(
    'A server is killed',
    'each of the notes under way stands there exactly once after they were sent again',
    counts.filter((count) => count !== 1),
    [],
  );
}

/** The night in which servers are started anew; what is due by the clock is done then. */
export async function night(world: World) {
  await world.servers.stop();
  await world.servers.start();
}
