// How a company of the scenario is described: who writes what, and which way each concern goes.
import type { Concern } from './concern';
import type { World } from './world';

/** Something that somebody does about a concern. */
export type Step = (world: World, concern: Concern) => Promise<void>;

export interface Case {
  /** Name of the contact who writes; or a mail address of somebody without account. */
  by: string;
  subject: string;
  body: string;
  /** By which door it comes. */
  door: 'mail' | 'portal' | 'phone';
  /** What the form of the portal says beside title and words. */
  form?: Record<string, string>;
  file?: { name: string; type: string; bytes: Buffer };
  /** What happens, in order. */
  steps: Step[];
  /** How it ends: agreed to, not answered at all, or still open when the scenario ends. */
  ends: 'confirmed' | 'silent' | 'open';
}

export interface Company {
  preset: string;
  title: string;
  /** Where public holidays are kept. */
  place: string;
  /** Time on the wall at which the story begins; on a working day, in the last days of a month. */
  start: string;
  /** Mail domains of writers without account. */
  strangers: string[];
  /** Organisation whose contact tries the addresses of all others; none of the cases is theirs. */
  stranger: string;
  /** Work is charged by the hour. */
  hourly: boolean;
  /** Plans cost something every month. */
  fees: boolean;
  /** Minutes of a ticket that need no release, where the company sets up a gate that its preset has not. */
  gate?: number;
  /** Accounting takes an invoice back, gives a part of another back, and reminds of one that is not paid. */
  corrects?: boolean;
  cases: Case[];
}

/** What becomes of booked time: on an invoice, paid by hours of a package, or nothing, with a reason. */
export type Fate = 'billed' | 'packaged' | 'free';
