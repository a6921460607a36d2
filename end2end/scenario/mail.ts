// Mails as people's mail programs make them, sent by SMTP.
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';

export interface Outgoing {
  from: string;
  to: string;
  subject: string;
  body: string;
  /** Message-ID without brackets; made up where it is left out. */
  id?: string;
  /** Of the mail that is answered. */
  answers?: { id: string; references: string[] };
  files?: { name: string; type: string; bytes: Buffer }[];
  headers?: string[];
}

/** The mail as it goes over the wire, with its Message-ID. */
export function compose(mail: Outgoing, at: number): { id: string; raw: Buffer } {
  const id = mail.id ?? `${randomUUID()}@${mail.from.replace(/.*@|>/g, '')}`;
  const head = [
    `From: ${mail.from.replace(/^[^<]*/, (name) => (name.trim() ? `${encoded(name.trim())} ` : ''))}`,
    `To: ${mail.to}`,
    `Subject: ${encoded(mail.subject)}`,
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${id}>`,
    'MIME-Version: 1.0',
    ...(mail.answers
      ? [
          `In-Reply-To: <${mail.answers.id}>`,
          `References: ${[...mail.answers.references, mail.answers.id].map((one) => `<${one}>`).join(' ')}`,
        ]
      : []),
    ...(mail.headers ?? []),
  ];
  const text = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64', '', base64(Buffer.from(mail.body))];
  const files = mail.files ?? [];
  if (files.length === 0) return { id, raw: Buffer.from([...head, ...text, ''].join('\r\n')) };
  const parts = files.map((file) => [
    `Content-Type: ${file.type}; name="${file.name}"`,
    `Content-Disposition: attachment; filename="${file.name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    base64(file.bytes),
  ]);
  const body = [text, ...parts].flatMap((part) => ['--part', ...part]);
  return { id, raw: Buffer.from([...head, 'Content-Type: multipart/mixed; boundary=part', '', ...body, '--part--', ''].join('\r\n')) };
}

function encoded(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
}

/** Hands mails to a mail server (RFC 5321), all over one connection. */
export async function send(port: number, mails: { from: string; to: string; raw: Buffer }[]) {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  let wake = () => {};
  socket.on('data', (data) => {
    heard += data.toString('latin1');
    wake();
  });
  const closed = new Promise<never>((_, reject) =>
    socket.once('error', reject).once('close', () => reject(new Error(`the mail server hung up: ${heard}`))),
  );
  closed.catch(() => {});
  const expect = async (code: string) => {
    while (!/^\d{3} .*\r\n/m.test(heard)) await Promise.race([new Promise<void>((resolve) => (wake = resolve)), closed]);
    const answer = heard;
    heard = '';
    if (!answer.startsWith(code)) throw new Error(`the mail server says: ${answer}`);
  };
  const say = async (line: string | Buffer, code: string) => {
    socket.write(line);
    await expect(code);
  };
  await expect('220');
  await say('EHLO scenario.test\r\n', '250');
  for (const { from, to, raw } of mails) {
    await say(`MAIL FROM:<${from}>\r\n`, '250');
    await say(`RCPT TO:<${to}>\r\n`, '250');
    await say('DATA\r\n', '354');
    // Line ends and leading dots as the protocol wants them, whatever the mail was stored with.
    const lines = raw.toString('latin1').replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..');
    await say(Buffer.from(`${lines}${lines.endsWith('\r\n') ? '' : '\r\n'}.\r\n`, 'latin1'), '250');
  }
  await say('QUIT\r\n', '221');
  socket.removeAllListeners('close');
  socket.destroy();
}
