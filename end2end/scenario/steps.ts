// What people do about a concern; the companies' stories are made of these.
import { LEAD, type Concern } from './concern';
import type { Fate, Step } from './company';
import { until } from './postbox';
import type { World } from './world';

/** Nobody does anything in this round. */
export const wait: Step = async () => {};

/** The project lead takes it in, and says what it is. */
export const triage =
  (classCode?: string, more: Record<string, string> = {}): Step =>
  async (world, concern) => {
    await concern.act(LEAD, 'ticket/move', { to: 'in_triage' });
    const { kind, class: known } = await concern.view();
    const wanted = classCode ?? known?.code ?? '';
    await concern.act(LEAD, 'ticket/classify', { class: wanted, kind, ...more });
    world.tell(LEAD, `takes #${concern.number} into triage${classCode ? ` as ${classCode}` : ''}`);
  };

/** The project lead asks back; the customer answers the mail, and the answer brings the ticket back to triage. */
export const question =
  (asked: string, answer: string): Step =>
  async (world, concern) => {
    await concern.act(LEAD, 'ticket/move', { to: 'question', note: asked });
    world.tell(LEAD, `asks about #${concern.number}: “${asked}”`);
    const letter = await concern.letter('the question', ({ text }) => text.includes(asked));
    world.clock.pass(25);
    await concern.write(answer, letter);
    await concern.stands('in_triage');
    world.tell(concern.story.by, `answers the mail about #${concern.number}: “${answer}”`);
    const { entries } = await concern.view(concern.account ?? LEAD);
    const came = entries.filter(({ what }) => what.what === 'message' && what.body === answer);
    world.ledger.same('Mail', `the answer to #${concern.number} stands there once, without what it quoted`, came.length, 1);
  };

/** The project lead hands it to a team, with what was agreed; who works there takes it and writes a note. */
export const handOver =
  (team: string, worker: string, specification: string): Step =>
  async (world, concern) => {
    const choices = await world.people.ask<{ teams: { id: number; name: string }[]; staff: { id: number; name: string }[] }>(LEAD, 'choices');
    const id = (list: { id: number; name: string }[], name: string) => list.find((one) => one.name === name)?.id ?? 0;
    await concern.act(LEAD, 'ticket/hand-over', { team: id(choices.teams, team), specification });
    concern.worker = worker;
    await concern.act(worker, 'ticket/assign', { to: id(choices.staff, worker) });
    await concern.act(worker, 'ticket/move', { to: 'in_progress' });
    await write(concern, worker, `${concern.secret}: Bitte vorsichtig, der Kunde ist ungeduldig.`, { internal: '1' });
    world.tell(LEAD, `hands #${concern.number} to ${team}; ${worker} begins and leaves a note for colleagues`);
  };

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
    world.ledger.check('Documents', `${name} comes down from #${concern.number} as it went up`, back.bytes.equals(bytes), `${back.status}, ${back.bytes.length} of ${bytes.length} bytes`);
    world.tell(who, `uploads ${name} to #${concern.number}`);
  };

/** More effort than may be booked: it is refused, the approver is asked by mail and releases it there. */
export const gate =
  (minutes: number, more: string, reason: string): Step =>
  async (world, concern) => {
    const values = { number: concern.number, minutes, activity: 'development', billing: 'billable', note: 'zu viel' };
    const refused = await world.people.call(concern.worker, 'effort/book', values);
    world.ledger.check('Effort', `beyond the gate booking on #${concern.number} is refused`, refused.status === 422 || refused.status === 409, String(refused.status));
    await concern.act(concern.worker, 'approval/ask', { minutes: more, reason });
    world.tell(concern.worker, `asks for ${more} more on #${concern.number}: “${reason}”`);
    const approvers = world.people.accounts.filter((one) => one.organisation === organisationOf(world, concern));
    const letter = await until(`a request to release effort on #${concern.number}`, () =>
      approvers.flatMap(({ email }) => world.postboxes.letters(email)).filter(({ text }) => text.includes('/approval?token=') && text.includes(`#${concern.number}`)).pop(),
    );
    world.clock.pass(40);
    await world.people.ask(null, 'approval/approve', { token: token(letter.text, 'approval') });
    await concern.stands('in_progress');
    world.tell(world.people.of(letter.to)?.name ?? letter.to, `releases it by the link in the mail`);
  };

/** A version is put on the test system, and the customer accepts it there. */
export const accept =
  (version: string, by: string): Step =>
  async (world, concern) => {
    await concern.act(concern.worker, 'ticket/move', { to: 'ready_for_acceptance', note: 'Bitte auf dem Testsystem prüfen.', version, place: 'https://test.example' });
    await concern.letter('the invitation to test', ({ text }) => text.includes(version));
    world.tell(concern.worker, `puts version ${version} for #${concern.number} on the test system`);
    world.clock.pass(30);
    const { acceptances } = await concern.view(by);
    await concern.act(by, 'ticket/judge', { offer: acceptances.at(-1)?.id ?? 0, verdict: 'accepted' });
    await concern.stands('going_live');
    world.tell(by, `accepts version ${version} for #${concern.number}`);
  };

/** The work is done; the mail about it says until when the customer may object. */
export const finish =
  (note: string): Step =>
  async (world, concern) => {
    await concern.act(concern.worker, 'ticket/move', { to: 'done', note });
    concern.finished = world.clock.now();
    concern.completion = await concern.letter('the completion', ({ text }) => text.includes('/completion?token=') && text.includes(note.slice(0, 40)));
    world.tell(concern.worker, `finishes #${concern.number}`);
  };

/** The customer is content: by the button in the mail, without signing in. */
export const confirm: Step = async (world, concern) => {
  await world.people.ask(null, 'completion/confirm', { token: token(concern.completion?.text ?? '', 'completion') });
  await concern.stands('closed');
  world.tell(concern.story.by, `confirms #${concern.number} by the button in the mail`);
};

/** The customer is not: the same button beside it. */
export const object =
  (note: string): Step =>
  async (world, concern) => {
    await world.people.ask(null, 'completion/object', { token: token(concern.completion?.text ?? '', 'completion'), note });
    await concern.stands('in_triage');
    world.tell(concern.story.by, `objects to #${concern.number} by the mail: “${note}”`);
  };

/** A wish will be part of a release, free of charge. */
export const include =
  (release: string): Step =>
  async (world, concern) => {
    await concern.act(LEAD, 'ticket/include', { release, note: 'Danke für die Idee.' });
    await concern.letter('the decision', ({ text }) => text.includes(release));
    world.tell(LEAD, `promises #${concern.number} for release ${release}, free of charge`);
  };

async function write(concern: Concern, who: string, body: string, more: Record<string, string> = {}) {
  await concern.act(who, 'ticket/write', { body, seen: 999_999, anyway: '1', ...more });
}

function token(text: string, page: string): string {
  const found = new RegExp(`/${page}\\?token=([^\\s&]+)`).exec(text);
  if (!found) throw new Error(`no link to ${page} in: ${text}`);
  return found[1];
}

function organisationOf(world: World, concern: Concern): string | null {
  return world.people.account(concern.story.by).organisation;
}
