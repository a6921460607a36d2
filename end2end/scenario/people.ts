// Who acts: signing in as scripts do, and asking the servers by turns as somebody.
import { randomUUID } from 'node:crypto';
import { totp } from '../totp';
import type { Account } from '../house';
import type { Clock } from './clock';
import type { Servers } from './servers';

export interface Answer {
  status: number;
  type: string;
  location: string;
  bytes: Buffer;
}

export class People {
  /** How long answers took, in milliseconds, by what was asked. */
  readonly took = new Map<string, number[]>();
  readonly #cookies = new Map<string, string>();
  #turn = 0;

  constructor(
    readonly accounts: Account[],
    private readonly servers: Servers,
    private readonly clock: Clock,
  ) {}

  /** The account of a name, or a part of it. */
  account(name: string): Account {
    const found = this.accounts.find((one) => one.name.includes(name));
    if (!found) throw new Error(`nobody is called ${name}`);
    return found;
  }

  /** The account of a mail address, if it is one. */
  of(email: string): Account | undefined {
    return this.accounts.find((one) => one.email === email);
  }

  async signIn(name: string) {
    const who = this.account(name);
    const half = await this.enter('sign-in/password', { email: who.email, password: who.password }, '');
    const whole = who.totp_secret
      ? await this.enter('sign-in/second-factor', { code: totp(who.totp_secret, this.clock.now()) }, half)
      : half;
    this.#cookies.set(who.email, whole);
  }

  private async enter(path: string, values: Record<string, string>, cookie: string): Promise<string> {
    const answer = await fetch(`${this.servers.base}/api/${path}`, {
      method: 'POST',
      headers: { origin: this.servers.base, cookie },
      body: new URLSearchParams(values),
      redirect: 'manual',
    });
    const set = answer.headers.getSetCookie()[0];
    if (!set) throw new Error(`${values.email ?? ''} could not sign in: ${answer.status} ${await answer.text()}`);
    return set.split(';')[0];
  }

  /** Cookie of somebody who is signed in; empty for a visitor. */
  async cookie(name: string | null): Promise<string> {
    if (!name) return '';
    const { email } = this.account(name);
    if (!this.#cookies.has(email)) await this.signIn(name);
    return this.#cookies.get(email) ?? '';
  }

  /** Sees to it that somebody's session did not end meanwhile: an idle one does after two weeks. */
  async fresh(name: string | null) {
    if (name) await this.ask(name, 'account');
  }

  /** Sends a request as somebody, `null` for a visitor; answers whatever came. */
  async send(name: string | null, method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}): Promise<Answer> {
    this.#turn += 1;
    const address = this.servers.address(this.#turn);
    const cookie = await this.cookie(name);
    const began = performance.now();
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: { origin: this.servers.base, cookie, 'accept-language': 'de', ...headers },
      body,
      redirect: 'manual',
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const kind = `${method} ${path.replace(/\?.*/, '').replace(/[^/]*\d[^/]*/g, '…')}`;
    this.took.set(kind, [...(this.took.get(kind) ?? []), performance.now() - began]);
    return {
      status: answer.status,
      type: answer.headers.get('content-type') ?? '',
      location: answer.headers.get('location') ?? '',
      bytes,
    };
  }

  /** Calls a server function; answers status and text. */
  call(name: string | null, path: string, values: Record<string, string | number>): Promise<Answer> {
    const all = Object.entries({ key: randomUUID(), ...values }).map(([key, value]) => [key, String(value)]);
    return this.send(name, 'POST', `/api/${path}`, new URLSearchParams(all), { accept: 'application/json' });
  }

  /** Calls a server function that must answer well. A session that ended meanwhile begins anew. */
  async ask<T = unknown>(name: string | null, path: string, values: Record<string, string | number> = {}): Promise<T> {
    let answer = await this.call(name, path, values);
    if (answer.status === 401 && name) {
      await this.signIn(name);
      answer = await this.call(name, path, values);
    }
    if (answer.status >= 400)
      throw new Error(`${name ?? 'a visitor'}: ${path} ${JSON.stringify(values)}: ${answer.status} ${answer.bytes}`);
    return answer.bytes.length ? (JSON.parse(answer.bytes.toString()) as T) : (null as T);
  }
}
