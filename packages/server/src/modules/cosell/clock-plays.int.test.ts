import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { pino } from 'pino';
import { newId } from '@entente/kernel';
import { buildWorkspace, startedServer, type Workspace } from '@entente/testkit';
import type { OutboxEvent } from '../../platform/events/outbox.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { answerTimes } from './answer-times.ts';

let now = new Date('2026-06-15T09:00:00Z');
const server = await startedServer({ logger: pino({ level: 'silent' }), now: () => now });
const { cosell, partners } = server.app.modules;
let workspace: Workspace;
let other: Workspace;
before(async () => {
  // Signing in takes the clock of the machine; what the plays see is the clock above.
  workspace = await buildWorkspace(server, 'Kestrel');
  other = await buildWorkspace(server, 'Globex');
});

async function call<T>(method: string, path: string, body?: unknown, as = workspace): Promise<T> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { ...as.owner.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}

type Made = { account: string; product: string; deal: string };
let count = 0;
/** An account with a product and a deal about it, as it would stand in the database. */
async function dealOf(
  over: { status?: 'open' | 'won'; closedOn?: string; terms?: number[]; lastActivityAt?: string; amountMinor?: number } = {},
): Promise<Made> {
  const tenant = workspace.tenantId;
  const [account, product, deal] = [newId(), newId(), newId()];
  const number = (count += 1);
  const { status = 'open', lastActivityAt = now.toISOString() } = over;
  await server.test.admin.query('insert into account (tenant_id, id, name, created_at, updated_at) values ($1, $2, $3, now(), now())', [
    tenant,
    account,
    `Account ${number}`,
  ]);
  await server.test.admin.query('insert into product (tenant_id, id, name, created_at, updated_at) values ($1, $2, $3, now(), now())', [
    tenant,
    product,
    `Product ${number}`,
  ]);
  await server.test.admin.query(
    "insert into deal (tenant_id, id, number, name, account_id, account_name, stage, status, amount_minor, currency, closed_on, opened_on, last_activity_at, created_at, updated_at) values ($1, $2, $3, $4, $5, $4, $6, $7, $8, 'EUR', $9, '2025-01-01', $10, $10, $10)",
    [
      tenant,
      deal,
      number,
      `Deal ${number}`,
      account,
      status === 'won' ? 'won' : 'technical',
      status,
      over.amountMinor ?? 100,
      over.closedOn ?? null,
      lastActivityAt,
    ],
  );
  for (const [position, months] of (over.terms ?? [12]).entries())
    await server.test.admin.query(
      "insert into deal_line (tenant_id, id, deal_id, position, product_id, description, quantity, unit_price_minor, amount_minor, term_months) values ($1, $2, $3, $4, $5, 'L', 1, 1, 1, $6)",
      [tenant, newId(), deal, position, product, months],
    );
  return { account, product, deal };
}

/** A play that is live for one test, so that tests do not start each other's. */
async function play(trigger: object, condition = ''): Promise<{ id: string; pause: () => Promise<unknown> }> {
  const { id } = await call<{ id: string }>('POST', '/plays', { name: `Play ${(count += 1)}` });
  const definition = {
    key: `play-${count}`,
    name: `Play ${count}`,
    purpose: 'Test',
    trigger,
    condition,
    kpis: [],
    steps: [{ id: 'ask', kind: 'assign', title: 'Look at it', assignee: 'deal_owner', clockHours: 24, next: null }],
  };
  const saved = await call<{ problems: unknown[] }>('POST', `/plays/${id}/versions`, { definition });
  assert.deepEqual(saved.problems, []);
  await call('POST', `/plays/${id}/status`, { status: 'live' });
  return { id, pause: () => call('POST', `/plays/${id}/status`, { status: 'paused' }) };
}
const runsOf = async (playId: string): Promise<{ deal_id: string; reason: string }[]> =>
  (
    await server.test.admin.query<{ deal_id: string; reason: string }>(
      "select deal_id, trigger ->> 'reason' as reason from play_run where play_id = $1 order by id",
      [playId],
    )
  ).rows;
const report = (made: Made, figures: Record<string, number>, metric = 'active_users') =>
  call('POST', '/usage', {
    facts: Object.entries(figures).map(([period, quantity]) => ({ accountId: made.account, productId: made.product, metric, period, quantity })),
  });
