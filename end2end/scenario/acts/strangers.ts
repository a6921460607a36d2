// People who have no business there try every address that was seen: all of it is not found, and no word of it reaches them.
import { LEAD, type Concern } from '../concern';
import type { Listener } from '../listener';
import type { World } from '../world';
import { addresses, foreignCalls, type Seen } from './addresses';

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
        status === 404 && !named(number).test(page.bytes.toString() + wire.bytes.toString()),
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

/** A number that stands alone, not within a longer one. */
function named(number: number): RegExp {
  return new RegExp(`(?<!\\d)${number}(?!\\d)`);
}
