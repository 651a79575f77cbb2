import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { buildPerson, startedServer, type StartedServer } from '@entente/testkit';
import { fireClocks } from '../platform/clocks.ts';
import { bearer, clientOf, quietLogger, send, type Headers } from './api.fixture.ts';
import { linksBench, readEvents, refused, registration, tokenIn, type Bench, type PartnerBench } from './links.fixture.ts';

let now = new Date('2026-11-23T08:00:00Z');
const server: StartedServer = await startedServer({ logger: quietLogger, now: () => now });
const nobody = clientOf(server, {});
const DAY = 86_400_000;
const MAIL = 'lee@northwind.example';

let bench: Bench;
let north: PartnerBench;
let south: PartnerBench;
before(async () => {
  bench = await linksBench(server, 'Kestrel');
  north = await bench.partner('Northwind', { seller: true });
  south = await bench.partner('Southbay', { seller: true });
});
const toRegister = (email = MAIL) => bench.link({ purpose: 'register', partnerId: north.id, email });
const own = (partner: PartnerBench) => {
  assert.ok(partner.api);
  return partner.api;
};
/** A registration of a partner that a person has to decide. */
const waiting = (partner: PartnerBench, domain: string) =>
  own(partner)('portalRegistrations.create', { body: { ...registration(domain, { valueBand: 'to-250k' }), kind: 'sourcing', productIds: [] } });
const count = async (table: string): Promise<number> =>
  (await server.test.admin.query<{ count: number }>(`select count(*)::int as count from ${table}`)).rows[0]?.count ?? 0;

test('a deal is registered by a mailed link, without signing in, once, and all of it is on record', async () => {
  const { row, token } = await toRegister();
  assert.deepEqual([row.state, row.about, row.partnerName], ['waiting', null, 'Northwind']);
  const opened = await nobody('links.open', { body: { token } });
  assert.deepEqual([opened.state, opened.purpose, opened.email, opened.vendor.name, opened.partnerName], ['open', 'register', MAIL, 'Kestrel', 'Northwind']);
  assert.deepEqual(
    opened.fields.filter((one) => one.required).map((one) => one.name),
    ['customerDomain', 'contactEmail', 'valueBand', 'closeOn'],
  );
  assert.deepEqual(await nobody('links.check', { body: { token, customerDomain: 'aurora-health.de' } }).then(({ answer }) => answer), 'clear');
  const wrong = await refused(server, 'links.use', {
    token,
    verb: 'register',
    fields: registration('aurora-health.de', { closeOn: '2027-02-30', contactEmail: 'x' }),
  });
  assert.deepEqual([wrong.status, wrong.fields?.map((one) => one.path)], [422, ['contactEmail', 'closeOn']]);
  const done = await nobody('links.use', { body: { token, verb: 'register', fields: registration('aurora-health.de') } });
  assert.match(done.sentence, /^R-\d+ is registered\. Protected until/);
  const kept = (await bench.owner('registrations.list', { query: { partnerId: north.id } })).items.find((one) => one.customerDomain === 'aurora-health.de');
  assert.ok(kept);
  const detail = await bench.owner('registrations.get', { params: { id: kept.id } });
  assert.deepEqual([detail.cameBy, detail.submittedBy], ['link', MAIL]);
  const { items } = await bench.owner('audit.list', { query: { recordId: kept.id } });
  assert.ok(items.some((entry) => entry.actorKind === 'link' && entry.actorName === MAIL));
  const again = await refused(server, 'links.use', { token, verb: 'register', fields: registration('other-company.de') });
  assert.deepEqual([again.status, again.reason], [409, 'link_used']);
  assert.match(again.detail, /was used on 23 November 2026/);
  assert.equal((await nobody('links.open', { body: { token } })).state, 'used');
  assert.equal((await refused(server, 'links.check', { token, customerDomain: 'a.example' })).status, 409);
  const listed = (await bench.owner('links.list', { query: { partnerId: north.id } })).items.find((one) => one.id === row.id);
  assert.deepEqual([listed?.state, listed?.about], ['used', `R-${kept.number} ${kept.companyName}`]);
});

test('looking changes nothing but that it was looked at', async () => {
  const { row, token } = await toRegister();
  const tables = ['audit_entry', 'outbox_event', 'registration', 'mail_message', 'clock'];
  const seen = () => Promise.all(tables.map(count));
  const earlier = await seen();
  for (let time = 0; time < 3; time += 1) await nobody('links.open', { body: { token } });
  assert.deepEqual(await seen(), earlier);
  assert.equal((await bench.owner('links.list', { query: {} })).items.find((one) => one.id === row.id)?.state, 'opened');
});

