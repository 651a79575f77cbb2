import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

export type ReceivedMail = {
  /** Of the mail, or made from its bytes where it has none: a mail that is handed over twice has the same. */
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string | null;
  readonly html: string | null;
  /** Sent by a program and not by a person: out-of-office notes, delivery reports, lists. */
  readonly automatic: boolean;
};
export type InboundOptions = {
  readonly host: string;
  readonly port: number;
  readonly domain: string;
  /** Whether there is such a mailbox; asked with what stands before the @. */
  readonly accepts: (mailbox: string) => boolean;
  /** Once a mail and mailbox. When it throws, the sending server is told to try again later. */
  readonly receive: (mail: ReceivedMail) => Promise<void>;
  readonly log: { warn(fields: object, sentence: string): void };
};
export type Inbound = { start(): Promise<number>; stop(): Promise<void> };

const MAX_BYTES = 1_048_576;

/**
 * Takes mail in by SMTP, for the mailboxes there are and no others. It is meant to stand behind one's own mail server, which checks
 * who sent a mail and speaks TLS to the world; this one listens to it.
 */
export function createInbound(options: InboundOptions): Inbound {
  const { domain, log } = options;
  const server = new SMTPServer({
    name: domain,
    banner: 'Entente',
    size: MAX_BYTES,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    maxClients: 50,
    socketTimeout: 60_000,
    closeTimeout: 2_000,
    logger: false,
    onRcptTo({ address }, _session, callback) {
      const at = address.lastIndexOf('@');
      const known = address.slice(at + 1).toLowerCase() === domain.toLowerCase() && options.accepts(address.slice(0, at));
      callback(known ? null : answer(550, 'There is no such mailbox'));
    },
    onData(stream, session, callback) {
      void hand(stream, session, callback);
    },
  });
  // A client that breaks off, or speaks something else, is no fault of ours.
  server.on('error', (error) => log.warn({ err: error }, 'a mail connection failed'));

  async function hand(stream: SMTPServerDataStream, session: SMTPServerSession, said: (error?: Error | null) => void): Promise<void> {
    try {
      await take(stream, session);
      said();
    } catch (error) {
      if (error instanceof Error && 'responseCode' in error) return said(error);
      log.warn({ err: error }, 'a mail could not be taken in');
      said(answer(451, 'Try again later'));
    }
  }

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const raw = await bytesOf(stream);
    const mail = await PostalMime.parse(raw);
    const header = (name: string): string => (mail.headers.find((one) => one.key === name)?.value ?? '').trim().toLowerCase();
    const { mailFrom, rcptTo } = session.envelope;
    const said = {
      // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
      messageId: (mail.messageId?.replaceAll(/[\u0000-\u0020\u007f]/g, '') || `<${createHash('sha256').update(raw).digest('hex')}@no-message-id>`).slice(
        0,
        500,
      ),
      // Several senders, or none, are nobody's.
      from: mail.from && 'address' in mail.from ? (mail.from.address ?? '').trim().toLowerCase() : '',
      subject: (mail.subject ?? '').slice(0, 500),
      text: mail.text ?? null,
      html: mail.html ?? null,
      automatic:
        mailFrom === false ||
        mailFrom.address === '' ||
        !['', 'no'].includes(header('auto-submitted')) ||
        ['bulk', 'junk', 'list', 'auto_reply'].includes(header('precedence')) ||
        ['list-id', 'x-autoreply', 'x-autorespond'].some((name) => header(name) !== ''),
    };
    for (const to of new Set(rcptTo.map(({ address }) => address.toLowerCase()))) await options.receive({ ...said, to });
  }

  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.server.once('error', reject);
        server.listen(options.port, options.host, () => {
          server.server.off('error', reject);
          resolve((server.server.address() as AddressInfo).port);
        });
      }),
    stop: () => (server.server.listening ? new Promise((resolve) => server.close(() => resolve())) : Promise.resolve()),
  };
}

const answer = (responseCode: number, sentence: string): Error => Object.assign(new Error(sentence), { responseCode });

async function bytesOf(stream: SMTPServerDataStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= MAX_BYTES) parts.push(part);
  }
  if (size > MAX_BYTES || stream.sizeExceeded) throw answer(552, 'The mail is larger than 1 MB');
  return Buffer.concat(parts);
}