async function eventsSince(type: string): Promise<OutboxEvent[]> {
  const { rows } = await server.test.admin.query<{
    tenant_id: string;
    id: string;
    type: string;
    record_type: string;
    record_id: string;
    deal_id: string | null;
    payload: Record<string, unknown>;
    at: Date;
  }>('select * from outbox_event where type = $1 and tenant_id = $2 order by seq', [type, workspace.tenantId]);
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    id: row.id,
    type: row.type,
    recordType: row.record_type,
    recordId: row.record_id,
    dealId: row.deal_id,
    payload: row.payload,
    at: row.at.toISOString(),
  }));
}

test('usage that fell starts the play on the deal of that account and product, once for a month', async () => {
  const falling = await dealOf({ status: 'won', closedOn: '2026-01-10' });
  const steady = await dealOf({ status: 'won', closedOn: '2026-01-10' });
  const { id, pause } = await play({ clock: { check: 'usage', percent: -20 } }, 'account.usageChangePercent <= -20.0 && event.percent < 0.0');
  await report(falling, { '2026-04': 100, '2026-05': 70, '2026-06': 1 });
  await report(steady, { '2026-04': 100, '2026-05': 95, '2026-06': 1 });
  await cosell.onEvents(await eventsSince('usage.reported'));
  assert.deepEqual(await runsOf(id), [{ deal_id: falling.deal, reason: 'Usage fell by 30%.' }]);
  await cosell.onEvents(await eventsSince('usage.reported'));
  assert.equal(await cosell.startByClock(workspace.tenantId), 0);
  assert.equal((await runsOf(id)).length, 1, 'the same events again, and the clock, start nothing more');
  await pause();
});

test('the clock finds moved usage by itself, on the open deal rather than on the one won before', async () => {
  const won = await dealOf({ status: 'won', closedOn: '2025-12-01' });
  const open = newId();
  await server.test.admin.query(
    "insert into deal (tenant_id, id, number, name, account_id, stage, status, currency, last_activity_at, created_at, updated_at) select tenant_id, $2, number + 5000, 'Open', account_id, 'technical', 'open', 'EUR', '2025-12-31', now(), now() from deal where id = $1",
    [won.deal, open],
  );
  await server.test.admin.query(
    "insert into deal_line (tenant_id, id, deal_id, position, product_id, description, quantity, unit_price_minor, amount_minor) values ($1, $2, $3, 1, $4, 'L', 1, 1, 1)",
    [workspace.tenantId, newId(), open, won.product],
  );
  const { id, pause } = await play({ clock: { check: 'usage', percent: 50 } });
  await report(won, { '2026-04': 10, '2026-05': 20 });
  await report(won, { '2026-04': 10, '2026-05': 11 }, 'storage');
  assert.equal(await cosell.startByClock(workspace.tenantId), 1);
  assert.deepEqual(await runsOf(id), [{ deal_id: open, reason: 'Usage rose by 100%.' }]);
  assert.equal(await cosell.startByClock(other.tenantId), 0);
  await pause();
});

test('a renewal that is near starts the play: the next line to end counts, and those past or far do not', async () => {
  const near = await dealOf({ status: 'won', closedOn: '2025-07-01', terms: [12, 36, 6] });
  const far = await dealOf({ status: 'won', closedOn: '2026-05-01', terms: [12] });
  const over = await dealOf({ status: 'won', closedOn: '2024-01-01', terms: [12] });
  const definition = { clock: { check: 'renewal', days: 90 } };
  const { id, pause } = await play(definition);
  const dry = await call<{ fired: number; deals: { dealId: string; why: string }[] }>('POST', '/plays/dry-run', {
    definition: {
      key: 'dry',
      name: 'Dry',
      purpose: 'T',
      trigger: definition,
      condition: '',
      kpis: [],
      steps: [{ id: 'a', kind: 'brief', title: 'A', next: null }],
    },
  });
  assert.ok(dry.deals.some((deal) => deal.dealId === near.deal && deal.why === 'The renewal is due in 16 days.'));
  await cosell.startByClock(workspace.tenantId);
  await cosell.startByClock(workspace.tenantId);
  const runs = await runsOf(id);
  assert.deepEqual(
    runs.filter((run) => [near.deal, far.deal, over.deal].includes(run.deal_id)),
    [{ deal_id: near.deal, reason: 'The renewal is due in 16 days.' }],
  );
  await pause();
});