test('of uses in the same instant one is done, the others hear that it was', async () => {
  const { token } = await toRegister();
  const answers = await Promise.all(
    ['one', 'two', 'three', 'four'].map((name) =>
      send(server, {}, 'links.use', { body: { token, verb: 'register', fields: registration(`${name}-at-once.de`) } }),
    ),
  );
  assert.deepEqual(
    answers.map((answer) => answer.status).sort((a, b) => a - b),
    [200, 409, 409, 409],
  );
  for (const answer of answers.filter((one) => one.status === 409)) assert.match(answer.text, /was used on/);
  const { items } = await bench.owner('registrations.list', { query: { q: 'at-once' } });
  assert.equal(items.length, 1);
});

test('an altered, an unknown and a broken token get the same answer', async () => {
  const { token } = await toRegister();
  const flip = (place: number) => token.slice(0, place) + (token[place] === 'A' ? 'B' : 'A') + token.slice(place + 1);
  const body = (altered: string) => ({ token: altered, verb: 'register', fields: registration('altered.de'), customerDomain: 'altered.de' });
  const altered = [
    flip(0),
    flip(10),
    flip(21),
    flip(25),
    flip(43),
    flip(60),
    flip(85),
    token.slice(0, -1),
    `${token}A`,
    'x'.repeat(86),
    token.split('').reverse().join(''),
    'a-word-of-twenty-letters',
  ];
  const answers = new Set<string>();
  for (const one of altered)
    for (const id of ['links.open', 'links.check', 'links.use'] as const) {
      const { status, code, detail, reason } = await refused(server, id, body(one));
      answers.add(JSON.stringify({ status, code, detail, reason }));
    }
  assert.deepEqual([...answers], [JSON.stringify({ status: 404, code: 'not_found', detail: 'There is no such link, or it is outside your reach.' })]);
  assert.equal((await nobody('links.open', { body: { token } })).state, 'open', 'the true one still works');
});

test('a link ends on its day, and when it is taken back', async () => {
  const late = await bench.link({ purpose: 'register', partnerId: north.id, email: MAIL, days: 1 });
  const gone = await toRegister();
  assert.equal((await bench.owner('links.revoke', { params: { id: gone.row.id } })).state, 'revoked');
  const revoked = await refused(server, 'links.use', { token: gone.token, verb: 'register', fields: registration('gone.de') });
  assert.deepEqual([revoked.status, revoked.reason], [409, 'link_revoked']);
  now = new Date(now.getTime() + DAY);
  const expired = await refused(server, 'links.use', { token: late.token, verb: 'register', fields: registration('late.de') });
  assert.deepEqual([expired.status, expired.reason], [409, 'link_expired']);
  assert.equal((await nobody('links.open', { body: { token: late.token } })).state, 'expired');
  await fireClocks({
    database: server.app.database,
    handlers: server.app.modules.clockHandlers,
    now: () => now,
    onError: (error) => assert.fail(String(error)),
  });
  const { items } = await bench.owner('audit.list', { query: { recordId: late.row.id } });
  assert.deepEqual(
    items.map((entry) => entry.operation),
    ['links.expire', 'links.create'],
  );
  assert.ok(!JSON.stringify(items).includes('secret'));
});

test('a link is for its purpose and its partner’s record, and opens nothing else', async () => {
  const theirs = await waiting(south, 'southern-rail.com');
  for (const purpose of ['answer', 'update', 'extend', 'accept_lead', 'evidence'] as const) {
    const answer = await send(server, bench.workspace.owner.headers, 'links.create', {
      body: { purpose, partnerId: north.id, email: MAIL, recordId: theirs.id, days: 3 },
    });
    assert.equal(answer.status, 404, purpose);
  }
  assert.equal(
    (
      await send(server, bench.workspace.owner.headers, 'links.create', {
        body: { purpose: 'register', partnerId: north.id, email: MAIL, recordId: theirs.id },
      })
    ).status,
    422,
  );
  const nothingAsked = await send(server, bench.workspace.owner.headers, 'links.create', {
    body: { purpose: 'answer', partnerId: south.id, email: MAIL, recordId: theirs.id },
  });
  assert.equal(nothingAsked.status, 409);
  const { token } = await toRegister();
  assert.equal((await refused(server, 'links.use', { token, verb: 'accept', fields: registration('x-company.de') })).status, 422);
  for (const headers of [bearer(token), { cookie: `entente.session_token=${token}` } as Headers])
    assert.equal((await send(server, headers, 'portalRegistrations.list', {})).status, 401);
  // A link works the same with another person's session beside it, and takes nothing from it.
  const done = await send(server, bench.workspace.owner.headers, 'links.use', {
    body: { token, verb: 'register', fields: registration('beside-a-session.de') },
  });
  assert.equal(done.status, 200);
  const [made] = (await bench.owner('registrations.list', { query: { q: 'beside-a-session' } })).items;
  assert.equal(made?.partnerId, north.id);
});

