// Working on it: time, words, files, versions on the test system.
import { LEAD } from '../concern';
import type { Fate, Step } from '../company';
import { write } from './tools';

/** Who works on it books time, with a note that is found again on the invoice. */
export const work =
  (minutes: number, activity = 'bug_fixing', billing = 'billable', fate?: Fate): Step =>
  async (world, concern) => {
    const note = `${concern.number}-${concern.booked.length + 1}-${activity}`;
    await concern.act(concern.worker, 'effort/book', { minutes, activity, billing, note });
    const usual = billing === 'billable' && world.company.hourly ? 'billed' : 'free';
    concern.booked.push({ note, minutes, fate: fate ?? usual });
    world.tell(concern.worker, `books ${minutes} minutes on #${concern.number} (${activity}, ${billing})`);
  };

/** Who works on it tells the customer how it goes. */
export const report =
  (body: string): Step =>
  async (world, concern) => {
    await write(concern, concern.worker, body);
    await concern.letter('the message', ({ text }) => text.includes(body));
    world.tell(concern.worker, `writes to the customer about #${concern.number}`);
  };

/** A file goes up, and comes down again as it was. */
export const upload =
  (name: string, type: string, bytes: Buffer): Step =>
  async (world, concern) => {
    const form = new FormData();
    form.set('key', crypto.randomUUID());
    form.set('body', `Anbei ${name}.`);
    form.set('file', new Blob([new Uint8Array(bytes)], { type }), name);
    const who = concern.account ?? concern.worker;
    const answer = await world.people.send(who, 'POST', `/tickets/${concern.number}/documents`, form);
    world.ledger.check('Documents', `${name} goes up to #${concern.number}`, answer.status === 303, String(answer.status));
    const { entries } = await concern.view(who);
    const found = entries.flatMap(({ documents }) => documents).find((document) => document.name === name);
    const back = await world.people.send(LEAD, 'GET', `/documents/${found?.id}/${encodeURIComponent(name)}`);
    world.ledger.check(
      'Documents',
      `${name} comes down from #${concern.number} as it went up`,
      back.bytes.equals(bytes),
      `${back.status}, ${back.bytes.length} of ${bytes.length} bytes`,
    );
    world.tell(who, `uploads ${name} to #${concern.number}`);
  };

/** A version is put on the test system, and the customer accepts it there. */
export const accept =
  (version: string, by: string): Step =>
  async (world, concern) => {
    await concern.act(concern.worker, 'ticket/move', {
      to: 'ready_for_acceptance',
      note: 'Bitte auf dem Testsystem prüfen.',
      version,
      place: 'https://test.example',
    });
    await concern.letter('the invitation to test', ({ text }) => text.includes(version));
    world.tell(concern.worker, `puts version ${version} for #${concern.number} on the test system`);
    world.clock.pass(30);
    const { acceptances } = await concern.view(by);
    await concern.act(by, 'ticket/judge', { offer: acceptances.at(-1)?.id ?? 0, verdict: 'accepted' });
    await concern.stands('going_live');
    world.tell(by, `accepts version ${version} for #${concern.number}`);
  };
