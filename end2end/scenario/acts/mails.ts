// What must be true of mails at the end: none that came in is lost, none that went out is missing or came twice.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LEAD } from '../concern';
import { read, until } from '../postbox';
import { SUPPORT, type World } from '../world';

/** Every mail in the mailbox is in the house, and marked as read. The same mail twice is one: as many are there as say different things,
 * and no more than there are different bytes. */
export async function mails(world: World) {
  const raws = world.postboxes.files(SUPPORT).map((file) => readFileSync(file, 'latin1').replace(/\r\n/g, '\n'));
  const least = new Set(raws.map(said)).size;
  const most = new Set(raws.map(sentAs)).size;
  const states = await until('all mails of the mailbox to be in the house', async () => {
    const found = await taken(world);
    return found.length >= least && found;
  }).catch(() => taken(world));
  const good = states.length >= least && states.length <= most;
  world.ledger.check(
    'Mail',
    `all ${raws.length} mails of the mailbox are in the house, each once`,
    good,
    `${states.length}, not ${least} to ${most}`,
  );
  const seen = () => world.postboxes.files(SUPPORT).every((file) => /:2,[A-Z]*S/.test(file));
  const all = await until('all mails to be marked as seen', seen, 10).catch(() => false);
  world.ledger.check('Mail', 'all of them are marked as seen', all);
  const counts = [...new Set(states)].map((state) => `${states.filter((one) => one === state).length} ${state}`).join(', ');
  world.tell('The house', `has taken in ${states.length} mails: ${counts}`);
  for (const { email } of world.people.accounts) await sent(world, email);
}

/** What a mail says: its Message-ID, its writer, its subject and all below its head; without a Message-ID all its bytes. */
function said(raw: string): string {
  const { id, from, subject } = read(raw, SUPPORT);
  return id ? hash([id, from, subject, raw.slice(raw.indexOf('\n\n'))].join('\n')) : sentAs(raw);
}

/** A mail as it was sent, without what servers on the way wrote on top. */
function sentAs(raw: string): string {
  return hash(raw.replace(/^(?:(?:Return-Path|Delivered-To|Received):.*\n(?:[ \t].*\n)*)+/, ''));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
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
  // A new state alone waits a minute for words.
  const all = async () => (await read()).every(({ state }) => state === 'sent');
  const left = await until(`letters to ${email} to leave`, all, 100).catch(() => false);
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
