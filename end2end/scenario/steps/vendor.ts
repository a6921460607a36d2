// What vendors of software do beside.
import { LEAD } from '../concern';
import type { Step } from '../company';
import { until } from '../postbox';

/** A wish will be part of a release, free of charge. */
export const include =
  (release: string): Step =>
  async (world, concern) => {
    await concern.act(LEAD, 'ticket/include', { release, note: 'Danke für die Idee.' });
    await concern.letter('the decision', ({ text }) => text.includes(release));
    world.tell(LEAD, `promises #${concern.number} for release ${release}, free of charge`);
  };

/** What somebody must not miss is told to them at once. */
export const escalates =
  (...names: string[]): Step =>
  async (world, concern) => {
    for (const name of names) {
      const { email } = world.people.account(name);
      const letter = await until(`an escalation to ${name}`, () =>
        world.postboxes.letters(email).find(({ subject }) => subject.includes(`#${concern.number}`)),
      ).catch(() => undefined);
      world.ledger.check('Promises', `${name} is told of #${concern.number} at once`, letter !== undefined);
    }
    world.tell('The house', `tells ${names.join(' and ')} of #${concern.number}`);
  };

/** Development gets a ticket of its own, which customers never see. */
export const internal =
  (work: 'bug' | 'feature', title: string): Step =>
  async (world, concern) => {
    const number = await concern.act<number>(concern.worker, 'internal/open', {
      work,
      title,
      description: `${concern.secret}: nur für die Entwicklung.`,
    });
    concern.hidden.push(number);
    world.tell(concern.worker, `opens the internal ticket #${number} for #${concern.number}: “${title}”`);
  };
