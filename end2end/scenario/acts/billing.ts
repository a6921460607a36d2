// Accounting: the month's drafts are there by themselves, the rest is drawn up on demand; drafts are completed, issued, downloaded, paid.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { until } from '../postbox';
import type { World } from '../world';

export const ACCOUNTING = 'Ines Böhm';

export interface Invoice {
  reference: string;
  number: string | null;
  kind: 'invoice' | 'cancellation' | 'credit_note';
  version: number;
  organisation: { id: number; name: string };
  issued: string | null;
  totals: { gross: number; net: number };
  account: { due: number; fee: number; credited: number; paid: number; due_on: string | null };
  standing: string;
  corrects: string | null;
  corrected_by: string[];
  lines: { id: number; line: { name: string; description: string; quantity: number }; left_out: boolean; chain: Chain }[];
  billing: { payer: { buyer: Buyer }; reminder: number | null } | null;
}

export interface Chain {
  tickets: { number: number }[];
  times: { day: string; minutes: number; inner: [string, string] | null }[];
}

interface Buyer {
  name: string;
  attention: string;
  address: { street: string; more: string; postcode: string; town: string; country: string };
  vat_id: string;
  email: string;
}

interface Row {
  reference: string;
  number: string | null;
  organisation: string;
  gross: number;
}

export async function invoices(world: World, filter: Record<string, string> = {}): Promise<Row[]> {
  const fields = Object.fromEntries(Object.entries({ query: '', ...filter }).map(([name, value]) => [`filter[${name}]`, value]));
  return (await world.people.ask<{ lines: Row[] }>(ACCOUNTING, 'invoices', fields)).lines;
}

export const invoice = (world: World, reference: string, who = ACCOUNTING) => world.people.ask<Invoice>(who, 'invoice', { reference });

/** The drafts that the house makes by itself at the beginning of a month, where plans cost something. */
export async function monthly(world: World) {
  if (!world.company.fees) return;
  const drafts = await until('drafts of the month before', async () => {
    const rows = await invoices(world);
    return rows.length > 0 && rows;
  });
  world.tell('The house', `draws up ${drafts.length} invoices for the month before`);
}

/** What was worked since then, drawn up on demand. */
export async function onDemand(world: World, from: string, to: string) {
  const { organisations } = await world.people.ask<{ organisations: { id: number }[] }>(ACCOUNTING, 'choices');
  let drawn = 0;
  for (const { id } of organisations) {
    const answer = await world.people.call(ACCOUNTING, 'invoice/draw', { organisation: id, from, to });
    const nothing = answer.status === 422 || answer.status === 409;
    if (!nothing && answer.status >= 300)
      world.ledger.check('Invoices', `a draft on demand of organisation ${id}`, false, `${answer.status} ${answer.bytes}`);
    drawn += Number(!nothing);
  }
  world.tell(ACCOUNTING, `draws up ${drawn} more invoices on demand, for ${from} to ${to}`);
}

/** Completes what an e-invoice needs to know of its buyer. */
export async function complete(world: World, reference: string) {
  const draft = await invoice(world, reference);
  const buyer = draft.billing?.payer.buyer;
  if (!buyer || buyer.email) return;
  const domain = world.people.accounts.find((one) => one.organisation === draft.organisation.name)?.email.split('@')[1];
  const { name, attention, address, vat_id } = buyer;
  await world.people.ask(ACCOUNTING, 'invoice/payer', {
    organisation: draft.organisation.id,
    reference,
    name,
    attention,
    ...address,
    vat_id,
    email: `buchhaltung@${domain}`,
  });
}

