// The morning: the administrator connects the mailbox, concerns come in by mail and portal, each is acknowledged with its promise.
import { Concern, LEAD, type TicketView } from '../concern';
import { told } from '../clock';
import { until } from '../postbox';
import { SUPPORT, type World } from '../world';

const ADMINISTRATOR = 'Henrik Claasen';
const ASSISTANT = 'Nele Hansen';

export async function intake(world: World): Promise<Concern[]> {
  const url = `imap://127.0.0.1:${world.imap}?tls=none`;
  const values = { id: 'new', name: 'support', address: SUPPORT, url, password: 'test', by: 'password', lang: 'de', active: '1' };
  await world.people.ask(ADMINISTRATOR, 'mailbox/save', values);
  world.tell(ADMINISTRATOR, `connects the mailbox ${SUPPORT} under Postfächer`);
  if (world.company.gate) await setGate(world, world.company.gate);
  if (!world.company.cases.some(({ door }) => door === 'phone')) {
    const { status } = await world.people.call(ASSISTANT, 'phone/begin', {});
    world.ledger.same('Phone', 'a company that takes requests in writing only has no phone', status, 404);
  }
  const concerns = world.company.cases.map((story, index) => new Concern(world, story, index));
  for (const concern of concerns) {
    await DOORS[concern.story.door](world, concern);
    await acknowledged(world, concern);
    world.clock.pass(2);
  }
  return concerns;
}

/** The administrator sets up the effort gate and publishes the configuration: every ticket from now on has it. */
async function setGate(world: World, minutes: number) {
  const seen = async () => (await world.people.ask<{ seen: number }>(ADMINISTRATOR, 'policy/draft', { moves: 'false' })).seen;
  const fields = { on: '1', minutes, warn_percent: 75, remind_days: 2, expire_days: 7 };
  const named = Object.fromEntries(Object.entries(fields).map(([name, value]) => [`fields[${name}]`, value]));
  await world.people.ask(ADMINISTRATOR, 'policy/edit', { part: 'gate', deed: 'save', seen: await seen(), ...named });
  await world.people.ask(ADMINISTRATOR, 'policy/publish', { seen: await seen(), note: 'Mehr Aufwand nur mit Freigabe' });
  world.tell(ADMINISTRATOR, `sets up that more than ${minutes} minutes on a ticket need a release, and publishes it`);
}

const DOORS = { mail: byMail, portal: byPortal, phone: byPhone };

async function byMail(world: World, concern: Concern) {
  const { file, by, subject, body } = concern.story;
  await concern.write(body, undefined, file && { files: [file] });
  const letter = await until(`an acknowledgement of “${subject}”`, () =>
    world.postboxes.letters(concern.email).find((one) => one.subject.endsWith(`] ${subject}`)),
  );
  concern.number = Number(/#(\d+)/.exec(letter.subject)?.[1]);
  world.tell(by, `writes a mail: “${subject}”, and has #${concern.number} with its promise in the inbox a moment later`);
  world.ledger.check(
    'Mail',
    `the acknowledgement of #${concern.number} says that a machine wrote it, and cannot bounce`,
    letter.automatic !== '' && letter.raw.includes('Return-Path: <>'),
    letter.automatic,
  );
}

async function byPortal(world: World, concern: Concern) {
  const { by, subject, body, form } = concern.story;
  const { organisations } = await world.people.ask<{ organisations: { id: number }[] }>(by, 'ticket/form');
  concern.number = await world.people.ask<number>(by, 'ticket/open', {
    title: subject,
    description: body,
    organisation: organisations[0].id,
    ...form,
  });
  world.tell(by, `opens #${concern.number} in the portal: “${subject}”`);
}

/** Somebody on staff takes the call, sees who it is, and writes down what was said. */
async function byPhone(world: World, concern: Concern) {
  const { by, subject, body } = concern.story;
  const id = await world.people.ask<number>(ASSISTANT, 'phone/begin');
  const [found] = await world.people.ask<{ person: number; organisation: number }[]>(ASSISTANT, 'phone/find', { query: by });
  await world.people.ask(ASSISTANT, 'phone/caller', { id, person: found.person, organisation: found.organisation });
  const { caller } = await world.people.ask<{ caller: { name: string; organisation: { name: string } } }>(ASSISTANT, 'phone/call', { id });
  world.ledger.same('Phone', `the card of a call names ${by}`, caller.organisation.name, world.people.account(by).organisation);
  world.clock.pass(4);
  concern.number = await world.people.ask<number>(ASSISTANT, 'phone/open-ticket', {
    id,
    title: subject,
    description: body,
    billing: 'none',
  });
  world.tell(by, `calls; ${ASSISTANT} writes it down as #${concern.number}: “${subject}”`);
}

/** The acknowledgement names the number and the promise that the rules make of the same facts. */
async function acknowledged(world: World, concern: Concern) {
  const letter = await concern.letter('the acknowledgement', () => true);
  const view = await concern.view();
  world.ledger.check('Mail', `#${concern.number} is acknowledged with its number`, letter.text.includes(`#${concern.number}`));
  world.ledger.same('Mail', `#${concern.number} has the subject as its title`, view.title, concern.story.subject);
  // A call was answered while it was made.
  if (concern.story.door === 'phone') return;
  world.ledger.same(
    'Mail',
    `the acknowledgement of #${concern.number} ${world.company.hourly ? 'says' : 'has no need to say'} that it may cost something`,
    letter.text.includes('kann etwas kosten'),
    world.company.hourly,
  );
  for (const metric of ['first_reaction', 'processing']) {
    const [{ due }] = world.servers.due([await asked(world, view, metric)]);
    const line = due && told(Date.parse(due));
    const names: Record<string, RegExp> = { first_reaction: /Erste Reaktion bis:.*/, processing: /(Bearbeit|Fertig|Erledig).* bis:.*/ };
    const said = names[metric].exec(letter.text)?.[0] ?? '';
    world.ledger.check(
      'Promises',
      `the acknowledgement of #${concern.number} promises the ${metric} as schalter due does`,
      line ? said.includes(line) : said === '',
      `“${said}”, due ${line}`,
    );
  }
}

/** What `schalter due` is asked about a ticket as it stands. */
export async function asked(world: World, view: TicketView, metric: string): Promise<Record<string, unknown>> {
  const plan =
    view.organisation && (await world.people.ask<{ plan: string | null }>(LEAD, 'organisation', { id: view.organisation.id })).plan;
  return {
    preset: world.company.preset,
    region: world.company.place,
    metric,
    received: new Date(view.opened.at).toISOString(),
    type: view.kind,
    ...(view.class && { class: view.class.code }),
    ...(view.priority && { priority: view.priority.code }),
    ...(plan && { plan }),
  };
}
