// What must be true of mails, promises, minutes and invoices at the end.
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { LEAD, type Concern, type TicketView } from '../concern';
import { SUPPORT, type World } from '../world';
import { read, until } from '../postbox';
import { asked } from './intake';
import { invoice, invoices, type Invoice } from './billing';

/** Who sees everybody's hours. */
const MANAGER = 'Dr. Martin Vogt';
/** States in which the clock of a pausing promise stands still, in all five companies. */
const PAUSES = ['question', 'waiting_for_approval', 'waiting_for_third_party', 'ready_for_acceptance'];
const NEVER_PAUSES = ['first_reaction', 'next_reaction'];

/** Every mail in the mailbox is in the house once, and marked as read. */
export async function mails(world: World) {
  const files = world.postboxes.files(SUPPORT);
  const bodies = new Set(files.map((file) => fingerprint(readFileSync(file))));
  const states = await until('all mails of the mailbox to be in the house', async () => {
    const found = await taken(world);
    return found.length >= bodies.size && found;
  }).catch(() => taken(world));
  world.ledger.same('Mail', `all ${files.length} mails of the mailbox are in the house, each once`, states.length, bodies.size);
  world.ledger.same(
    'Mail',
    'all of them are marked as seen',
    world.postboxes.files(SUPPORT).filter((file) => !/:2,[A-Z]*S/.test(file)).length,
    0,
  );
  const counts = [...new Set(states)].map((state) => `${states.filter((one) => one === state).length} ${state}`).join(', ');
  world.tell('The house', `has taken in ${states.length} mails: ${counts}`);
  for (const { email } of world.people.accounts) await sent(world, email);
}

interface Written {
  id: number;
  subject: string;
  state: string;
}

/** All letters to somebody left, and arrived once. What was under way when the server was killed is uncertain: staff decide. */
async function sent(world: World, email: string) {
  const read = () => world.people.ask<{ letters: Written[] }>(LEAD, 'outbox', { query: email }).then(({ letters }) => letters);
  const arrived = () => world.postboxes.letters(email);
  for (const { id, subject } of (await read()).filter(({ state }) => state === 'uncertain')) {
    const known = (await read()).filter((one) => one.subject === subject && one.state === 'sent').length;
    const there = arrived().filter((letter) => letter.subject === subject).length > known;
    await world.people.ask(LEAD, 'outbox/settle', there ? { id } : { id, again: '1' });
    world.tell(LEAD, `settles the uncertain letter “${subject}” to ${email}: ${there ? 'it had arrived' : 'sent again'}`);
  }
  const left = await until(`letters to ${email} to leave`, async () => (await read()).every(({ state }) => state === 'sent')).catch(
    () => false,
  );
  const stuck = left
    ? []
    : (await read()).filter(({ state }) => state !== 'sent').map(({ subject, state }) => `${subject}: ${JSON.stringify(state)}`);
  world.ledger.same('Mail', `everything written to ${email} was sent`, stuck, []);
  const ids = arrived().map(({ id }) => id);
  world.ledger.same(
    'Mail',
    `none of ${ids.length} letters to ${email} arrived twice`,
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  );
}

async function taken(world: World): Promise<string[]> {
  const states: string[] = [];
  for (let after = ''; ; ) {
    const page = await world.people.ask<{ mails: { state: string }[]; next: number | null }>(LEAD, 'mails', { show: 'all', after });
    states.push(...page.mails.map(({ state }) => state));
    if (!page.next) return states;
    after = String(page.next);
  }
}

/** What tells a mail apart: its Message-ID with what it says; without one all that its writer sent. */
function fingerprint(raw: Buffer): string {
  const text = raw.toString('latin1').replace(/\r\n/g, '\n');
  const { id, from, subject } = read(text, SUPPORT);
  const own = text.replace(/^(?:(?:Return-Path|Delivered-To|Received):.*\n(?:[ \t].*\n)*)+/, '');
  return createHash('sha256')
    .update(id ? [id, from, subject, text.slice(text.indexOf('\n\n'))].join('\n') : own)
    .digest('hex');
}

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
  const issued = await allIssued(world);
  const billed = issued.flatMap(({ lines }) =>
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

/** The customer's statement names what hours of the package paid. */
async function drawn(world: World, concern: Concern) {
  const { organisation } = await concern.view();
  const { statement } = await world.people.ask<{ statement: { lines: { kind: string; minutes: number; number: number | null }[] } | null }>(
    MANAGER,
    'packages',
    { organisation: organisation?.id ?? 0, cycle: 'all' },
  );
  const found = (statement?.lines ?? []).filter(({ number }) => number === concern.number).map(({ minutes: one }) => Math.abs(one));
  const least = concern.booked.filter(({ fate }) => fate === 'packaged').reduce((sum, { minutes: one }) => sum + one, 0);
  const sum = found.reduce((all, one) => all + one, 0);
  world.ledger.check('Effort', `hours of the package paid the work on #${concern.number}`, sum >= least, `${sum} of ${least} minutes`);
}

/** Numbers without gaps, days that never go back, every fee once. */
export async function series(world: World) {
  const issued = await allIssued(world);
  const numbers = issued.map(({ number }) => number).sort();
  const wanted = numbers.map((_, index) => `${numbers[0]?.slice(0, -4)}${String(index + 1).padStart(4, '0')}`);
  world.ledger.same('Invoices', `${numbers.length} numbers follow each other without a gap`, numbers, wanted);
  const days = [...issued].sort((a, b) => String(a.number).localeCompare(String(b.number))).map(({ issued: day }) => day ?? '');
  world.ledger.same('Invoices', 'a later number has no earlier day', days, [...days].sort());
  const fees = issued.flatMap(({ organisation, lines }) =>
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
