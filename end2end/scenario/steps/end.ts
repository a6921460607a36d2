// How it ends: done, confirmed, objected to.
import { OVER } from '../concern';
import type { Step } from '../company';
import { token } from './tools';

/** The work is done; the mail about it says until when the customer may object. */
export const finish =
  (note: string): Step =>
  async (world, concern) => {
    await concern.act(concern.worker, 'ticket/move', { to: 'done', note });
    concern.finished = world.clock.now();
    concern.completion = await concern.letter(
      'the completion',
      ({ text }) => text.includes('/completion?token=') && text.includes(note.slice(0, 40)),
    );
    world.tell(concern.worker, `finishes #${concern.number}`);
  };

/** The customer is content: by the button in the mail, without signing in. */
export const confirm: Step = async (world, concern) => {
  await world.people.ask(null, 'completion/confirm', { token: token(concern.completion?.text ?? '', 'completion') });
  await concern.stands(...OVER);
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

/** Or by an answer to the mail. */
export const objectByMail =
  (note: string): Step =>
  async (world, concern) => {
    await concern.write(note, concern.completion);
    await concern.stands('in_triage');
    world.tell(concern.story.by, `answers the mail that #${concern.number} is done: “${note}”, and it is open again`);
  };
