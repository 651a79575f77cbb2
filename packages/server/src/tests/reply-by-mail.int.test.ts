import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { before, test } from 'node:test';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { startedServer, type StartedServer } from '@entente/testkit';
import { quietLogger } from './api.fixture.ts';
import { linksBench, registration, type Bench, type PartnerBench } from './links.fixture.ts';

const now = new Date('2026-11-23T08:00:00Z');
const server: StartedServer = await startedServer({
  logger: quietLogger,
  now: () => now,
  inboundMail: { port: 0, host: '127.0.0.1', domain: 'answers.example' },
});
const MAIL = 'lee@northwind.example';

let bench: Bench;
let north: PartnerBench;
let port: number;
before(async () => {
  assert.ok(server.app.inbound);
  port = await server.app.inbound.start();
  bench = await linksBench(server, 'Kestrel');
  north = await bench.partner('Northwind', { seller: true });
});

/** A mail program of somebody at a partner. */
async function mail(message: SendMailOptions): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
  try {
    await transport.sendMail({ from: MAIL, subject: 'Re: Register a deal', ...message });
  } finally {
    transport.close();
  }
}
type Kept = { outcome: string; sentence: string; body: string };
const received = async (to: string): Promise<Kept[]> =>
  (await server.test.admin.query<Kept>('select outcome, sentence, body from received_mail where to_address = $1 order by id', [to])).rows;
async function linkTo(email = MAIL): Promise<string> {
  await bench.link({ purpose: 'register', partnerId: north.id, email });
  const { replyTo } = await bench.mailTo(email);
  assert.match(replyTo ?? '', /^reply\+[a-z2-7]{58}@answers\.example$/);
  return replyTo ?? '';
}
const registered = async (domain: string) => (await bench.owner('registrations.list', { query: { q: domain } })).items.length;
const four = (domain: string): string => `customer: ${domain}\ncontact: jo@${domain}\nvalue: 30,000\nclose: 2027-02-01`;

test('answering the mail of a link registers a deal, and a mail back says so', async () => {
  const to = await linkTo();
  await mail({
    to,
    messageId: '<first@northwind.example>',
    text: `${four('mail-one.de')}\nWe met at the fair.\n\nOn Mon, 23 Nov 2026 at 09:00, Kestrel <x@y.example> wrote:\n> customer: acme.example`,
  });
  const [kept] = await received(to);
  assert.equal(kept?.outcome, 'done', kept?.sentence ?? 'nothing was received');
  const [row] = (await bench.owner('registrations.list', { query: { q: 'mail-one.de' } })).items;
  assert.ok(row);
  const detail = await bench.owner('registrations.get', { params: { id: row.id } });
  assert.deepEqual(
    [detail.cameBy, detail.submittedBy, detail.amountMinor, detail.valueBand, detail.story],
    ['mail', MAIL, 3_000_000, 'to-50k', 'We met at the fair.'],
  );
  const back = await bench.mailTo(MAIL);
  assert.match(back.text, /R-\d+ is registered/);
  assert.deepEqual([back.inReplyTo, back.subject], ['<first@northwind.example>', 'Re: Register a deal']);
});

test('the same mail handed over again does nothing; another one hears that the link was used', async () => {
  const to = await linkTo();
  const message = { to, messageId: '<twice@northwind.example>', text: four('mail-two.de') };
  await Promise.all([mail(message), mail(message), mail(message)]);
  assert.equal((await received(to)).length, 1);
  assert.equal(await registered('mail-two.de'), 1);
  await mail({ to, text: four('mail-three.de') });
  assert.equal(await registered('mail-three.de'), 0);
  assert.match((await bench.mailTo(MAIL)).text, /was used on 23 November 2026/);
});

test('what is missing is said, nothing is done, and a second answer completes it', async () => {
  const to = await linkTo();
  await mail({ to, text: 'customer: mail-four.de\nvalue: USD 5' });
  const { text } = await bench.mailTo(MAIL);
  assert.match(text, /Nothing was done yet\. Missing: .*contact.*EUR.*close/);
  assert.equal(await registered('mail-four.de'), 0);
  await mail({ to, html: `<div>${four('mail-four.de').replaceAll('\n', '<br>')}</div><blockquote>old</blockquote>` });
  assert.equal(await registered('mail-four.de'), 1);
});

test('only the link’s own address counts; whoever else wrote gets nothing', async () => {
  const to = await linkTo();
  await mail({ to, from: 'mallory@elsewhere.example', text: four('mail-five.de') });
  const [kept] = await received(to);
  assert.equal(kept?.outcome, 'refused');
  assert.equal((await bench.mails('mallory@elsewhere.example')).length, 0);
  assert.match((await bench.mailTo(MAIL)).text, /came from mallory@elsewhere\.example\. Only an answer from lee@northwind\.example counts/);
  await mail({ to, from: `"${MAIL}" <mallory@elsewhere.example>`, sender: MAIL, envelope: { from: MAIL, to }, text: four('mail-five.de') });
  assert.equal(await registered('mail-five.de'), 0);
  await mail({ to, from: 'Lee <LEE@Northwind.example>', text: four('mail-five.de') });
  assert.equal(await registered('mail-five.de'), 1);
});

