import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import { createTransport, type Transporter } from 'nodemailer';
import { z } from 'zod';
import type { Database, Tx } from '../db/database.ts';
import { assertSendable, isPermanent, isUnreachable, RETRY_AFTER, type MailInput } from './message.ts';

export type Mail = {
  /** There is no mail server: what is written waits in the built-in mailbox. */
  readonly keeps: boolean;
  /** Inside the caller's transaction: the mail exists if and only if the change does. */
  enqueue(tx: Tx, mail: MailInput): Promise<string>;
  /** Called by the worker. Gives what became of the mails that were due. */
  deliverQueued(): Promise<{ sent: number; kept: number; failed: number; later: number }>;
  close(): void;
};

export type MailOptions = {
  readonly database: Database;
  /** Null: no mail server; mail is kept for the built-in mailbox. */
  readonly smtpUrl: string | null;
  readonly from: string;
  readonly now: () => Date;
  readonly log: { warn(fields: object, sentence: string): void };
};

type QueuedMail = {
  id: string;
  to_address: string;
  subject: string;
  text_body: string;
  html_body: string | null;
  attachments: unknown;
  attempts: number;
  reply_to: string | null;
  in_reply_to: string | null;
};
const attachmentList = z.array(z.object({ name: z.string(), mediaType: z.string(), content: z.string() }));
/** Any number known only to us: of several workers one delivers at a time, or a mail could go out twice. */
const LOCK = 7_261_404_114;
const BATCH = 20;
/** The part of an address behind the # that is long enough to be a secret. */
const TOKEN = '#[A-Za-z0-9_-]{80,}';

export function createMail(options: MailOptions): Mail {
  const { database, now } = options;
  const transport =
    options.smtpUrl === null
      ? null
      : createTransport({
          url: options.smtpUrl,
          connectionTimeout: 10_000,
          greetingTimeout: 10_000,
          socketTimeout: 20_000,
          disableFileAccess: true,
          disableUrlAccess: true,
        });
  return {
    keeps: transport === null,
    async enqueue(tx, mail) {
      assertSendable(mail);
      const id = newId();
      await tx
        .insertInto('mail_message')
        .values({
          tenant_id: mail.tenantId,
          id,
          to_address: mail.to,
          subject: mail.subject,
          text_body: mail.text,
          html_body: mail.html ?? null,
          attachments: JSON.stringify(mail.attachments ?? []),
          deal_id: mail.dealId ?? null,
          reply_to: mail.replyTo ?? null,
          in_reply_to: mail.inReplyTo ?? null,
          status: transport && !isUnreachable(mail.to) ? 'queued' : 'kept',
          created_at: now().toISOString(),
        })
        .execute();
      return id;
    },
    async deliverQueued() {
      const result = { sent: 0, kept: 0, failed: 0, later: 0 };
      if (!transport) {
        // Mail that was queued while a server was set, and never will be sent without one.
        result.kept = await database.inSystem(async (tx) =>
          Number((await tx.updateTable('mail_message').set({ status: 'kept' }).where('status', '=', 'queued').executeTakeFirst()).numUpdatedRows),
        );
        return result;
      }
      await exclusively(database, async () => {
        for (let batch = await claim(database, now()); batch.length > 0; batch = await claim(database, now())) {
          for (const mail of batch) result[await deliver(options, transport, mail)] += 1;
        }
      });
      return result;
    },
    close: () => transport?.close(),
  };
}

/** The try is counted before it is made: a crash while sending costs one try and never repeats in a loop. */
function claim(database: Database, now: Date): Promise<QueuedMail[]> {
  const due = RETRY_AFTER.map((wait, attempts) => sql`(${attempts}::int, ${new Date(now.getTime() - wait).toISOString()}::timestamptz)`);
  return database.inSystem(async (tx) => {
    const { rows } = await sql<QueuedMail>`
      update mail_message set attempts = attempts + 1 where id in (
        select m.id from mail_message m join (values ${sql.join(due)}) as due (attempts, before) on due.attempts = m.attempts and m.created_at <= due.before
        where m.status = 'queued' order by m.id limit ${BATCH} for update of m skip locked)
      returning id, to_address, subject, text_body, html_body, attachments, attempts, reply_to, in_reply_to`.execute(tx);
    return rows;
  });
}

async function deliver(options: MailOptions, transport: Transporter, mail: QueuedMail): Promise<'sent' | 'failed' | 'later'> {
  try {
    await transport.sendMail({
      from: options.from,
      // As an object it is one address, whatever it holds.
      to: { name: '', address: mail.to_address },
      subject: mail.subject,
      text: mail.text_body,
      ...(mail.html_body === null ? {} : { html: mail.html_body }),
      ...(mail.reply_to === null ? {} : { replyTo: { name: '', address: mail.reply_to } }),
      ...(mail.in_reply_to === null ? {} : { inReplyTo: mail.in_reply_to, headers: { 'Auto-Submitted': 'auto-replied' } }),
      // The same for each try, so that a reader can tell a repeated mail.
      messageId: `<${mail.id}@entente>`,
      attachments: attachmentList.parse(mail.attachments).map((part) => ({ filename: part.name, contentType: part.mediaType, content: part.content })),
    });
  } catch (error) {
    const failed = isPermanent(error) || mail.attempts >= RETRY_AFTER.length;
    const reason = error instanceof Error ? error.message.slice(0, 500) : 'unknown';
    options.log.warn({ mailId: mail.id, attempt: mail.attempts, reason }, failed ? 'mail given up' : 'mail not delivered yet');
    await options.database.inSystem((tx) =>
      tx
        .updateTable('mail_message')
        .set({ last_error: reason, ...(failed ? { status: 'failed' } : {}) })
        .where('id', '=', mail.id)
        .execute(),
    );
    return failed ? 'failed' : 'later';
  }
  await options.database.inSystem((tx) =>
    tx
      .updateTable('mail_message')
      .set({
        status: 'sent',
        last_error: null,
        sent_at: options.now().toISOString(),
        // Its receiver has the link now; whoever reads the database, or a copy of it, need not.
        text_body: sql<string>`regexp_replace(text_body, ${TOKEN}, '#…', 'g')`,
        html_body: sql<string | null>`regexp_replace(html_body, ${TOKEN}, '#…', 'g')`,
      })
      .where('id', '=', mail.id)
      .execute(),
  );
  return 'sent';
}

/** A lock of the connection and not of a transaction: a transaction open while a slow server answers would hold back others. */
async function exclusively(database: Database, work: () => Promise<void>): Promise<void> {
  const client = await database.pool.connect();
  let broken: Error | undefined;
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [LOCK]);
    if (!rows[0]?.mine) return;
    try {
      await work();
    } finally {
      await client.query('select pg_advisory_unlock($1)', [LOCK]);
    }
  } catch (error) {
    broken = error instanceof Error ? error : new Error('lock failed');
    throw error;
  } finally {
    client.release(broken);
  }
}
