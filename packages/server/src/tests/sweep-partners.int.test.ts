import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { operationEntries, type OperationId, type Result } from '@entente/contracts';
import { newId } from '@entente/kernel';
import { startedServer } from '@entente/testkit';
import { quietLogger, send, type Headers, type LooseInput } from './api.fixture.ts';
import { readEvents } from './links.fixture.ts';
import { hiddenPrices, hushOf, newCustomer, type PartnerSide } from './partner-records.fixture.ts';
import { buildRecords, makeOneOfEach } from './records.fixture.ts';
import { snapshotOf, tenantTables } from './snapshot.fixture.ts';

/** What the sweep of single operations cannot see: links without a person, rooms of two sides, and all that a partner ever reads. */
const server = await startedServer({ logger: quietLogger, outboundPrivate: true });
const tables = await tenantTables(server.test);
const ours = await buildRecords(server, 'Ours', 'quokka');
const theirs = await buildRecords(server, 'Theirs', 'wombat');
await makeOneOfEach(ours, server);
await makeOneOfEach(theirs, server);
const [mine, other, abroad] = [await ours.mine(), await ours.other(), await theirs.mine()];
const { admin } = server.test;
const call = (headers: Headers, id: OperationId, input: LooseInput = {}) => send(server, headers, id, input);
const snapshot = () => snapshotOf(server.test, tables, ours.workspace.tenantId);

type Purpose = Result<'links.create'>['purpose'];
const publicOperations = ['links.open', 'links.check', 'links.use'] as const;
const recordFor: Record<Exclude<Purpose, 'register'>, () => Promise<{ id: string }>> = {
  update: mine.approved,
  answer: mine.asked,
  extend: mine.approved,
  accept_lead: mine.lead,
  evidence: mine.case,
};
const linkTo = async (purpose: Purpose) => mine.link(purpose === 'register' ? undefined : { purpose, recordId: (await recordFor[purpose]()).id });
const bodyOf = (token: string) => ({
  token,
  verb: 'register',
  fields: { customerDomain: 'somebody.de', contactEmail: 'buyer@somebody.de', valueBand: 'to-100k', closeOn: '2031-06-01', text: 'Yes', note: 'Yes' },
  customerDomain: newCustomer(),
});
const bodyFor = (id: (typeof publicOperations)[number], token: string): unknown => {
  const { customerDomain, verb, fields } = bodyOf(token);
  return id === 'links.open' ? { token } : id === 'links.check' ? { token, customerDomain } : { token, verb, fields };
};

describe('a link opens one thing, to who holds it, while it is good', () => {
  test('the three operations are all that nobody may call', () => {
    assert.deepEqual(
      operationEntries().flatMap(([id, { audience }]) => (audience === 'public' ? [id] : [])),
      [...publicOperations],
    );
  });

  for (const purpose of ['register', ...(Object.keys(recordFor) as Exclude<Purpose, 'register'>[])] as const)
    test(`${purpose}: an unknown or altered token is no link; one that ended says that, and nothing of its record`, async () => {
      const links = { expired: await linkTo(purpose), used: await linkTo(purpose), revoked: await linkTo(purpose) };
      await admin.query("update signed_link set expires_at = now() - interval '1 minute' where id = $1", [links.expired.id]);
      await admin.query('update signed_link set used_at = now() where id = $1', [links.used.id]);
      await ours.api('links.revoke', { params: { id: links.revoked.id } });
      const { token } = await linkTo(purpose);
      const flip = (at: number): string => token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      const before = await snapshot();

      const refusals = new Set<string>();
      for (const wrong of ['x'.repeat(token.length), flip(0), flip(30), flip(token.length - 5), token.slice(0, -2), `${token}AA`, newId()])
        for (const id of publicOperations) {
          const { status, text } = await call({}, id, { body: bodyFor(id, wrong) });
          const { requestId, ...problem } = JSON.parse(text) as { requestId: string; code: string };
          assert.ok(requestId);
          assert.deepEqual([status, problem.code], [404, 'not_found'], `${id} ${wrong}`);
          refusals.add(JSON.stringify(problem));
        }
      assert.equal(refusals.size, 1, [...refusals].join('\n'));

      for (const [state, ended] of Object.entries(links)) {
        const opened = await call({}, 'links.open', { body: { token: ended.token } });
        const shown = JSON.parse(opened.text) as Result<'links.open'>;
        assert.deepEqual([opened.status, shown.state, shown.facts, shown.fields, shown.verbs], [200, state, [], [], []]);
        for (const id of ['links.check', 'links.use'] as const) {
          const refused = await call({}, id, { body: bodyFor(id, ended.token) });
          assert.equal(refused.status, 409, refused.text);
          assert.ok(!refused.text.includes(ours.marker), refused.text);
        }
      }
      assert.deepEqual(await snapshot(), before, 'a link that is not good changed something');

      // A credential is neither needed nor of help, whoever's it is.
      for (const headers of [{}, theirs.workspace.owner.headers, other.people.partner_admin.headers, { 'entente-workspace': theirs.workspace.slug }]) {
        const good = await call(headers, 'links.open', { body: { token } });
        assert.equal(good.status, 200, good.text);
        assertKeepsSecrets(good.text, mine, 'who holds the link');
      }
    });
});

