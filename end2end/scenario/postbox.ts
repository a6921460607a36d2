// What lies in people's mailboxes, as the mail server stored it, read as far as a mail program would show it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Letter {
  to: string;
  from: string;
  subject: string;
  /** Message-ID without brackets. */
  id: string;
  references: string[];
  /** What machines tell each other: written by a machine, as an answer or by itself. */
  automatic: string;
  text: string;
  html: string;
  raw: string;
}

export class Postboxes {
  constructor(private readonly folder: string) {}

  /** Files of somebody's inbox, seen or not. */
  files(address: string): string[] {
    return ['new', 'cur'].flatMap((part) => {
      const folder = join(this.folder, address.toLowerCase(), part);
      return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
    });
  }

  /** Everybody who has a mailbox. */
  addresses(): string[] {
    return existsSync(this.folder) ? readdirSync(this.folder) : [];
  }

  letters(address: string): Letter[] {
    return this.files(address)
      .map((file) => ({ file, letter: read(readFileSync(file, 'latin1'), address) }))
      .sort((a, b) => arrival(a.file) - arrival(b.file))
      .map(({ letter }) => letter);
  }

  /** The newest letter to somebody that fits; waits until it is there. */
  async letter(address: string, fits: (letter: Letter) => boolean, what: string): Promise<Letter> {
    return until(`${what} to ${address}`, () => this.letters(address).filter(fits).pop());
  }
}

/** Waits until something is there; an answer is anything but nothing. */
export async function until<T>(
  what: string,
  find: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  seconds = 30,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Maildir names begin with the second of arrival, then microseconds. */
function arrival(file: string): number {
  const [, seconds, micros] = /\/(\d+)\.M(\d+)/.exec(file) ?? ['', '0', '0'];
  return Number(seconds) * 1e6 + Number(micros);
}

/** A mail as text in which each character is a byte. */
export function read(raw: string, to: string): Letter {
  const { headers, body } = split(raw);
  const ids = (name: string) => [...(headers[name] ?? '').matchAll(/<([^>]+)>/g)].map((found) => found[1]);
  return {
    to,
    from: words(headers.from ?? ''),
    subject: words(headers.subject ?? ''),
    id: ids('message-id')[0] ?? '',
    references: ids('references'),
    automatic: headers['auto-submitted'] ?? '',
    text: part(headers, body, 'text/plain'),
    html: part(headers, body, 'text/html'),
    raw,
  };
}

function split(raw: string): { headers: Record<string, string>; body: string } {
  const parts = /^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(raw) ?? ['', raw, ''];
  const headers: Record<string, string> = {};
  for (const line of parts[1].replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
    if (name) headers[name.toLowerCase()] ??= value;
  }
  return { headers, body: parts[2] };
}

/** The first part of a mail that is of a kind, as text. */
function part(headers: Record<string, string>, body: string, kind: string): string {
  const type = headers['content-type'] ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary) {
    const parts = body
      .split(`--${boundary}`)
      .slice(1, -1)
      .map((one) => split(one.replace(/^\r?\n/, '')));
    return parts.map((one) => part(one.headers, one.body, kind)).find(Boolean) ?? '';
  }
  if (!type.toLowerCase().startsWith(kind)) return '';
  const encoding = (headers['content-transfer-encoding'] ?? '').toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  return Buffer.from(encoding === 'quoted-printable' ? quoted(body.replace(/=\r?\n/g, '')) : body, 'latin1').toString();
}

/** Words of a header in UTF-8, encoded (RFC 2047) or as they are. */
function words(value: string): string {
  return Buffer.from(value, 'latin1')
    .toString()
    .replace(/(\?=)\s+(=\?)/g, '$1$2')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, content: string) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(content, 'base64').toString()
        : Buffer.from(quoted(content.replaceAll('_', ' ')), 'latin1').toString(),
    );
}

function quoted(content: string): string {
  return content.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
