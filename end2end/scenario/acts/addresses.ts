// Every address that a scenario came across, and what might be done there.
import { LEAD, type Concern } from '../concern';
import type { World } from '../world';
import { ACCOUNTING, invoices } from './billing';

export interface Seen {
  path: string;
  of: string | null;
  /** Words that only this thing has. */
  words: string;
}

interface Deal {
  number: string;
  organisation: string;
  title: string;
}

/** Where only staff have business. */
const OF_STAFF = [
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
];

/** Every address that the scenario came across, and whose it is. */
export async function addresses(world: World, concerns: Concern[]): Promise<Seen[]> {
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
  for (const { id, name } of organisations) for (const path of ofOrganisation(id)) seen.push({ path, of: name, words: name });
  for (const kind of ['quotes', 'orders']) {
    const { lines } = await world.people.ask<{ lines: Deal[] }>(ACCOUNTING, kind, { 'filter[query]': '' });
    for (const { number, organisation, title } of lines) seen.push({ path: `/${kind}/${number}`, of: organisation, words: title });
  }
  for (const path of OF_STAFF) seen.push({ path, of: '', words: '' });
  return seen;
}

const ofOrganisation = (id: number) => [
  `/organisations/${id}`,
  `/packages?organisation=${id}`,
  `/packages/${id}/statement.csv`,
  `/packages/${id}/statement.pdf`,
  `/reports?organisation=${id}`,
  `/reports/${id}/2026-03/history/de`,
];

/** What somebody might try to do to things of others. */
export function foreignCalls(foreign: Seen[]): [string, Record<string, string>][] {
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
