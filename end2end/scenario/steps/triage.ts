// Taking in, asking back, handing over.
import { LEAD } from '../concern';
import type { Step } from '../company';
import { idOf, write } from './tools';

/** Nobody does anything in this round. */
export const wait: Step = async () => {};

/** Several things in one round. */
export const all =
  (...steps: Step[]): Step =>
  async (world, concern) => {
    for (const step of steps) await step(world, concern);
  };

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

/** The project lead says whose concern it is: its writer belongs to several organisations. */
export const place =
  (organisation: string): Step =>
  async (world, concern) => {
    const { kind, class: known } = await concern.view();
    await concern.act(LEAD, 'ticket/classify', {
      class: known?.code ?? '',
      kind,
      organisation: await idOf(world, 'organisations', organisation),
    });
    world.tell(LEAD, `places #${concern.number} with ${organisation}`);
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
    await concern.act(LEAD, 'ticket/hand-over', { team: await idOf(world, 'teams', team), specification });
    concern.worker = worker;
    await concern.act(worker, 'ticket/assign', { to: await idOf(world, 'staff', worker) });
    await concern.act(worker, 'ticket/move', { to: 'in_progress' });
    await write(concern, worker, `${concern.secret}: Bitte vorsichtig, der Kunde ist ungeduldig.`, { internal: '1' });
    world.tell(LEAD, `hands #${concern.number} to ${team}; ${worker} begins and leaves a note for colleagues`);
  };