test('a stalled deal starts the play once for one stall, and again for the next; deals the condition refuses do not stand before it', async () => {
  // Their ids come first, so that a round that always began at the beginning would never see more than them.
  await server.test.admin.query(
    "insert into deal (tenant_id, id, number, name, stage, status, amount_minor, currency, last_activity_at, created_at, updated_at) select $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 9000 + n, 'Refused', 'technical', 'open', 900, 'EUR', '2026-05-01', '2026-05-01', '2026-05-01' from generate_series(1, 205) n",
    [workspace.tenantId],
  );
  const stalled = await dealOf({ lastActivityAt: '2026-05-20T00:00:00Z', amountMinor: 500 });
  const busy = await dealOf({ lastActivityAt: '2026-06-14T00:00:00Z', amountMinor: 500 });
  const { id, pause } = await play({ clock: { check: 'stalled', days: 21 } }, 'deal.amountMinor == 500');
  for (let round = 0; round < 2; round += 1) await cosell.startByClock(workspace.tenantId);
  const own = async () => (await runsOf(id)).filter((run) => [stalled.deal, busy.deal].includes(run.deal_id) || run.deal_id.startsWith('00000000'));
  assert.deepEqual(await own(), [{ deal_id: stalled.deal, reason: 'Nothing has happened for 26 days.' }]);
  await server.test.admin.query("update play_run set status = 'done' where play_id = $1", [id]);
  await server.test.admin.query("update deal set last_activity_at = '2026-07-01' where id = $1", [stalled.deal]);
  now = new Date('2026-08-01T09:00:00Z');
  for (let round = 0; round < 2; round += 1) await cosell.startByClock(workspace.tenantId);
  assert.equal((await own()).filter((run) => run.deal_id === stalled.deal).length, 2);
  now = new Date('2026-06-15T09:00:00Z');
  await pause();
});

test('renaming an account renames it on its deals in the same transaction, by hand and by import', async () => {
  const { account, deal } = await dealOf();
  const { version } = await call<{ version: number }>('GET', `/accounts/${account}`);
  const answer = await fetch(`${server.url}/api/v1/accounts/${account}`, {
    method: 'PATCH',
    headers: { ...workspace.owner.headers, 'content-type': 'application/json', 'if-match': `"${version}"` },
    body: JSON.stringify({ name: 'Nordwind Holding' }),
  });
  assert.equal(answer.status, 200, await answer.text());
  const nameOf = async () =>
    (await server.test.admin.query<{ account_name: string }>('select account_name from deal where id = $1', [deal])).rows[0]?.account_name;
  assert.equal(await nameOf(), 'Nordwind Holding');
  const context = systemContext(workspace.tenantId, 'Import', now);
  await server.test.db.inTenant(workspace.tenantId, (tx) =>
    server.app.modules.accounts.bulkUpdate(tx, context, [{ id: account, changes: { name: 'Nordwind Group' } }], 'imports.run'),
  );
  assert.equal(await nameOf(), 'Nordwind Group');
  await assert.rejects(
    server.test.db.inTenant(workspace.tenantId, async (tx) => {
      await server.app.modules.accounts.bulkUpdate(tx, context, [{ id: account, changes: { name: 'Never' } }]);
      throw new Error('stop');
    }),
    /stop/,
  );
  assert.equal(await nameOf(), 'Nordwind Group', 'what is not committed is on neither');
});

test('a conflict or a competing product keeps a partner out of the ranking, with its reason', async () => {
  const { account, product, deal } = await dealOf();
  const create = (name: string) =>
    call<{ id: string }>('POST', '/partners', { name, status: 'active', types: ['si', 'msp'], regions: [], countries: [], industries: [] });
  const [free, clashing, rival] = [await create('Free hands'), await create('Clashing'), await create('Rival')];
  type Match = { ranked: { partnerId: string }[]; passedOver: { partnerId: string; code: string; why: string }[] };
  const match = () => call<Match>('POST', `/deals/${deal}/match`);
  await match();
  await call('POST', `/partners/${clashing.id}/conflicts`, { accountId: account, reason: 'Works for their rival' });
  await call('POST', `/partners/${rival.id}/competing-products`, { productIds: [product] });
  await cosell.onEvents(await eventsSince('partner.updated'));
  const { ranked, passedOver } = await match();
  const codeOf = (id: string) => passedOver.find((partner) => partner.partnerId === id)?.code;
  assert.deepEqual([codeOf(clashing.id), codeOf(rival.id)], ['account_conflict', 'competing_product']);
  assert.ok(!ranked.some((partner) => [clashing.id, rival.id].includes(partner.partnerId)));
  assert.notEqual(codeOf(free.id), 'account_conflict');
});

