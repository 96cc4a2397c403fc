import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SMTPServer } from 'smtp-server';

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

const mailPassword = 'secret of the mail server';

/** A mail server that keeps what it takes. */
export async function startMailServer() {
  const mails: { from: string; to: string[]; text: string }[] = [];
  const state = { refuses: false };
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) =>
      username === 'continua' && password === mailPassword
        ? done(null, { user: username })
        : done(new Error('Who is that?')),
    onRcptTo: (_, __, done) =>
      done(state.refuses ? Object.assign(new Error('No such mailbox here'), { responseCode: 550 }) : null),
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), text: String(Buffer.concat(parts)) });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://continua:${encodeURIComponent(mailPassword)}@127.0.0.1:${port}`,
    password: mailPassword,
    mails,
    state,
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

/** What a mail says after its transfer encoding: the parts in their order, by name; the text has none. */
export function partsOf(mail: string): Record<string, string> {
  const boundary = /boundary="?([^";\r\n]+)/.exec(mail)![1]!;
  const parts = mail.split(`--${boundary}`).slice(1, -1);
  return Object.fromEntries(
    parts.map((part) => {
      const end = part.indexOf('\r\n\r\n');
      const head = part.slice(0, end);
      const body = part.slice(end + 4).replace(/\r\n$/, '');
      const name = /filename="?([^";\r\n]+)/.exec(head)?.[1] ?? '';
      return [name, decoded(body, /Content-Transfer-Encoding: (\S+)/i.exec(head)?.[1]?.toLowerCase())];
    }),
  );
}

function decoded(body: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  const text = body.replaceAll('\r\n', '\n');
  if (encoding !== 'quoted-printable') return text;
  const bytes = text
    .replaceAll('=\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** A time stamping authority: openssl behind HTTP. `state.answers` may put another answer in the place of its own. */
export async function startAuthority() {
  const folder = mkdtempSync(path.join(tmpdir(), 'continua-authority-'));
  const at = (name: string) => path.join(folder, name);
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  writeFileSync(
    at('authority.cnf'),
    `[ tsa ]
default_tsa = tsa1
[ tsa1 ]
serial = ${at('serial')}
crypto_device = builtin
signer_cert = ${at('signer.pem')}
signer_key = ${at('signer.key')}
certs = ${at('ca.pem')}
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
`,
  );
  writeFileSync(at('signer.cnf'), 'extendedKeyUsage = critical,timeStamping\nkeyUsage = digitalSignature\n');
  writeFileSync(at('serial'), '01\n');
  const newKey = ['-newkey', 'rsa:2048', '-nodes'];
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test CA', '-days', '2');
  openssl('req', ...newKey, '-keyout', 'signer.key', '-out', 'signer.csr', '-subj', '/CN=Test authority');
  const byCa = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'signer.cnf'];
  openssl('x509', '-req', '-in', 'signer.csr', ...byCa, '-out', 'signer.pem', '-days', '2');
  const state: { asked: number; answers?: (own: Buffer) => { status?: number; body: Buffer } } = { asked: 0 };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      state.asked++;
      writeFileSync(at('query.tsq'), Buffer.concat(parts));
      openssl('ts', '-reply', '-config', 'authority.cnf', '-queryfile', 'query.tsq', '-out', 'reply.tsr');
      const { status = 200, body } = state.answers?.(readFileSync(at('reply.tsr'))) ?? {
        body: readFileSync(at('reply.tsr')),
      };
      response.writeHead(status, { 'content-type': 'application/timestamp-reply' }).end(body);
    });
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}/stamp`,
    state,
    /** The certificate that whoever verifies trusts. */
    ca: at('ca.pem'),
    /** As an auditor would: what openssl says of the answer over a text. Throws when it refuses. */
    verify(answer: Buffer, text: string): string {
      writeFileSync(at('told.tsr'), answer);
      writeFileSync(at('told.txt'), text);
      return String(openssl('ts', '-verify', '-data', 'told.txt', '-in', 'told.tsr', '-CAfile', 'ca.pem'));
    },
    async stop() {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}