test('a question is answered, news are sent and more time is asked for by link', async () => {
  const made = await waiting(north, 'eastgate-bank.com');
  const get = () => bench.owner('registrations.get', { params: { id: made.id } });
  await bench.owner('registrations.askInfo', { params: { id: made.id }, body: { question: 'Who decides at the customer?' }, ifVersion: (await get()).version });
  const asked = await bench.link({ purpose: 'answer', partnerId: north.id, email: MAIL, recordId: made.id });
  assert.match((await bench.mailTo(MAIL)).text, /Who decides at the customer\?/);
  const form = await nobody('links.open', { body: { token: asked.token } });
  assert.equal(form.sentence, 'Who decides at the customer?');
  assert.match((await nobody('links.use', { body: { token: asked.token, verb: 'answer', fields: { text: 'Dana Fox, head of IT.' } } })).sentence, /on its way/);
  assert.equal((await get()).state, 'submitted');
  await bench.owner('registrations.approve', { params: { id: made.id }, body: {}, ifVersion: (await get()).version });

  const update = await bench.link({ purpose: 'update', partnerId: north.id, email: MAIL, recordId: made.id });
  await nobody('links.use', { body: { token: update.token, verb: 'report', fields: { note: 'The tender is out.', closeOn: '2027-03-31' } } });
  assert.equal((await get()).closeOn, '2027-03-31');

  const extend = await bench.link({ purpose: 'extend', partnerId: north.id, email: MAIL, recordId: made.id });
  const second = await bench.link({ purpose: 'extend', partnerId: north.id, email: MAIL, recordId: made.id });
  await nobody('links.use', { body: { token: extend.token, verb: 'ask_extension', fields: { days: '30', reason: 'The board meets in March.' } } });
  assert.deepEqual((await get()).extensionAsked, { days: 30, reason: 'The board meets in March.' });
  const opened = await nobody('links.open', { body: { token: second.token } });
  assert.deepEqual([opened.state, opened.verbs.length, opened.sentence], ['open', 0, 'More time is asked for already.']);
  assert.equal((await refused(server, 'links.use', { token: second.token, verb: 'ask_extension', fields: { days: '30', reason: 'Again' } })).status, 409);
});

test('a lead is accepted or declined by link', async () => {
  const lead = async (companyName: string) => {
    const entered = await bench.owner('leads.create', {
      body: { companyName, contactEmail: 'ada@lead.example', contactName: 'Ada Lead', source: 'fair', route: false },
    });
    return bench.owner('leads.route', { params: { id: entered.id }, body: { partnerId: south.id }, ifVersion: entered.version });
  };
  const first = await lead('Harbour Freight');
  const accept = await bench.link({ purpose: 'accept_lead', partnerId: south.id, email: 'sam@southbay.example', recordId: first.id });
  const form = await nobody('links.open', { body: { token: accept.token } });
  assert.deepEqual(
    form.verbs.map((verb) => verb.key),
    ['accept', 'decline'],
  );
  assert.ok(!JSON.stringify(form).includes('ada@lead.example'), 'the contact is shown once the lead is taken');
  const done = await nobody('links.use', { body: { token: accept.token, verb: 'accept', fields: {} } });
  assert.ok(done.facts.some((fact) => fact.value === 'ada@lead.example'));
  const second = await lead('Quiet Mills');
  const decline = await bench.link({ purpose: 'accept_lead', partnerId: south.id, email: 'sam@southbay.example', recordId: second.id });
  assert.equal((await refused(server, 'links.use', { token: decline.token, verb: 'decline', fields: {} })).status, 422);
  assert.match((await nobody('links.use', { body: { token: decline.token, verb: 'decline', fields: { reason: 'No capacity.' } } })).sentence, /declined/);
});