test('how fast a partner answers is measured from acts that asked it, with the number of cases in the reason', async () => {
  const { deal, product } = await dealOf();
  const { id } = await call<{ id: string }>('POST', '/partners', {
    name: 'Swift',
    status: 'active',
    types: ['si'],
    regions: [],
    countries: [],
    industries: [],
  });
  await call('POST', `/partners/${id}/competencies`, { productId: product, skill: 'Delivery', certifiedPeople: 5 });
  const act = (hours: number, payload: object, status = 'done', outcome = 'done') =>
    server.test.admin.query(
      "insert into act (tenant_id, id, kind, title, deal_id, partner_id, status, outcome, payload, opened_at, closed_at) values ($1, $2, 'assign', 'Answer', $3, $4, $5, $6, $7, $8, $9)",
      [
        workspace.tenantId,
        newId(),
        deal,
        id,
        status,
        outcome,
        JSON.stringify(payload),
        new Date(now.getTime() - 100 * 3_600_000),
        status === 'open' ? null : new Date(now.getTime() - (100 - hours) * 3_600_000),
      ],
    );
  for (const hours of [2, 3, 50]) await act(hours, { askedPartnerId: id });
  await act(90, { askedPartnerId: id }, 'done', 'skip');
  await act(90, { partnerIds: [id] });
  await act(90, { askedPartnerId: id }, 'open');
  const context = systemContext(workspace.tenantId, 'Response hours', now);
  assert.equal(await partners.measureResponses(answerTimes, context), 1);
  await cosell.onEvents(await eventsSince('partner.updated'));
  const { ranked } = await call<{ ranked: { partnerId: string; reasons: { factor: string; sentence: string }[] }[] }>('POST', `/deals/${deal}/match`);
  const reason = ranked.find((partner) => partner.partnerId === id)?.reasons.find((one) => one.factor === 'capacity');
  assert.match(reason?.sentence ?? '', /usually answers in 3 h \(3 cases\)/);
});

test('an act that asks a participant is measured as the answer of its partner, whoever of ours holds it', async () => {
  const { deal } = await dealOf();
  const { id: partnerId } = await call<{ id: string }>('POST', '/partners', {
    name: 'Asked',
    status: 'active',
    types: ['msp'],
    regions: [],
    countries: [],
    industries: [],
  });
  await call('POST', `/deals/${deal}/participants`, { partnerId, role: 'service', evidence: { kind: 'introduction' } });
  const { id } = await call<{ id: string }>('POST', '/plays', { name: 'Ask' });
  const steps = [
    { id: 'ours', kind: 'assign', title: 'Prepare', assignee: 'deal_owner', clockHours: 24, next: 'theirs' },
    { id: 'theirs', kind: 'assign', title: 'Send the plan', assignee: 'participant:service', clockHours: 24, next: null },
  ];
  const definition = { key: 'ask', name: 'Ask', purpose: 'T', trigger: { on: ['deal.won'] }, condition: '', kpis: [], steps };
  await call('POST', `/plays/${id}/versions`, { definition });
  await call('POST', `/plays/${id}/status`, { status: 'live' });
  await call('POST', `/plays/${id}/runs`, { dealId: deal });
  for (const hours of [5, 7]) {
    const { items } = await call<{ items: { id: string; choices: { key: string }[] }[] }>('GET', `/acts?dealId=${deal}&mine=false`);
    now = new Date(now.getTime() + hours * 3_600_000);
    await call('POST', `/acts/${items[0]?.id}/decide`, { choice: items[0]?.choices[0]?.key });
  }
  const times = await server.test.db.inTenant(workspace.tenantId, (tx) => answerTimes(tx, workspace.tenantId, new Date('2026-01-01')));
  assert.deepEqual(
    times.filter((time) => time.partnerId === partnerId),
    [{ partnerId, hours: 7 }],
  );
});

test('renaming an account while its deals are worked on loses neither, and blocks nobody for ever', async () => {
  const { account, deal } = await dealOf();
  const { id: toPartnerId } = await call<{ id: string }>('POST', '/partners', {
    name: 'Next',
    status: 'active',
    types: ['si'],
    regions: [],
    countries: [],
    industries: [],
  });
  const context = systemContext(workspace.tenantId, 'Import', now);
  const rename = (name: string) =>
    server.test.db.inTenant(workspace.tenantId, (tx) => server.app.modules.accounts.bulkUpdate(tx, context, [{ id: account, changes: { name } }]));
  await Promise.all(
    Array.from({ length: 10 }, (_, at) =>
      at % 2 === 0 ? rename(`Name ${at}`) : call('POST', `/deals/${deal}/handoffs`, { title: `Step ${at}`, toPartnerId }),
    ),
  );
  const { rows } = await server.test.admin.query<{ same: boolean }>(
    'select a.name = d.account_name as same from deal d join account a on a.id = d.account_id where d.id = $1',
    [deal],
  );
  assert.equal(rows[0]?.same, true);
});
