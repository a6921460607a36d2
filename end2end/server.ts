// Starts the release binary on a free port with fresh demo data, signs everybody in once, and ends it afterwards.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { configure } from './policy';
import { totp } from './totp';
import type { Account, Stage } from './house';

const TICKETS = '120';

export default async function start() {
  const binary = process.env.SCHALTER_BINARY ?? join(cargoTarget(), 'release/schalter');
  const folder = mkdtempSync(join(tmpdir(), 'schalter-end2end-'));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    SCHALTER_LISTEN: `127.0.0.1:${port}`,
    SCHALTER_BASE_URL: address,
    SCHALTER_DATA: join(folder, 'data'),
    SCHALTER_COMPANY: 'Nordlicht Digital',
    SCHALTER_LOG: 'warn',
    DATABASE_URL: '',
    SCHALTER_SMTP_URL: '',
  };
  const log = join(folder, 'server.log');
  try {
    const filled = await promisify(execFile)(binary, ['demo', '--tickets', TICKETS], { env, maxBuffer: 1 << 26 });
    const { accounts } = JSON.parse(filled.stdout) as { accounts: Account[] };
    const out = openSync(log, 'a');
    const server = spawn(binary, ['serve'], { env, stdio: ['ignore', out, out] });
    await ready(address, server, log);
    const stage: Stage = { address, accounts, cookies: {}, binary, data: env.SCHALTER_DATA };
    for (const account of accounts) {
      stage.cookies[account.email] = await signIn(address, account);
    }
    await configure(stage);
    process.env.SCHALTER_STAGE = JSON.stringify(stage);
    return async () => {
      await end(server);
      rmSync(folder, { recursive: true, force: true });
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function cargoTarget(): string {
  return process.env.CARGO_TARGET_DIR ?? join(process.cwd(), '../target');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const found = probe.address();
      probe.close(() => (found && typeof found === 'object' ? resolve(found.port) : reject(new Error('no port'))));
    });
  });
}

async function ready(address: string, server: ChildProcess, log: string) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (server.exitCode !== null) break;
    const answer = await fetch(`${address}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The server does not start:\n${readFileSync(log, 'utf8')}`);
}

/** Signs in as scripts do; answers the cookie's name and value. */
async function signIn(address: string, account: Account): Promise<string> {
  const post = async (path: string, values: Record<string, string>, cookie: string) => {
    const answer = await fetch(`${address}/api/${path}`, {
      method: 'POST',
      headers: { origin: address, cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(values).toString(),
      redirect: 'manual',
    });
    const set = answer.headers.getSetCookie()[0];
    if (!set) throw new Error(`${account.email} could not sign in: ${answer.status} ${await answer.text()}`);
    return set.split(';')[0];
  };
  const half = await post('sign-in/password', { email: account.email, password: account.password }, '');
  if (!account.totp_secret) return half;
  // the step before this one leaves the present code to journeys that sign in as the same person
  return post('sign-in/second-factor', { code: totp(account.totp_secret, Date.now() - 30_000) }, half);
}

async function end(server: ChildProcess) {
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  const late = setTimeout(() => server.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(late);
}
