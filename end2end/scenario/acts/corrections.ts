// What was issued and is not right: an invoice is taken back and its work billed anew, a part of another is given back, and one that nobody
// pays is reminded of. Nothing issued is ever changed: each is a document of its own, with the next number.
import type { Concern } from '../concern';
import { until } from '../postbox';
import type { World } from '../world';
import { ACCOUNTING, complete, invoice, invoices, onDemand, type Invoice } from './billing';

/** An invoice is taken back: its work can be billed again, and is. */
export async function takeBack(world: World, concerns: Concern[]) {
  if (!world.company.corrects) return;
  const old = await unpaid(world, ({ lines }) => notes(lines).length > 0);
  const number = old.number ?? '';
  const taken = await correct(world, 'invoice/cancel', { reference: number, reason: 'Falscher Empfänger' });
  const { standing, corrected_by } = await invoice(world, number);
  world.ledger.same('Corrections', `${number} is cancelled by ${taken.number}`, [standing, corrected_by], ['cancelled', [taken.number]]);
  world.ledger.same(
    'Corrections',
    `${taken.number} gives back what ${number} asked for`,
    [taken.kind, taken.corrects, taken.totals.gross],
    ['cancellation', number, old.totals.gross],
  );
  await told(world, old, taken.number ?? '');
  const charged = concerns.filter(({ booked }) => booked.some(({ note }) => notes(old.lines).includes(note)));
  const { stages } = await world.people.ask<{ stages: string[] }>(ACCOUNTING, 'choices');
  if (stages.includes('billed'))
    for (const concern of charged)
      world.ledger.same('Corrections', `#${concern.number} is no longer billed`, (await concern.view()).stage, 'closed');
  await onDemand(world, '2026-03-01', '2026-04-30');
  const drafts = (await invoices(world)).filter((row) => !row.number && row.organisation === old.organisation.name);
  const anew = await Promise.all(drafts.map(({ reference }) => invoice(world, reference)));
  world.ledger.same(
    'Corrections',
    `the work on ${number} can be billed again, all of it`,
    anew.flatMap(({ lines }) => notes(lines)).sort(),
    notes(old.lines).sort(),
  );
  for (const { reference } of drafts) world.tell(ACCOUNTING, `issues ${await issue(world, reference)} in the place of ${number}`);
}

/** A part of an invoice is given back: its work stays billed. */
export async function giveBack(world: World) {
  if (!world.company.corrects) return;
  const old = await unpaid(world, ({ lines, account }) => lines.length > 1 && account.credited === 0);
  const number = old.number ?? '';
  const path = await world.people.ask<string>(ACCOUNTING, 'invoice/turn', { reference: number, deed: 'credit' });
  const reference = path.replace('/invoices/', '');
  const [, ...others] = (await invoice(world, reference)).lines;
  for (const { id } of others) {
    const { version } = await invoice(world, reference);
    const out = { reference, seen: version, line: id, deed: 'leave_out', reason: 'bleibt berechnet' };
    await world.people.ask(ACCOUNTING, 'invoice/line', out);
  }
  const note = await invoice(world, await issue(world, reference));
  const { account, standing } = await invoice(world, number);
  world.ledger.same(
    'Corrections',
    `${note.number} gives back a part of ${number}`,
    [note.kind, note.corrects, account.credited, standing],
    ['credit_note', number, note.totals.gross, 'partly'],
  );
  await told(world, old, note.number ?? '');
  const values = { organisation: old.organisation.id, from: '2026-03-01', to: '2026-04-30' };
  const { status } = await world.people.call(ACCOUNTING, 'invoice/draw', values);
  world.ledger.check('Corrections', `what ${number} charged stays billed`, status === 422 || status === 409, String(status));
  world.tell(ACCOUNTING, `gives a part of ${number} back by the credit note ${note.number}`);
}

/** Days go by, and an invoice is not paid: its readers are reminded, once. */
export async function remind(world: World) {
  if (!world.company.corrects) return;
  const old = await unpaid(world, () => true);
  const reference = old.number ?? '';
  const send = () => world.people.call(ACCOUNTING, 'invoice/turn', { reference, deed: 'remind' });
  await world.people.fresh(ACCOUNTING);
  const early = await send();
  world.ledger.check('Corrections', `nobody is reminded of ${reference} before it is due`, early.status >= 400, String(early.status));
  const WEEK = 7;
  const day = Date.parse(`${old.account.due_on}T12:00:00Z`) + (WEEK + 1) * 86_400_000;
  world.clock.set(`${new Date(day).toISOString().slice(0, 10)}T10:00`);
  await world.people.fresh(ACCOUNTING);
  const { standing, billing } = await invoice(world, reference);
  world.ledger.same('Corrections', `${reference} is overdue, and its first reminder due`, [standing, billing?.reminder], ['overdue', 1]);
  const both = await Promise.all([send(), send()]);
  world.ledger.same('Corrections', `two who remind at once remind once`, both.filter(({ status }) => status < 300).length, 1);
  for (const email of readers(world, old)) {
    const subject = `Mahnung 1: Rechnung ${reference}`;
    await world.postboxes.letter(email, (letter) => letter.subject === subject, subject);
    world.reminders.push({ email, subject });
  }
  world.tell(ACCOUNTING, `reminds ${old.organisation.name} of ${reference}, which was to be paid by ${old.account.due_on}`);
}

/** Each reminder reached each of its readers, once. */
export function reminded(world: World) {
  for (const { email, subject } of world.reminders) {
    const times = world.postboxes.letters(email).filter((letter) => letter.subject === subject).length;
    world.ledger.same('Corrections', `“${subject}” reached ${email} once`, times, 1);
  }
}

/** The first invoice of which nothing was paid or given back yet, of those that fit. */
async function unpaid(world: World, fits: (one: Invoice) => boolean): Promise<Invoice> {
  for (const { number } of (await invoices(world, { standing: 'open' })).reverse()) {
    const one = number ? await invoice(world, number) : null;
    if (one && fits(one)) return one;
  }
  throw new Error('there is no invoice that is open and fits');
}

/** Notes of the times behind lines. */
function notes(lines: Invoice['lines']): string[] {
  return lines.filter(({ left_out }) => !left_out).flatMap(({ chain }) => chain.times.map(({ inner }) => inner?.[1] ?? ''));
}

async function correct(world: World, deed: string, values: Record<string, string>): Promise<Invoice> {
  const number = await world.people.ask<string>(ACCOUNTING, deed, values);
  world.tell(ACCOUNTING, `takes ${values.reference} back by ${number}: “${values.reason}”`);
  return invoice(world, number);
}

async function issue(world: World, reference: string): Promise<string> {
  await complete(world, reference);
  const { version } = await invoice(world, reference);
  return world.people.ask<string>(ACCOUNTING, 'invoice/issue', { reference, seen: version });
}

/** Mail addresses of the contacts who see an organisation's bills. */
function readers(world: World, { organisation }: Invoice): string[] {
  return world.people.accounts.filter((one) => one.rights?.billing && one.organisation === organisation.name).map(({ email }) => email);
}

/** They are told of a document. */
async function told(world: World, old: Invoice, number: string) {
  for (const email of readers(world, old)) {
    const came = await until(`a mail about ${number}`, () => world.postboxes.letters(email).some(({ subject }) => subject.includes(number))).catch(
      () => false,
    );
    world.ledger.check('Corrections', `${email} is told of ${number}`, came !== false);
  }
}
