// What must be true of promises, minutes, invoices and logs at the end.
import { LEAD, beyond, used, type Concern, type TicketView } from '../concern';
import type { World } from '../world';
import { asked } from './intake';
import { invoice, invoices, type Invoice } from './billing';

/** States in which the clock of a pausing promise stands still, in all five companies. */
const PAUSES = ['question', 'waiting_for_approval', 'waiting_for_third_party', 'ready_for_acceptance'];
const NEVER_PAUSES = ['first_reaction', 'next_reaction'];

/** Every promise is the one that the rules make on the command line of the same facts, and its state is true. */
export async function promises(world: World, concerns: Concern[]) {
  for (const concern of concerns) {
    const view = await concern.view();
    const questions = await Promise.all(
      view.promises.map(async ({ metric, derivation }) => ({
        ...(await asked(world, view, metric)),
        // What follows the first reaction begins with a later message.
        ...(['next_reaction', 'periodic_update'].includes(metric) && { received: new Date(derivation.start.at).toISOString() }),
        ...(NEVER_PAUSES.includes(metric) ? {} : { pauses: pauses(view) }),
      })),
    );
    const answers = world.servers.due(questions);
    for (const [index, promise] of view.promises.entries()) {
      const due = answers[index].due;
      const what = `${promise.metric} of #${view.number}`;
      world.ledger.same(
        'Promises',
        `${what} is due when schalter due says`,
        new Date(promise.due.at).toISOString(),
        due && new Date(due).toISOString(),
      );
      const { state, at } = promise.state;
      const when = at?.at ?? world.clock.now();
      const right = {
        kept: when <= promise.due.at,
        late: when > promise.due.at,
        running: true,
        paused: true,
        dropped: when <= promise.due.at,
      }[state];
      world.ledger.check('Promises', `${what} is ${state} by the clock`, right ?? false, `at ${new Date(when).toISOString()}`);
    }
    for (const metric of ['first_reaction', 'processing'].filter((one) => !view.promises.some((promise) => promise.metric === one))) {
      const [{ due }] = world.servers.due([await asked(world, view, metric)]);
      world.ledger.same('Promises', `nothing is promised for the ${metric} of #${view.number} where the rules promise nothing`, due, null);
    }
  }
}

function pauses(view: TicketView): [string, string | null][] {
  const moves = view.entries.filter(({ what }) => what.what === 'moved');
  const stamp = (at: number) => new Date(at).toISOString();
  return moves.flatMap(({ at, what }, index) =>
    PAUSES.includes(String(what.to))
      ? [[stamp(at.at), moves[index + 1] ? stamp(moves[index + 1].at.at) : null] as [string, string | null]]
      : [],
  );
}

/** Every minute stands on one line of one issued invoice, or is free with a reason, or was drawn from a package. */
export async function minutes(world: World, concerns: Concern[]) {
  const billed = charging(await allIssued(world)).flatMap(({ lines }) =>
    lines.filter(({ left_out }) => !left_out).flatMap(({ chain }) => chain.times.map(({ inner }) => inner?.[1] ?? '')),
  );
  for (const concern of concerns) {
    const { effort } = await concern.view();
    const wanted = concern.booked.map(({ minutes: booked }) => booked);
    world.ledger.same(
      'Effort',
      `what was booked on #${concern.number} is kept to the minute`,
      effort?.lines.map((line) => line.effort.minutes) ?? [],
      wanted,
    );
    if (concern.booked.some(({ fate }) => fate === 'packaged')) await drawn(world, concern);
    for (const { note, minutes: booked, fate } of concern.booked) {
      const times = billed.filter((one) => one === note).length;
      world.ledger.same(
        'Invoices',
        `${booked} minutes of #${concern.number} (${note}) ${fate === 'billed' ? 'stand on one invoice' : `are ${fate} and stand on no line`}`,
        times,
        fate === 'billed' ? 1 : 0,
      );
    }
  }
}

/** The customer's statement names what hours of the package paid, and what went beyond them; what was given back is paid no more. */
async function drawn(world: World, concern: Concern) {
  const postings = await concern.postings();
  const least = concern.booked.filter(({ fate }) => fate === 'packaged').reduce((sum, { minutes: one }) => sum + one, 0);
  const sum = used(postings) + beyond(postings);
  world.ledger.check('Effort', `hours of the package paid the work on #${concern.number}`, sum >= least, `${sum} of ${least} minutes`);
}

/** Once it stands on an invoice and nothing of it is left to charge, a ticket that is over says so, where the company has a state for it. */
export async function settled(world: World, concerns: Concern[]) {
  const { stages } = await world.people.ask<{ stages: string[] }>(LEAD, 'choices');
  if (!stages.includes('billed')) return;
  const charged = ({ booked }: Concern) => booked.some(({ fate }) => fate === 'billed');
  for (const concern of concerns.filter((one) => one.story.ends !== 'open' && charged(one))) {
    world.ledger.same('Invoices', `#${concern.number} is billed`, (await concern.view()).stage, 'billed');
  }
}

/** Numbers without gaps, days that never go back, every fee once. */
export async function series(world: World) {
  const issued = await allIssued(world);
  const numbers = issued.map(({ number }) => number).sort();
  const wanted = numbers.map((_, index) => `${numbers[0]?.slice(0, -4)}${String(index + 1).padStart(4, '0')}`);
  world.ledger.same('Invoices', `${numbers.length} numbers follow each other without a gap`, numbers, wanted);
  const days = [...issued].sort((a, b) => String(a.number).localeCompare(String(b.number))).map(({ issued: day }) => day ?? '');
  world.ledger.same('Invoices', 'a later number has no earlier day', days, [...days].sort());
  const fees = charging(issued).flatMap(({ organisation, lines }) =>
    lines
      .filter(({ chain, left_out }) => !left_out && chain.times.length === 0 && chain.tickets.length === 0)
      .map(({ line }) => `${organisation.name}: ${line.name}`),
  );
  world.ledger.same(
    'Invoices',
    'every fee and every item of an order is billed once',
    fees.filter((fee, index) => fees.indexOf(fee) !== index),
    [],
  );
}

/** Documents that ask for money: none that were taken back, and none that give back. */
function charging(issued: Invoice[]): Invoice[] {
  return issued.filter(({ kind, standing }) => kind === 'invoice' && standing !== 'cancelled');
}

async function allIssued(world: World): Promise<Invoice[]> {
  const rows = (await invoices(world)).filter(({ number }) => number);
  return Promise.all(rows.map(({ reference }) => invoice(world, reference)));
}

/** No server logged an error; what it warned of is told. */
export function logs(world: World) {
  const lines = world.servers.logged();
  const errors = lines.filter(({ level, line }) => level === 'ERROR' || line.includes('panicked'));
  world.ledger.same(
    'Logs',
    'no server logged an error',
    errors.map(({ server, line }) => `${server}: ${line}`),
    [],
  );
  const warnings = new Map<string, number>();
  for (const { line } of lines.filter(({ level }) => level === 'WARN')) {
    const said = (JSON.parse(line) as { fields: { message: string } }).fields.message;
    warnings.set(said, (warnings.get(said) ?? 0) + 1);
  }
  for (const [said, times] of warnings) world.tell('The logs', `warn ${times} times: “${said}”`);
}
