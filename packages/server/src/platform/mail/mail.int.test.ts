import { testDatabase } from '@entente/testkit';
import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { createMail, recentMail, type Mail } from './index.ts';

type Received = { to: string[]; body: string };
const log = { warn: () => undefined };

const db = await testDatabase();

describe('mail', () => {
  let server: SMTPServer;
  let mail: Mail;
  let clock: Date;
  let answer: Error | null = null;
  const received: Received[] = [];
  const options = () => ({ database: db.db, from: 'Entente <no-reply@localhost>', now: () => clock, log });
  const enqueue = (to: string, subject = 'Hello'): Promise<string> =>
    db.db.inSystem((tx) =>
      mail.enqueue(tx, {
        tenantId: null,
        to,
        subject,
        text: 'Grüße\n.\nend',
        attachments: [{ name: 'invite.ics', mediaType: 'text/calendar', content: 'BEGIN:VCALENDAR' }],
      }),
    );
  const row = async (id: string) =>
    (
      await db.admin.query<{ status: string; attempts: number; last_error: string | null }>(
        'select status, attempts, last_error from mail_message where id = $1',
        [id],
      )
    ).rows[0];

  before(async () => {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onData: (stream, session, done) => {
        let body = '';
        stream
          .setEncoding('utf8')
          .on('data', (chunk: string) => {
            body += chunk;
          })
          .on('end', () => {
            if (answer === null) received.push({ to: session.envelope.rcptTo.map((each) => each.address), body });
            done(answer);
          });
      },
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve());
    });
    const { port } = server.server.address() as AddressInfo;
    mail = createMail({ ...options(), smtpUrl: `smtp://127.0.0.1:${port}` });
  });
  beforeEach(() => {
    clock = new Date('2026-06-01T08:00:00Z');
    answer = null;
    received.length = 0;
  });
  after(async () => {
    mail.close();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    await db.close();
  });

  test('an answer goes where it should, and a secret link is not kept once it was sent', async () => {
    const link = `https://entente.example/portal/link#${'aB3_-'.repeat(17)}x`;
    const id = await db.db.inSystem((tx) =>
      mail.enqueue(tx, {
        tenantId: null,
        to: 'lee@northwind.example',
        subject: 'Register',
        text: `Here: ${link} and #1 of them`,
        html: `<a href="${link}">Register</a>`,
        replyTo: 'reply+abc@answers.example',
        inReplyTo: '<first@northwind.example>',
      }),
    );
    await mail.deliverQueued();
    const body = received[0]?.body ?? '';
    assert.match(body, /^Reply-To: <?reply\+abc@answers\.example>?\r?$/m);
    assert.match(body, /^In-Reply-To: <first@northwind\.example>\r?$/m);
    assert.match(body, /^Auto-Submitted: auto-replied\r?$/m);
    const { rows } = await db.admin.query<{ text_body: string; html_body: string }>('select text_body, html_body from mail_message where id = $1', [id]);
    assert.deepEqual(rows, [
      { text_body: 'Here: https://entente.example/portal/link#… and #1 of them', html_body: '<a href="https://entente.example/portal/link#…">Register</a>' },
    ]);
  });

  test('mail goes out once, and only if its transaction is committed', async () => {
    const id = await enqueue('anna@example.com');
    await assert.rejects(
      db.db.inSystem(async (tx) => {
        await mail.enqueue(tx, { tenantId: null, to: 'ghost@example.com', subject: 'Never', text: 'x' });
        throw new Error('rolled back');
      }),
      /rolled back/,
    );
    const results = await Promise.all([mail.deliverQueued(), mail.deliverQueued()]);
    assert.equal(
      results.reduce((sum, result) => sum + result.sent, 0),
      1,
    );
    assert.deepEqual(
      received.map((each) => each.to),
      [['anna@example.com']],
    );
    assert.match(received[0]?.body ?? '', /Subject: Hello/);
    assert.match(received[0]?.body ?? '', /invite\.ics/);
    assert.deepEqual([(await row(id))?.status, (await mail.deliverQueued()).sent], ['sent', 0]);
  });

  test('a server that is busy is asked again later, one that says never is believed', async () => {
    answer = Object.assign(new Error('busy'), { responseCode: 451 });
    const id = await enqueue('anna@example.com');
    assert.equal((await mail.deliverQueued()).later, 1);
    assert.deepEqual([(await row(id))?.status, (await row(id))?.attempts], ['queued', 1]);
    assert.equal((await mail.deliverQueued()).later, 0, 'not before a minute has passed');
    clock = new Date(clock.getTime() + 61_000);
    answer = null;
    assert.equal((await mail.deliverQueued()).sent, 1);
    answer = Object.assign(new Error('no such mailbox'), { responseCode: 550 });
    const never = await enqueue('gone@example.com');
    assert.equal((await mail.deliverQueued()).failed, 1);
    assert.equal((await row(never))?.status, 'failed');
    answer = Object.assign(new Error('busy'), { responseCode: 451 });
    const tired = await enqueue('slow@example.com');
    clock = new Date(clock.getTime() + 86_400_000);
    const result = await mail.deliverQueued();
    assert.deepEqual([result.later, result.failed, (await row(tired))?.status], [5, 1, 'failed']);
  });

  test('without a server mail is kept, as is mail to nobody', async () => {
    const kept = createMail({ ...options(), smtpUrl: null });
    const id = await db.db.inSystem((tx) => kept.enqueue(tx, { tenantId: null, to: 'anna@example.com', subject: 'Kept', text: 'x' }));
    assert.equal((await row(id))?.status, 'kept');
    const unreachable = await enqueue('ann@people.invalid');
    const queued = await enqueue('bob@example.com');
    assert.deepEqual([(await row(unreachable))?.status, (await row(queued))?.status], ['kept', 'queued']);
    assert.equal((await kept.deliverQueued()).kept, 1);
    assert.deepEqual([mail.keeps, kept.keeps], [false, true]);
  });

  test('the newest mails are found with their links, of whichever workspace or none', async () => {
    await db.db.inSystem((tx) =>
      mail.enqueue(tx, { tenantId: null, to: 'reset@example.com', subject: 'Set your password', text: 'Open\n\nhttp://localhost:4400/r?token=1\n' }),
    );
    await enqueue('later@example.com');
    const recent = await db.db.inSystem((tx) => recentMail(tx, { last: 2 }));
    assert.deepEqual(
      recent.map(({ to, links }) => ({ to, links })),
      [
        { to: 'later@example.com', links: [] },
        { to: 'reset@example.com', links: ['http://localhost:4400/r?token=1'] },
      ],
    );
    const [only, ...more] = await db.db.inSystem((tx) => recentMail(tx, { last: 9, to: 'Reset@example.com' }));
    assert.deepEqual([only?.subject, only?.status, more], ['Set your password', 'queued', []]);
  });

  test('a second header cannot be smuggled in', async () => {
    await assert.rejects(enqueue('anna@example.com', 'Hello\r\nBcc: all@example.com'), /one line/);
    await assert.rejects(enqueue('anna@example.com\r\nBcc: all@example.com'), /address/);
  });
});
