// The company's servers: one on SQLite, two that share a PostgreSQL. They can be killed and come back at the same address.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Clock } from './clock';
import type { Account } from '../house';

export interface Setup {
  binary: string;
  folder: string;
  preset: string;
  /** Where public holidays are kept. */
  place: string;
  /** Address of a PostgreSQL; empty for SQLite. */
  postgres: string;
  smtp: string;
}

interface Server {
  address: string;
  log: string;
  env: NodeJS.ProcessEnv;
  process?: ChildProcess;
}

export class Servers {
  private constructor(
    private readonly setup: Setup,
    private readonly all: Server[],
  ) {}

  static async of(setup: Setup, clock: Clock): Promise<Servers> {
    const ports = await Promise.all(setup.postgres ? [freePort(), freePort()] : [freePort()]);
    const address = (port: number) => `http://127.0.0.1:${port}`;
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...clock.env(),
      SCHALTER_BASE_URL: address(ports[0]),
      SCHALTER_DATA: join(setup.folder, 'data'),
      SCHALTER_COMPANY: 'Nordlicht Digital',
      SCHALTER_PLACE: setup.place,
      SCHALTER_PRESET: setup.preset,
      SCHALTER_SMTP_URL: setup.smtp,
      SCHALTER_MAIL_FROM: 'Nordlicht Digital <support@portal.test>',
      SCHALTER_LOG: 'warn',
      SCHALTER_LOG_FORMAT: 'json',
      DATABASE_URL: setup.postgres,
    };
    const all = ports.map((port, index) => ({
      address: address(port),
      log: join(setup.folder, `server-${index + 1}.log`),
      env: { ...env, SCHALTER_LISTEN: `127.0.0.1:${port}` },
    }));
    return new Servers(setup, all);
  }

  /** What stands in mails and browsers. */
  get base(): string {
    return this.all[0].address;
  }

  /** How many there are. */
  get count(): number {
    return this.all.length;
  }

  /** The address of one of them; they take turns. */
  address(turn: number): string {
    return this.all[turn % this.all.length].address;
  }

  /** Fills the empty database with the company's people and so many tickets; answers who can sign in. */
  people(tickets: number): Account[] {
    const done = spawnSync(this.setup.binary, ['demo', '--preset', this.setup.preset, '--tickets', String(tickets)], {
      env: this.all[0].env,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    if (done.status !== 0) throw new Error(`demo: ${done.stderr}`);
    return (JSON.parse(done.stdout) as { accounts: Account[] }).accounts;
  }

  async start() {
    for (const server of this.all) if (!server.process) await this.begin(server);
  }

  private async begin(server: Server) {
    const out = openSync(server.log, 'a');
    const child = spawn(this.setup.binary, ['serve'], { env: server.env, stdio: ['ignore', out, out] });
    server.process = child;
    for (let tries = 0; tries < 200; tries += 1) {
      if (child.exitCode !== null) break;
      const answer = await fetch(`${server.address}/readyz`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`A server does not start:\n${readFileSync(server.log, 'utf8')}`);
  }

  /** Ends one without warning, as a power cut does. */
  async kill(index: number) {
    await this.end(this.all[index], 'SIGKILL');
  }

  async stop() {
    await Promise.all(this.all.map((server) => this.end(server, 'SIGTERM')));
  }

  private async end(server: Server, signal: NodeJS.Signals) {
    const child = server.process;
    server.process = undefined;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await gone;
    clearTimeout(late);
  }

  /** What the servers logged, warnings and errors alike, a line each. */
  logged(): { server: number; level: string; line: string }[] {
    return this.all.flatMap((server, index) =>
      readFileSync(server.log, 'utf8')
        .split('\n')
        .filter((line) => line && !line.startsWith('Schalter is at '))
        .map((line) => ({ server: index + 1, level: levelOf(line), line })),
    );
  }

  /** Asks the program's rules, without database and server. */
  due(questions: object[]): { due: string | null; reason?: string; error?: string }[] {
    const input = questions.map((question) => JSON.stringify(question)).join('\n');
    const told = execFileSync(this.setup.binary, ['due'], { input, encoding: 'utf8', maxBuffer: 1 << 26 });
    return told
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  /** Public holidays of the company's place in a year, as days. */
  holidays(year: number): string[] {
    const told = execFileSync(this.setup.binary, ['holidays', '--place', this.setup.place, '--year', String(year)], { encoding: 'utf8' });
    return (JSON.parse(told) as { date: string }[]).map((holiday) => holiday.date);
  }
}

function levelOf(line: string): string {
  try {
    return (JSON.parse(line) as { level: string }).level;
  } catch {
    return 'ERROR';
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const found = probe.address();
      probe.close(() => (found && typeof found === 'object' ? resolve(found.port) : reject(new Error('no port'))));
    });
  });
}
