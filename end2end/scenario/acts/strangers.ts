// People who have no business there try every address that was seen: all of it is not found, and no word of it reaches them.
import { LEAD, type Concern } from '../concern';
import type { Listener } from '../listener';
import type { World } from '../world';
import { ACCOUNTING, invoices } from './billing';

interface Try {
  who: string | null;
  /** Their own organisation, whose things are theirs to see. */
  organisation: string | null;
}

export async function strangers(world: World, concerns: Concern[]) {
  const contact = world.people.accounts.find((one) => one.kind === 'customer' && one.organisation === world.company.stranger);
  const partner = world.people.accounts.find((one) => one.kind === 'partner');
  const tries: Try[] = [
    { who: null, organisation: null },
    ...[contact, partner].flatMap((one) => (one ? [{ who: one.name, organisation: one.organisation }] : [])),
  ];
  const seen = await addresses(world, concerns);
  for (const { who, organisation } of tries) {
    const name = who ?? 'A visitor';
    await world.people.fresh(who);
    const foreign = seen.filter((one) => one.of !== organisation);
    const pages: string[] = [];
    for (const { path } of foreign) {
      const { status, location } = await world.people.send(who, 'GET', path);
      const closed = status === 404 || (!who && (status === 401 || (status === 303 && location.startsWith('/sign-in'))));
      if (!closed) pages.push(`${path}: ${status} ${location}`);
    }
    world.ledger.same('Strangers', `${name} finds nothing at ${foreign.length} addresses of others`, pages, []);
    const calls: string[] = [];
    const deeds = foreignCalls(foreign);
    for (const [deed, values] of deeds) {
      const { status } = await world.people.call(who, deed, values);
      if (status !== 404 && !(status === 401 && !who)) calls.push(`${deed} ${JSON.stringify(values)}: ${status}`);
    }
    world.ledger.same('Strangers', `${name} can do none of ${deeds.length} things to them`, calls, []);
    if (who) await lists(world, name, foreign);
    world.tell(name, `tries ${foreign.length + deeds.length} addresses and deeds of others, and finds nothing`);
  }
  await secrets(world, concerns);
}

/** Whoever had a page open all the time heard of their own tickets, and of what is public there; staff's notes and times never. */
export async function overheard(world: World, concerns: Concern[], listeners: Listener[]) {
  for (const { who, notices } of listeners) {
    const organisation = world.people.account(who).organisation;
    const foreign: number[] = [];
    for (const concern of concerns) {
      const { organisation: of } = await concern.view();
      if (of?.name !== organisation) foreign.push(concern.number, ...concern.hidden);
    }
    const heard = notices.filter(({ ticket, change }) => foreign.includes(ticket) || ['note', 'effort', 'letter'].includes(change));
    world.ledger.same(
      'Strangers',
      `${who} has a page open all the time and hears nothing of others (${notices.length} notices)`,
      heard,
      [],
    );
    const own = concerns.some(({ account }) => account === who);
    if (own) world.ledger.check('Strangers', `${who} hears of their own ticket`, notices.length > 5, `${notices.length} notices`);
  }
}

interface Seen {
  path: string;
  of: string | null;
  /** Words that only this thing has. */
  words: string;
}

/** Every address that the scenario came across, and whose it is. */
async function addresses(world: World, concerns: Concern[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const concern of concerns) {
    const { number, title, organisation, entries } = await concern.view();
    const of = organisation?.name ?? '';
    const documents = entries.flatMap((entry) => entry.documents);
    const mails = entries.flatMap((entry) => (entry as { mail?: { id: number } }).mail?.id ?? []);
    seen.push({ path: `/tickets/${number}`, of, words: title });
    for (const { id, name } of documents)
      for (const path of [`/documents/${id}/${encodeURIComponent(name)}`, `/documents/${id}/preview`]) seen.push({ path, of, words: name });
    for (const id of mails) for (const part of ['', '/raw', '/html']) seen.push({ path: `/mails/${id}${part}`, of, words: title });
  }
  for (const number of concerns.flatMap(({ hidden }) => hidden)) seen.push({ path: `/tickets/${number}`, of: 'nobody outside', words: '' });
  for (const { reference, number, organisation } of await invoices(world)) {
    for (const part of number ? ['', '/pdf', '/xml'] : [''])
      seen.push({ path: `/invoices/${reference}${part}`, of: organisation, words: number ?? '' });
  }
  const { organisations } = await world.people.ask<{ organisations: { id: number; name: string }[] }>(LEAD, 'choices');
  for (const { id, name } of organisations)
    for (const path of [
      `/organisations/${id}`,
      `/packages?organisation=${id}`,
      `/packages/${id}/statement.csv`,
      `/packages/${id}/statement.pdf`,
      `/reports?organisation=${id}`,
      `/reports/${id}/2026-03/history/de`,
    ])
      seen.push({ path, of: name, words: name });
  const deals = async (kind: 'quotes' | 'orders') =>
    (
      await world.people.ask<{ lines: { number: string; organisation: string; title: string }[] }>(ACCOUNTING, kind, {
        'filter[query]': '',
      })
    ).lines;
  for (const kind of ['quotes', 'orders'] as const)
    for (const { number, organisation, title } of await deals(kind))
      seen.push({ path: `/${kind}/${number}`, of: organisation, words: title });
  for (const path of [
    '/queue',
    '/board',
    '/times',
    '/outbox',
    '/mails',
    '/mailboxes',
    '/staff',
    '/settings',
    '/calls',
    '/monthly-plan',
    '/bookings.csv?month=2026-04',
    '/archive.zip?year=2026',
  ])
    seen.push({ path, of: '', words: '' });
  return seen;
}