test('automatic answers are left alone, and so are two programs that answer each other', async () => {
  const to = await linkTo('robot@northwind.example');
  const answers = () => bench.mails('robot@northwind.example').then((mails) => mails.length);
  const before = await answers();
  const from = 'robot@northwind.example';
  await mail({ to, from, text: 'I am away.', headers: { 'Auto-Submitted': 'auto-replied' } });
  await mail({ to, from, text: 'I am away.', headers: { Precedence: 'bulk' } });
  await mail({ to, from, text: 'Not delivered', envelope: { from: '', to } });
  assert.deepEqual(
    (await received(to)).map((kept) => kept.outcome),
    ['ignored', 'ignored', 'ignored'],
  );
  assert.equal(await answers(), before);
  for (let time = 0; time < 14; time += 1) await mail({ to, from, text: 'Thank you for your mail.' });
  assert.equal(await answers(), before + 10);
});

test('there is no mailbox but those of links, and an altered one is none', async () => {
  const to = await linkTo();
  const altered = to.replace(/^reply\+(.)/, (_, letter: string) => `reply+${letter === 'a' ? 'b' : 'a'}`);
  for (const address of [
    altered,
    'register@answers.example',
    'postmaster@answers.example',
    `reply+@answers.example`,
    to.replace('answers.example', 'elsewhere.example'),
    'someone@gmail.example',
  ])
    await assert.rejects(mail({ to: address, text: four('mail-six.de') }), /550/, address);
  assert.equal(await registered('mail-six.de'), 0);
  await mail({ to: to.toUpperCase(), text: four('mail-six.de') });
  assert.equal(await registered('mail-six.de'), 1, 'mail servers may change the case');
});

test('a mail over 1 MB is refused, whether or not its size was announced', async () => {
  const to = await linkTo();
  await assert.rejects(mail({ to, text: four('mail-seven.de'), attachments: [{ filename: 'big.bin', content: Buffer.alloc(1_200_000, 'x') }] }), /552|size/i);
  const said = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const lines = [
      `EHLO x\r\n`,
      `MAIL FROM:<${MAIL}>\r\n`,
      `RCPT TO:<${to}>\r\n`,
      'DATA\r\n',
      `From: ${MAIL}\r\n\r\n${`${'x'.repeat(998)}\r\n`.repeat(1_200)}.\r\n`,
    ];
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (/^\d{3} /m.test(chunk.toString())) {
        const line = lines.shift();
        if (line !== undefined) socket.write(line);
        else if (!socket.writableEnded) socket.end('QUIT\r\n');
      }
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
  assert.match(said, /^552 /m);
  assert.equal((await received(to)).length, 0);
});

test('a question, an extension and a lead are answered by mail', async () => {
  assert.ok(north.api);
  const made = await north.api('portalRegistrations.create', {
    body: { ...registration('mail-eight.com', { valueBand: 'to-250k' }), kind: 'sourcing', productIds: [] },
  });
  const get = () => bench.owner('registrations.get', { params: { id: made.id } });
  await bench.owner('registrations.askInfo', { params: { id: made.id }, body: { question: 'Who decides at the customer?' }, ifVersion: (await get()).version });
  const replyTo = async (purpose: 'answer' | 'extend' | 'accept_lead', recordId: string): Promise<string> => {
    await bench.link({ purpose, partnerId: north.id, email: MAIL, recordId });
    return (await bench.mailTo(MAIL)).replyTo ?? '';
  };
  await mail({ to: await replyTo('answer', made.id), text: 'Dana Fox.\n-- \nLee' });
  assert.ok((await get()).events.some((event) => event.kind === 'answered' && event.partnerSentence === 'Dana Fox.'));
  await bench.owner('registrations.approve', { params: { id: made.id }, body: {}, ifVersion: (await get()).version });
  await mail({ to: await replyTo('extend', made.id), text: 'Please 21 days, the board meets in March.' });
  assert.deepEqual((await get()).extensionAsked, { days: 21, reason: 'Please 21 days, the board meets in March.' });
  const entered = await bench.owner('leads.create', { body: { companyName: 'Harbour Freight', source: 'fair', route: false } });
  await bench.owner('leads.route', { params: { id: entered.id }, body: { partnerId: north.id }, ifVersion: entered.version });
  await mail({ to: await replyTo('accept_lead', entered.id), text: 'Accept, thank you' });
  assert.equal((await bench.owner('leads.get', { params: { id: entered.id } })).state, 'accepted');
});

test('what speaks no mail, or breaks off, does no harm', async () => {
  for (const bytes of [Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.from([0, 255, 254, 10, 13, 10]), Buffer.from('EHLO x\r\nMAIL FROM:<a@b.example>\r\n')])
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes, () => setTimeout(() => socket.destroy(), 50)));
      socket.on('close', () => resolve());
      socket.on('error', () => resolve());
    });
  const to = await linkTo();
  await mail({ to, subject: '\u0000odd', text: `\u0000${four('mail-nine.de')}` });
  assert.equal(await registered('mail-nine.de'), 1);
});