/** Issues all drafts but those that the browser keeps; two accountants press at once where there is time for a race. */
export async function issueAll(world: World) {
  for (const { reference } of (await invoices(world)).filter(({ number }) => !number)) {
    await complete(world, reference);
    const { version } = await invoice(world, reference);
    const both = await Promise.all([0, 1].map(() => world.people.call(ACCOUNTING, 'invoice/issue', { reference, seen: version })));
    const good = both.filter(({ status }) => status < 300);
    const said = both.map(({ status, bytes }) => `${status} ${bytes}`).join(' | ');
    world.ledger.same(`Invoices`, `a draft that two issue at once gets one number (${reference})`, good.length, 1);
    if (good.length === 0) world.ledger.check('Invoices', `draft ${reference} can be issued`, false, said);
  }
  const issued = (await invoices(world)).filter(({ number }) => number);
  world.tell(ACCOUNTING, `issues ${issued.map(({ number }) => number).join(', ')}`);
}

/** One is paid, of another a part; the customer asks about a line, which becomes a ticket. */
export async function pay(world: World) {
  const [first, second] = (await invoices(world)).filter(({ number, gross }) => number && gross > 10_000);
  const cents = (amount: number) => `${Math.floor(amount / 100)},${String(amount % 100).padStart(2, '0')}`;
  for (const [row, amount, standing] of [
    [first, first?.gross, 'paid'],
    [second, 5_000, 'partly'],
  ] as const) {
    if (!row?.number || !amount) continue;
    await world.people.ask(ACCOUNTING, 'invoice/pay', { reference: row.number, amount: cents(amount), note: 'Überweisung' });
    const { standing: found, account } = await invoice(world, row.number);
    world.ledger.same('Invoices', `${row.number} is ${standing} after ${cents(amount)} €`, [found, account.paid], [standing, amount]);
    world.tell(ACCOUNTING, `notes ${cents(amount)} € for ${row.number}`);
  }
  const reader = world.people.accounts.find((one) => one.rights?.billing && one.organisation === first?.organisation);
  if (!reader || !first.number) return;
  const { lines } = await invoice(world, first.number, reader.name);
  const number = await world.people.ask<number>(reader.name, 'invoice/ask', {
    reference: first.number,
    line: lines[0].id,
    body: 'Wofür ist das?',
  });
  world.ledger.check('Invoices', `a question about a line of ${first.number} is a ticket`, Number(number) > 0, String(number));
  world.tell(reader.name, `asks about a line of ${first.number}: that is #${number}`);
}

/** Takes home what everybody gets, and has it read by validators that are not ours; in the short form xtask/scenario.sh does that for all
 * companies at once, which is quicker. */
export async function validate(world: World) {
  const folder = world.run.short ? join(world.run.folder, '../invoices') : join(world.run.folder, 'invoices');
  mkdirSync(folder, { recursive: true });
  const sums: Record<string, { gross: number; due: number }> = {};
  for (const { number } of await invoices(world)) {
    if (!number) continue;
    const name = world.run.short ? `${world.company.preset}-${world.run.database}-${number}` : number;
    const { totals } = await invoice(world, number);
    sums[name] = { gross: totals.gross, due: totals.gross };
    for (const form of ['pdf', 'xml']) {
      const { bytes } = await world.people.send(ACCOUNTING, 'GET', `/invoices/${number}/${form}`);
      writeFileSync(join(folder, `${name}.${form}`), bytes);
    }
  }
  writeFileSync(join(world.run.folder, 'sums.json'), JSON.stringify(sums));
  if (world.run.short) return;
  const check = join(world.run.root, 'xtask/invoices/check.py');
  const done = spawnSync(world.run.python, ['-B', check, folder, join(world.run.folder, 'sums.json')], { encoding: 'utf8' });
  const said = done.stdout.trim().split('\n').pop() ?? '';
  world.ledger.check(
    'Invoices',
    `${Object.keys(sums).length} invoices are valid: schema, EN 16931, PDF/A-3a, PDF/UA-1, sums`,
    done.status === 0,
    done.stdout + done.stderr,
  );
  world.tell('Validators', `read ${Object.keys(sums).length} invoices: ${said}`);
}