/** What somebody might try to do to things of others. */
function foreignCalls(foreign: Seen[]): [string, Record<string, string>][] {
  const of = (pattern: RegExp) => [...new Set(foreign.flatMap(({ path }) => pattern.exec(path)?.[1] ?? []))];
  return [
    ...of(/^\/tickets\/(\d+)$/).flatMap((number): [string, Record<string, string>][] => [
      ['ticket', { number }],
      ['ticket/write', { number, body: 'Lassen Sie mich herein.', seen: '999999', anyway: '1' }],
      ['ticket/move', { number, to: 'closed', note: '' }],
      ['effort/book', { number, minutes: '5', activity: 'development', billing: 'billable' }],
    ]),
    ...of(/^\/invoices\/([^/]+)$/).flatMap((reference): [string, Record<string, string>][] => [
      ['invoice', { reference }],
      ['invoice/pay', { reference, amount: '1' }],
    ]),
    ...of(/^\/quotes\/(.+)$/).map((number): [string, Record<string, string>] => ['quote', { number }]),
    ...of(/^\/orders\/(.+)$/).map((number): [string, Record<string, string>] => ['order', { number }]),
    ...of(/^\/organisations\/(\d+)$/).map((id): [string, Record<string, string>] => ['organisation', { id }]),
  ];
}

/** Lists hold nothing of others. */
async function lists(world: World, who: string, foreign: Seen[]) {
  for (const path of [
    '/',
    '/tickets',
    '/invoices',
    '/services',
    '/quotes',
    '/orders',
    '/organisations',
    '/invoices.csv',
    '/services.csv',
    '/invoices.zip',
  ]) {
    const text = (await world.people.send(who, 'GET', path)).bytes.toString('latin1');
    const found = foreign
      .map(({ words }) => words)
      .filter((words) => words.length > 5 && text.includes(Buffer.from(words).toString('latin1')));
    world.ledger.same('Strangers', `${who} reads nothing of others at ${path}`, [...new Set(found)], []);
  }
}

/** Those who may see a ticket read it without what staff keep among themselves. */
async function secrets(world: World, concerns: Concern[]) {
  for (const concern of concerns.filter(({ account, worker }) => account && worker !== LEAD)) {
    const who = concern.account ?? '';
    await world.people.fresh(who);
    const page = await world.people.send(who, 'GET', `/tickets/${concern.number}`);
    const wire = await world.people.call(who, 'ticket', { number: concern.number });
    const letters = world.postboxes
      .letters(concern.email)
      .map(({ raw, text }) => raw + text)
      .join('\n');
    const inside = await world.people.send(LEAD, 'GET', `/tickets/${concern.number}`);
    for (const number of concern.hidden) {
      const { status } = await world.people.send(who, 'GET', `/tickets/${number}`);
      world.ledger.check(
        'Strangers',
        `${who} does not find the internal ticket #${number} that hangs on their own`,
        status === 404 && !page.bytes.includes(`#${number}`) && !wire.bytes.includes(`${number}`),
        String(status),
      );
    }
    world.ledger.check('Strangers', `the note on #${concern.number} is there for staff`, inside.bytes.includes(concern.secret));
    const everywhere = page.bytes.toString() + wire.bytes.toString() + letters;
    world.ledger.check(
      'Strangers',
      `${who} reads #${concern.number} without the note, on page, wire and in mails`,
      page.status === 200 && !everywhere.includes(concern.secret) && !everywhere.includes('"effort":{'),
    );
  }
}
