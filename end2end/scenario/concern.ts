// A concern under way: its case, its ticket, and the thread of mails about it as its customer has it.
import type { Case, Fate } from './company';
import { compose, type Outgoing } from './mail';
import type { Letter } from './postbox';
import { until } from './postbox';
import { SUPPORT, type World } from './world';

export interface Moment {
  at: number;
}

export interface TicketView {
  number: number;
  title: string;
  stage: string;
  version: number;
  kind: string;
  class: { code: string } | null;
  priority: { code: string } | null;
  organisation: { id: number; name: string } | null;
  opened: Moment;
  objection: string | null;
  due: Moment | null;
  promises: { metric: string; state: { state: string; at?: Moment }; due: Moment; derivation: { start: Moment } }[];
  acceptances: { id: number; version: string; decided: unknown }[];
  entries: {
    id: number;
    at: Moment;
    by: { name: string } | null;
    what: Record<string, unknown> & { what: string };
    documents: { id: number; name: string }[];
  }[];
  deals: Record<string, string>[];
  approvals: { proposal: { id: number } | null; request: { id: number } | null } | null;
  effort: { lines: { id: number; whose: string; effort: { day: string; minutes: number; activity: string; billing: string } }[] } | null;
}

/** A line of a customer's statement of hours. */
export interface Posting {
  kind: string;
  minutes: number;
  number: number | null;
}

/** Minutes that hours of a package paid: what is drawn is below zero, what is given back above. */
export const used = (postings: Posting[]): number => -minutes(postings, 'use');

/** Minutes that no hours were left for: above zero, and below where that is taken back. */
export const beyond = (postings: Posting[]): number => minutes(postings, 'overage');

function minutes(postings: Posting[], kind: string): number {
  return postings.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.minutes, 0);
}

/** Who leads all projects of the scenario, and sees every ticket. */
export const LEAD = 'Katrin Sommer';
/** Who sees everybody's hours. */
const MANAGER = 'Dr. Martin Vogt';

export class Concern {
  number = 0;
  /** A word that only staff write; customers must never read it. */
  readonly secret: string;
  /** Who works on it. */
  worker = LEAD;
  /** Time that was booked on it; notes are unique. */
  readonly booked: { note: string; minutes: number; fate: Fate }[] = [];
  /** Internal tickets that hang on it. */
  readonly hidden: number[] = [];
  /** The order that it belongs to. */
  order = '';
  /** When it was finished last, and the mail that said so. */
  finished = 0;
  completion?: Letter;

  constructor(
    readonly world: World,
    readonly story: Case,
    index: number,
  ) {
    this.secret = `Geheimwort${index}${story.subject.replace(/\W/g, '').slice(0, 6)}`;
  }

  /** Address of who wrote it. */
  get email(): string {
    return this.story.by.includes('@') ? this.story.by : this.world.people.account(this.story.by).email;
  }

  /** The name as an account has it; `null` for somebody without. */
  get account(): string | null {
    return this.story.by.includes('@') ? null : this.story.by;
  }

  /** The ticket as somebody sees it. */
  view(who: string = LEAD): Promise<TicketView> {
    return this.world.people.ask<TicketView>(who, 'ticket', { number: this.number });
  }

  /** What it drew from a package of hours or gave back, and what went beyond it, as the customer's statement has them. */
  async postings(): Promise<Posting[]> {
    const { organisation } = await this.view();
    const values = { organisation: organisation?.id ?? 0, cycle: 'all' };
    const { statement } = await this.world.people.ask<{ statement: { lines: Posting[] } | null }>(MANAGER, 'packages', values);
    return (statement?.lines ?? []).filter(({ number }) => number === this.number);
  }

  /** Letters to its writer about it, oldest first. */
  letters(): Letter[] {
    return this.world.postboxes.letters(this.email).filter((letter) => letter.subject.includes(`#${this.number}`));
  }

  /** Waits for a letter to its writer that fits. */
  letter(what: string, fits: (letter: Letter) => boolean): Promise<Letter> {
    return until(`${what} about #${this.number} to ${this.email}`, () => this.letters().filter(fits).pop());
  }

  /** Its writer sends a mail; `answers` a letter of the house. */
  async write(body: string, answers?: Letter, more: Partial<Outgoing> = {}): Promise<string> {
    const quote = answers
      ? `\n\nAm ${new Date(this.world.clock.now()).toLocaleDateString('de-DE')} schrieb ${answers.from}:\n${answers.text.replace(/^/gm, '> ')}`
      : '';
    const mail: Outgoing = {
      from: `${this.account ?? ''} <${this.email}>`,
      to: SUPPORT,
      subject: answers ? `AW: ${answers.subject}` : this.story.subject,
      body: body + quote,
      answers: answers && { id: answers.id, references: answers.references },
      ...more,
    };
    const { id, raw } = compose(mail, this.world.clock.now());
    await this.world.mail([{ from: this.email, id, what: `${this.story.by}: ${mail.subject}`, raw }]);
    return id;
  }

  /** Somebody does something about it. */
  act<T = unknown>(who: string, deed: string, values: Record<string, string | number> = {}): Promise<T> {
    return this.world.people.ask<T>(who, deed, { number: this.number, ...values });
  }

  /** Waits until it is in one of these states. */
  stands(...stages: string[]): Promise<boolean> {
    return until(`#${this.number} to be ${stages.join(' or ')}`, async () => stages.includes((await this.view()).stage));
  }
}

/** Where a ticket is over: closed, or billed at once where nothing is left to charge. */
export const OVER = ['closed', 'billed'];
