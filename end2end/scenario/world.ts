// A company at work: its servers, its mail, its people, its clock, and the books that are kept about all that happens.
import type { Browser } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Clock, wall } from './clock';
import type { Company } from './company';
import { Ledger } from './ledger';
import { send } from './mail';
import { People } from './people';
import { Postboxes } from './postbox';
import { Servers } from './servers';

export interface Run {
  binary: string;
  /** Root of the checkout. */
  root: string;
  /** Where everything of this run stays, the report last. */
  folder: string;
  database: 'sqlite' | 'postgres';
  postgres: string;
  library: string;
  /** The Python that has the validators of invoices. */
  python: string;
  /** Few pictures, few mails of the corpora. */
  short: boolean;
  /** Takes the pictures of the README, amid tickets of the demo. */
  tour: boolean;
  /** Real mails of others; may not be there. */
  corpora: string;
}

/** What happened, for the report. */
export interface Event {
  at: string;
  who: string;
  what: string;
}

export interface Picture {
  title: string;
  page: string;
  who: string;
  width: number;
  file: string;
}

/** Mail domains of the people of the demo; mail for others leaves no machine. */
const DOMAINS = [
  'nordlicht.example',
  'albers-moebel.example',
  'sw-eckernbucht.example',
  'brandt-logistik.example',
  'praxis-foerde.example',
  'suederhof.example',
  'hausammarkt.example',
  'noergaard.example',
  'gnrm-sh.example',
  'rz-nord.example',
];

export const SUPPORT = 'support@portal.test';

export class World {
  readonly diary: Event[] = [];
  readonly pictures: Picture[] = [];
  /** How long each act took, by the machine's clock. */
  readonly timings: { name: string; seconds: number }[] = [];
  readonly ledger = new Ledger();
  /** Mails handed to the mail server for the house: Message-ID and what they are. */
  readonly sent: { id: string; what: string }[] = [];
  /** Reminders of invoices, each to somebody who must have it once. */
  readonly reminders: { email: string; subject: string }[] = [];

  private constructor(
    readonly run: Run,
    readonly company: Company,
    readonly clock: Clock,
    readonly servers: Servers,
    readonly people: People,
    readonly postboxes: Postboxes,
    readonly browser: Browser,
    private readonly smtp: number,
    readonly imap: number,
  ) {}

  static async open(run: Run, company: Company, browser: Browser): Promise<World> {
    mkdirSync(run.folder, { recursive: true });
    const clock = new Clock(join(run.folder, 'clock'), run.library, company.start);
    const ports = mailServer(run, ['start', ...DOMAINS, ...company.strangers]);
    const port = (name: string) => Number(new RegExp(`\\b${name}=(\\d+)`).exec(ports)?.[1]);
    const { binary, folder, postgres } = run;
    const smtp = `smtp://127.0.0.1:${port('SMTP')}`;
    const servers = await Servers.of({ binary, folder, postgres, smtp, preset: company.preset, place: company.place }, clock);
    try {
      const people = new People(servers.people(run.tour ? 60 : 0), servers, clock);
      await servers.start();
      const postboxes = new Postboxes(join(folder, 'mail/dovecot/mail'));
      return new World(run, company, clock, servers, people, postboxes, browser, port('SMTP'), port('IMAP'));
    } catch (error) {
      await servers.stop();
      mailServer(run, ['stop']);
      throw error;
    }
  }

  async close() {
    await this.servers.stop();
    mailServer(this.run, ['stop']);
  }

  /** Notes what happened. */
  tell(who: string, what: string) {
    this.diary.push({ at: wall(this.clock.now()), who, what });
  }

  /** Sends mails to the house over SMTP. */
  async mail(mails: { from: string; id: string; what: string; raw: Buffer }[]) {
    await send(
      this.smtp,
      mails.map(({ from, raw }) => ({ from, to: SUPPORT, raw })),
    );
    this.sent.push(...mails.map(({ id, what }) => ({ id, what })));
  }
}

function mailServer(run: Run, [command, ...more]: string[]): string {
  const done = spawnSync(join(run.root, 'xtask/mail.sh'), [command, join(run.folder, 'mail'), ...more], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`mail.sh: ${done.stderr}`);
  return done.stdout;
}
