// The window for objections: it ends on the last day that was told, not before, and silence closes.
import { wall } from '../clock';
import { OVER, type Concern } from '../concern';
import type { World } from '../world';
import { night } from './crash';

const DAY = 86_400_000;
const DAYS = 10;

/** The day on which the window ends: ten days later, and where the company is closed then, on the next open day. */
function lastDay(world: World, finished: number): string {
  let at = Date.parse(`${wall(finished).slice(0, 10)}T12:00:00Z`) + DAYS * DAY;
  const day = () => new Date(at).toISOString().slice(0, 10);
  const closed = () => [0, 6].includes(new Date(at).getUTCDay()) || world.servers.holidays(Number(day().slice(0, 4))).includes(day());
  while (closed()) at += DAY;
  return day();
}

export async function ending(world: World, concerns: Concern[]) {
  const silent = concerns.filter(({ story }) => story.ends === 'silent');
  const ends = new Map<Concern, string>();
  for (const concern of silent) {
    const { objection, stage } = await concern.view();
    ends.set(concern, objection ?? '');
    world.ledger.same('Objection', `#${concern.number} is done and waits`, stage, 'done');
    world.ledger.same(
      'Objection',
      `the window of #${concern.number} ends ten days later, on an open day`,
      objection,
      lastDay(world, concern.finished),
    );
    const german = (objection ?? '').split('-').reverse().join('.');
    world.ledger.check(
      'Objection',
      `the mail about #${concern.number} names that day`,
      Boolean(concern.completion?.text.includes(german)),
      german,
    );
  }
  for (const last of [...new Set(ends.values())].filter(Boolean).sort()) {
    const these = silent.filter((concern) => ends.get(concern) === last);
    world.clock.set(`${last}T23:50`);
    await night(world);
    for (const concern of these)
      world.ledger.same('Objection', `#${concern.number} is not closed on its last day`, (await concern.view()).stage, 'done');
    const after = new Date(Date.parse(`${last}T12:00:00Z`) + DAY).toISOString().slice(0, 10);
    world.clock.set(`${after}T00:05`);
    await night(world);
    for (const concern of these) {
      const closed = await concern.stands(...OVER).catch(() => false);
      world.ledger.check('Objection', `#${concern.number} is closed by silence after it`, closed !== false);
    }
    world.tell('Nobody', `objects to ${these.map(({ number }) => `#${number}`).join(', ')} until ${last}: closed by silence`);
  }
}

/** Who answers after the end opens a new ticket that is linked; the old one stays as it is. */
export async function afterwards(world: World, concerns: Concern[]) {
  const concern = concerns.find(({ story }) => story.ends === 'silent' && story.door === 'mail');
  if (!concern) return;
  const known = new Set(world.postboxes.letters(concern.email).map(({ id }) => id));
  await concern.write('Heute ist es wieder so.', concern.completion);
  const letter = await world.postboxes.letter(
    concern.email,
    ({ id, automatic, text }) => !known.has(id) && automatic !== '' && text.includes('ist bei uns eingegangen'),
    'an acknowledgement of what came after the end',
  );
  const number = Number(/#(\d+)/.exec(letter.subject)?.[1]);
  world.ledger.check(
    'Objection',
    `an answer after #${concern.number} was closed is a new ticket`,
    number !== concern.number,
    letter.subject,
  );
  world.ledger.check('Objection', `#${concern.number} stays closed`, OVER.includes((await concern.view()).stage));
  world.tell(concern.story.by, `answers after the end of #${concern.number}; that is #${number} now`);
}
