// What the company of the journeys promises and sells beyond its preset: one configuration for all of them, published before any begins.
import { randomUUID } from 'node:crypto';
import type { Stage } from './house';

const DAY = 86_400_000;

/** Customers without a plan that get hours, which months of they may pool: one that books them, and one for each project that pools. */
const WITH_HOURS = ['Nørgaard', 'Brandt', 'Süderhof'];

/** Whom the company serves around the clock while the journeys run, so that a clock of theirs runs at night, too. */
const AROUND_THE_CLOCK = 'Haus am Markt';

type Ask = (path: string, values: Record<string, string>) => Promise<unknown>;
type Edit = (part: string, deed: string, fields: Record<string, string>, at?: string) => Promise<void>;

export async function configure(stage: Stage) {
  const ask = asking(stage);
  const seen = async () => String(((await ask('policy/draft', { moves: 'false' })) as { seen: number }).seen);
  const edit: Edit = async (part, deed, fields, at = '') => {
    const named = Object.fromEntries(Object.entries(fields).map(([name, value]) => [`fields[${name}]`, value]));
    await ask('policy/edit', { part, deed, at, seen: await seen(), ...named });
  };
  await promises(edit);
  await regularly(edit, await organisation(ask, AROUND_THE_CLOCK));
  await prices(edit);
  await ask('policy/publish', { seen: await seen(), note: 'Umgehungslösung, Zwischenstände, Wünsche, Preise', open_too: '1' });
  for (const name of WITH_HOURS) await sellHours(ask, (await organisation(ask, name)).id);
  await recounted(stage);
}

/** Outages get a workaround, so that there is a ticket on which one can be told; wishes are a class of their own. */
async function promises(edit: Edit) {
  await edit('target', 'add', { metric: 'workaround', class: 'outage', number: '4', unit: 'business_hours' });
  await edit('class', 'add', { code: 'wish', rank: '8', kind: 'wish', de: 'Neuer Wunsch', en: 'New wish' });
}

/** Whoever has a ticket of this class is to hear of it every two minutes; staff are reminded after twelve seconds. */
async function regularly(edit: Edit, { id }: { id: number }) {
  await edit('class', 'add', { code: 'watched', rank: '9', kind: 'incident', de: 'Unter Beobachtung', en: 'Watched' });
  await edit('target', 'add', { metric: 'periodic_update', class: 'watched', number: '2', unit: 'business_minutes', warn: '10' });
  for (const day of [0, 1]) {
    const date = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(Date.now() + day * DAY);
    await edit('opening', 'add', { customer: String(id), day: date, hours: '00:00-24:00', de: 'Rund um die Uhr', en: 'Around the clock' }, 'service');
  }
}

/** Hours that can be pooled, work by the hour, quick tickets with a latest time, and a question beyond an hour of effort. */
async function prices(edit: Edit) {
  await edit('plan', 'add', {
    code: 'hours_5',
    de: 'Paket 5 Stunden',
    en: 'Package of 5 hours',
    hours: '5',
    step_minutes: '15',
    pool_cycles: '2',
    tier_rate_1: '110',
  });
  await edit('company', 'save', {
    place: 'DE-SH',
    default_class: 'standard',
    prefix: '#',
    objection_days: '10',
    hourly_rate: '95',
    channel_mail: '1',
    channel_portal: '1',
    channel_public_form: '1',
    channel_phone: '1',
    type_normal: '1',
    factor_normal: '100',
    type_quick_high: '1',
    factor_quick_high: '200',
  });
  await edit('target', 'add', { metric: 'processing', type: 'quick_high', number: '2', unit: 'business_hours' });
  await edit('gate', 'save', { on: '1', minutes: '60', warn_percent: '75', remind_days: '2', expire_days: '7' });
}

/** Gives a customer the plan with hours; everything else about it stays. */
async function sellHours(ask: Ask, id: number) {
  const known = (await ask('organisation', { id: String(id) })) as Record<string, string | number | null>;
  const kept = ['name', 'town', 'address', 'mail_domain', 'project_lead', 'account_manager'].map((field) => [field, String(known[field] ?? '')]);
  await ask('organisation/change', { id: String(id), ...Object.fromEntries(kept), plan: 'hours_5' });
}

/** Asks as the administrator. */
function asking(stage: Stage): Ask {
  const administrator = stage.accounts.find((account) => account.name === 'Henrik Claasen');
  return async (path, values) => {
    const answer = await fetch(`${stage.address}/api/${path}`, {
      method: 'POST',
      headers: { origin: stage.address, cookie: stage.cookies[administrator?.email ?? ''], accept: 'application/json' },
      body: new URLSearchParams({ key: randomUUID(), ...values }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
}

async function organisation(ask: Ask, query: string): Promise<{ id: number; name: string }> {
  const [first] = (await ask('organisations', { query })) as { id: number; name: string }[];
  return first;
}

/** Waits until open tickets follow what was published. */
async function recounted(stage: Stage) {
  for (let tries = 0; tries < 100; tries += 1) {
    const figures = await (await fetch(`${stage.address}/metrics`)).text();
    if (/^schalter_tickets_recounted_total [1-9]/m.test(figures)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Open tickets do not follow the configuration.');
}