test('evidence is given by link, to the side it belongs to', async () => {
  const [mine, theirs] = [await waiting(north, 'granite-works.com'), await waiting(south, 'granite-works.com')];
  const opened = await bench.owner('cases.open', { body: { registrationIds: [mine.id, theirs.id], reason: 'Both work with them.' } });
  const { token } = await bench.link({ purpose: 'evidence', partnerId: north.id, email: MAIL, recordId: opened.id });
  const form = await nobody('links.open', { body: { token } });
  assert.ok(!JSON.stringify(form).includes('Southbay'));
  await nobody('links.use', { body: { token, verb: 'add', fields: { body: 'We met them in May.' } } });
  const kept = await bench.owner('cases.get', { params: { id: opened.id } });
  assert.ok(kept.entries.some((entry) => entry.body === 'We met them in May.' && entry.by === MAIL));
});

test('people without an account are sent a fitting link by itself, once, and are told what becomes of what they did', async () => {
  const alone = await bench.partner('Alone & Co', { contact: 'pat@alone.example' });
  const { token } = await bench.link({ purpose: 'register', partnerId: alone.id, email: 'pat@alone.example' });
  await nobody('links.use', { body: { token, verb: 'register', fields: registration('lighthouse-media.com', { valueBand: 'to-250k' }) } });
  const [made] = (await bench.owner('registrations.list', { query: { partnerId: alone.id } })).items;
  assert.ok(made);
  await bench.owner('registrations.askInfo', { params: { id: made.id }, body: { question: 'Is there a budget for this year?' }, ifVersion: made.version });
  await readEvents(server);
  const asked = await bench.mailTo('pat@alone.example');
  assert.match(asked.subject, /^R-\d+ .*: answer a question$/);
  await nobody('links.use', { body: { token: tokenIn(asked.text), verb: 'answer', fields: { text: 'There is.' } } });
  const kept = await bench.owner('registrations.get', { params: { id: made.id } });
  assert.equal(kept.state, 'submitted');
  await bench.owner('registrations.decline', {
    params: { id: made.id },
    body: { reason: 'other', partnerText: 'We serve this customer ourselves.' },
    ifVersion: kept.version,
  });
  await readEvents(server);
  const told = await bench.mailTo('pat@alone.example');
  assert.match(told.text, /We serve this customer ourselves\./);
  assert.doesNotMatch(told.text, /http/);
  const before = (await bench.mails('pat@alone.example')).length;
  await server.test.admin.query("update outbox_cursor set tx = '0'::xid8, seq = 0 where consumer = 'notifications'");
  await readEvents(server);
  assert.equal((await bench.mails('pat@alone.example')).length, before, 'events read again tell nobody twice');
});

test('in the mailbox a link that was not sent is shown to those who may send links, and to nobody else', async () => {
  const { token } = await toRegister('mailbox@northwind.example');
  const auditor = clientOf(server, (await buildPerson(server, bench.workspace, { name: 'Ada Auditor', role: 'auditor' })).headers);
  const seenBy = async (who: typeof auditor) =>
    JSON.stringify((await who('mailbox.list', { query: { limit: 200 } })).items.filter((mail) => mail.to === 'mailbox@northwind.example'));
  assert.ok((await seenBy(bench.owner)).includes(token));
  const hidden = await seenBy(auditor);
  assert.ok(hidden.includes('shown only to its receiver') && !hidden.includes(token));
});

test('only those who may send links send, list and take them back', async () => {
  const seller = await buildPerson(server, bench.workspace, { name: 'Sid Seller', role: 'seller' });
  for (const headers of [seller.headers, north.person?.headers ?? {}]) {
    const status = (await send(server, headers, 'links.list', {})).status;
    assert.ok(status === 403 || status === 404);
  }
});

test('one address has a limit of its own, whatever credentials it brings', async () => {
  const small = await startedServer({ logger: quietLogger, now: () => now, publicRequestsPerMinute: 5, test: server.test });
  const statuses: number[] = [];
  for (let time = 0; time < 7; time += 1)
    statuses.push((await send(small, { authorization: `Bearer ${time}` }, 'links.open', { body: { token: 'x'.repeat(86) } })).status);
  assert.deepEqual(statuses, [404, 404, 404, 404, 404, 429, 429]);
});