/** Words that are not for one side: of others, of nobody, and prices between others. */
function assertKeepsSecrets(text: string, reader: PartnerSide, who: string): void {
  const foreign = [mine, other, abroad].filter((one) => one !== reader).map(({ word }) => word);
  for (const secret of [...foreign, hushOf(ours.marker), hushOf(theirs.marker), ...hiddenPrices.map(String)])
    assert.ok(!text.toLowerCase().includes(secret), `${who} was told of ${secret}: ${text}`);
}

test('a side’s rooms are its own: the vendor’s, and each partner’s', async () => {
  const rooms = { vendor: await ours.hook(), partner: await mine.hook() };
  const before = await snapshot();
  const strangers: readonly [string, Headers][] = [
    [rooms.partner, ours.workspace.owner.headers],
    [rooms.partner, other.people.partner_admin.headers],
    [rooms.partner, abroad.people.partner_admin.headers],
    [rooms.vendor, mine.people.partner_admin.headers],
    [rooms.vendor, theirs.workspace.owner.headers],
  ];
  for (const [id, headers] of strangers) {
    for (const operation of ['notificationHooks.test', 'notificationHooks.remove'] as const)
      assert.equal((await call(headers, operation, { params: { id } })).status, 404, operation);
    assert.ok(!(await call(headers, 'notificationHooks.list')).text.includes(id));
  }
  const add = { body: { name: 'New', url: `${server.url}/room`, events: ['registration.decided'] } };
  for (const role of ['partner_seller', 'partner_marketer'] as const) {
    const { headers } = mine.people[role];
    assert.equal((await call(headers, 'notificationHooks.add', add)).status, 403, role);
    for (const operation of ['notificationHooks.test', 'notificationHooks.remove'] as const)
      assert.equal((await call(headers, operation, { params: { id: rooms.partner } })).status, 403, role);
  }
  const note = await mine.notification();
  const rows = await snapshot();
  assert.equal((await call(other.people.partner_admin.headers, 'notifications.read', { body: { ids: [note] } })).status, 200);
  assert.equal((await call(ours.workspace.owner.headers, 'notifications.read', { body: { ids: [note] } })).status, 200);
  assert.deepEqual(await snapshot(), rows, 'somebody read for others');
  assert.deepEqual({ ...rows, notification: '' }, { ...before, notification: '' });
});

test('whatever people of a partner read names nobody but those they have to do with', async () => {
  await mine.approved();
  await other.approved();
  for (const side of [mine, other]) {
    await ours.payouts.sent(side);
    await ours.payouts.dispute(side);
    await ours.billing.plan(side);
  }
  // What asks for more than a record is tried by the sweep of single operations.
  const reads = operationEntries().filter(
    ([, { audience, method, path, query }]) =>
      method === 'GET' && (audience === 'partner' || audience === 'signed_in') && !path.includes(':childId') && (query?.safeParse({}).success ?? true),
  );
  const idsOf = (text: string): string[] => ((JSON.parse(text) as { items?: { id: string }[] }).items ?? []).map(({ id }) => id);
  for (const side of [mine, other])
    for (const [role, { headers }] of Object.entries(side.people)) {
      const listed = new Map<string, string[]>();
      for (const [id, { params, path }] of reads)
        if (!params) {
          const answer = await call(headers, id);
          assertKeepsSecrets(answer.text, side, `${role} reading ${id}`);
          if (answer.status === 200) for (const place of [id.split('.')[0] ?? '', path]) listed.set(place, idsOf(answer.text));
          else assert.equal(answer.status, 403, answer.text);
        }
      for (const [id, { params, path }] of reads)
        if (params)
          for (const record of (listed.get(path.split('/:id')[0] ?? '') ?? listed.get(id.split('.')[0] ?? '') ?? []).slice(0, 12)) {
            const answer = await call(headers, id, { params: { id: record } });
            assert.ok([200, 403].includes(answer.status), answer.text);
            assertKeepsSecrets(answer.text, side, `${role} reading ${id}`);
          }
    }
});

test('and so does what they are told by notification and by mail', async () => {
  await readEvents(server);
  for (const side of [mine, other]) {
    const people = Object.values(side.people);
    const { rows: told } = await admin.query<{ text: string }>("select concat_ws(' ', title, body, path) as text from notification where member_id = any($1)", [
      people.map(({ memberId }) => memberId),
    ]);
    const { rows: mails } = await admin.query<{ text: string }>(
      "select concat_ws(' ', subject, text_body, html_body, reply_to) as text from mail_message where to_address = any($1) or to_address like $2",
      [people.map(({ email }) => email), `%@${side.word}.example`],
    );
    assert.ok(told.length > 3 && mails.length > 3, `${told.length} notifications, ${mails.length} mails`);
    for (const { text } of [...told, ...mails]) assertKeepsSecrets(text, side, 'by notification or mail');
  }
});
