import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { after, before, describe, test } from 'node:test';
import type { Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import fc from 'fast-check';
import { createUsageModule } from '../modules/usage/index.ts';
import type { Context } from '../platform/context.ts';
import { systemContext } from '../platform/system-actor.ts';
import { marketScene, type MarketScene } from './metering.fixture.ts';
import { usagePorts } from './usage-ports.ts';

const test_ = await testDatabase();
const HOUR = 3_600_000;
const fast = { meteringRequestsPerSecond: 1000 };
let scene: MarketScene;
let other: MarketScene;
before(async () => {
  scene = await marketScene(test_, { slug: 'metering', buyers: 3, settings: fast });
  other = await marketScene(test_, { slug: 'elsewhere', buyers: 1, settings: fast });
});
after(async () => {
  await scene?.simulators.stop();
  await other?.simulators.stop();
});

const moduleOf = (of: MarketScene, access = of.access) =>
  createUsageModule({ database: test_.db, ports: usagePorts({ access }), now: () => new Date(of.clock.now), onError: (error) => assert.fail(String(error)) });
const contextOf = (of: MarketScene): Context => systemContext(of.tenantId, 'Tester', new Date(of.clock.now));
const none = { params: undefined, query: undefined } as const;
type ReportBody = { records: { key: string; entitlement: string; dimension: string; at: string; quantity: string | number }[] };
const report = (of: MarketScene, records: ReportBody['records']): Promise<Result<'metering.report'>> =>
  moduleOf(of).routes['metering.report'](contextOf(of), { ...none, body: { records } }, { ifVersion: null });
const hourAgo = (of: MarketScene, hours: number): string => new Date(of.clock.now - hours * HOUR).toISOString();
const lines = (
  of: MarketScene,
  query: {
    state?: 'unbilled' | 'rejected' | 'expired' | 'accepted' | 'waiting' | 'included';
    entitlementId?: string;
    dealId?: string;
    productId?: string;
    buyer?: string;
    from?: string;
    to?: string;
  },
) => moduleOf(of).routes['metering.lines'](contextOf(of), { params: undefined, query: { limit: 200, ...query }, body: undefined }, { ifVersion: null });
const totals = (of: MarketScene, query: { entitlementId?: string; buyer?: string } = {}) =>
  moduleOf(of).routes['metering.totals'](contextOf(of), { params: undefined, query, body: undefined }, { ifVersion: null });
const micro = (text: string): bigint => {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  return (text.startsWith('-') ? -1n : 1n) * (BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0')));
};

/** What came in stands somewhere, and the records themselves say the same. */
async function assertAddsUp(of: MarketScene): Promise<void> {
  const { dimensions } = await totals(of);
  for (const each of dimensions)
    assert.equal(
      micro(each.ingested) + micro(each.corrected),
      [each.waiting, each.sent, each.accepted, each.included, each.rejected, each.expired, each.writtenOff].reduce((sum, part) => sum + micro(part), 0n),
      each.dimension,
    );
  const { rows } = await test_.admin.query<{ dimension: string; sum: string }>(
    'select dimension, sum(quantity)::text as sum from usage_record where tenant_id = $1 group by 1',
    [of.tenantId],
  );
  for (const { dimension, sum } of rows)
    assert.equal(
      BigInt(sum),
      dimensions.filter((each) => each.dimension === dimension).reduce((all, each) => all + micro(each.ingested), 0n),
      dimension,
    );
}
/** What we believe to be accepted is what the marketplace has counted. */
async function assertMarketplaceAgrees(of: MarketScene): Promise<void> {
  const { rows } = await test_.admin.query<{ key: string; sum: string }>(
    `select e.external_id || ' ' || l.dimension as key, (sum(l.ingested + l.correction - l.included) / 1000000)::text as sum from usage_line l join entitlement e on e.id = l.entitlement_id
     where l.tenant_id = $1 and l.state = 'accepted' group by 1`,
    [of.tenantId],
  );
  const counted = of.metered();
  const positive = new Map([...counted].filter(([, quantity]) => quantity > 0n));
  assert.deepEqual(new Map(rows.map(({ key, sum }) => [key, BigInt(sum.split('.')[0] ?? '0')] as const).filter(([, sum]) => sum > 0n)), positive);
}
async function settle(of: MarketScene, usage = moduleOf(of)): Promise<void> {
  for (let round = 0; round < 60; round += 1) {
    const done = await usage.sender.tick(of.tenantId);
    if (done === 0 && (await totals(of)).lines.sent === 0) return;
    of.clock.now += 20_000;
  }
  throw new Error('not everything was settled');
}
const [first, second, third] = [0, 1, 2];
const entitlementOf = (of: MarketScene, index: number): string => of.sold[index]?.entitlementId ?? '';

describe('taking usage in', () => {
  test('a record counts once under its key; with other content the key is refused, and wrong records keep no other back', async () => {
    const [one, two] = [entitlementOf(scene, first), scene.sold[second]?.licenseArn ?? ''];
    const good = { key: 'a1', entitlement: one, dimension: 'requests', at: hourAgo(scene, 3), quantity: 5 };
    const answer = await report(scene, [
      good,
      good,
      { ...good, key: 'a2', entitlement: two, quantity: '7' },
      { ...good, key: 'a1', quantity: 6 },
      { ...good, key: 'a3', entitlement: entitlementOf(other, 0) },
      { ...good, key: 'a4', quantity: -1 },
      { ...good, key: 'a5', quantity: 'NaN' },
      { ...good, key: 'a6', at: hourAgo(scene, -1) },
      { ...good, key: 'a7', dimension: 'nothing' },
      { ...good, key: 'a8', quantity: '99999999999999999999' },
      { ...good, key: 'a9\0\ud800', quantity: '1' },
    ]);
    assert.deepEqual([answer.accepted, answer.repeated], [3, 1]);
    assert.deepEqual(
      answer.refused.map(({ at, code }) => [at, code]),
      [
        [3, 'key_twice'],
        [4, 'entitlement'],
        [5, 'quantity'],
        [6, 'quantity'],
        [7, 'future'],
        [8, 'dimension'],
        [9, 'quantity'],
      ],
    );
    assert.match(answer.refused.find(({ code }) => code === 'future')?.sentence ?? '', /it is .* here\. Check the clock/);
    const again = await report(scene, [good, { ...good, key: 'a2', entitlement: two, quantity: '8' }]);
    assert.deepEqual([again.accepted, again.repeated, again.refused.map(({ code }) => code)], [0, 1, ['key_taken']]);
    assert.match(again.refused[0]?.sentence ?? '', /7 requests/);
    await assertAddsUp(scene);
  });

  test('two reports of the same keys at the same moment count once', async () => {
    const records = Array.from({ length: 500 }, (_, index) => ({
      key: `twin ${index}`,
      entitlement: entitlementOf(scene, index % 3),
      dimension: 'storage',
      at: hourAgo(scene, 2 + (index % 5)),
      quantity: 1,
    }));
    const answers = await Promise.all([report(scene, records), report(scene, records.toReversed()), report(scene, records)]);
    assert.equal(
      answers.reduce((sum, { accepted }) => sum + accepted, 0),
      500,
    );
    assert.ok(answers.every(({ accepted, repeated }) => accepted + repeated === 500));
    await assertAddsUp(scene);
  });

  test('a file is taken in by the same rules, each line by its number', async () => {
    const upload = (csv: string) =>
      moduleOf(scene).routes['metering.upload'](contextOf(scene), { ...none, body: { fileName: 'usage.csv', csv } }, { ifVersion: null });
    const csv = [
      'Record ID;License ARN;Metric;Timestamp;Units',
      `f1;${scene.sold[0]?.licenseArn};requests;${hourAgo(scene, 2)};12`,
      `f2;${scene.sold[0]?.licenseArn};requests;${hourAgo(scene, 2)};-3`,
      `;x;requests;${hourAgo(scene, 2)};1`,
    ].join('\n');
    const answer = await upload(csv);
    assert.deepEqual(
      [answer.lines, answer.accepted, answer.refused.map(({ at, code }) => [at, code])],
      [
        3,
        1,
        [
          [3, 'quantity'],
          [4, 'row'],
        ],
      ],
    );
    assert.deepEqual((await upload(csv)).repeated, 1);
    await assert.rejects(upload('a,b\n1,2\n'), (error) => error instanceof Problem && /no column/.test(error.message));
    await assertAddsUp(scene);
  });

  test('another workspace finds nothing of it, and changes none of it', async () => {
    assert.deepEqual((await lines(other, {})).items, []);
    assert.deepEqual((await lines(other, { entitlementId: entitlementOf(scene, first) })).items, []);
    const [line] = (await lines(scene, { state: 'waiting' })).items;
    assert.ok(line);
    const writeOff = moduleOf(other).routes['metering.writeOff'](
      contextOf(other),
      { params: { id: line.id }, query: undefined, body: { reason: 'ours' } },
      { ifVersion: 1 },
    );
    await assert.rejects(writeOff, (error) => error instanceof Problem && error.code === 'not_found');
    assert.equal(
      (await report(other, [{ key: 'x', entitlement: scene.sold[0]?.licenseArn ?? '', dimension: 'requests', at: hourAgo(other, 2), quantity: 1 }])).refused[0]
        ?.code,
      'entitlement',
    );
  });
});

describe('sending it', () => {
  test('hours that are over are sent and counted once; the hour under way waits', async () => {
    await report(scene, [{ key: 'now', entitlement: entitlementOf(scene, first), dimension: 'requests', at: hourAgo(scene, 0), quantity: 3 }]);
    await settle(scene);
    await assertAddsUp(scene);
    await assertMarketplaceAgrees(scene);
    const waiting = (await lines(scene, { state: 'waiting' })).items;
    assert.ok(waiting.every(({ readyAt }) => Date.parse(readyAt) > scene.clock.now));
    const [accepted] = (await lines(scene, { state: 'accepted' })).items;
    assert.ok(accepted?.remoteId, 'the marketplace’s own id is kept');
    const { rows } = await test_.admin.query("select 1 from outbox_event where tenant_id = $1 and type = 'usage.batch_sent'", [scene.tenantId]);
    assert.ok(rows.length > 0);
  });

  test('usage that comes after its hour was sent is set aside with a sentence, and can be written off', async () => {
    await report(scene, [{ key: 'late', entitlement: entitlementOf(scene, first), dimension: 'requests', at: hourAgo(scene, 3), quantity: 4 }]);
    await settle(scene);
    const [late] = (await lines(scene, { state: 'rejected' })).items;
    assert.equal(late?.outcome, 'hour_sent');
    assert.ok(late && late.acts.includes('write_off'));
    const done = await moduleOf(scene).routes['metering.writeOff'](
      contextOf(scene),
      { params: { id: late.id }, query: undefined, body: { reason: 'Too little to ask for' } },
      { ifVersion: late.version },
    );
    assert.deepEqual([done.state, done.settledReason], ['written_off', 'Too little to ask for']);
    await assert.rejects(
      moduleOf(scene).routes['metering.retry'](contextOf(scene), { params: { id: late.id }, query: undefined, body: undefined }, { ifVersion: done.version }),
      (error) => error instanceof Problem && error.code === 'conflict',
    );
    await assertAddsUp(scene);
    await assertMarketplaceAgrees(scene);
  });

  test('where the marketplace has another quantity the hour is rejected; corrected to what it has, it is accepted', async () => {
    const of = scene.sold[third];
    const at = hourAgo(scene, 12);
    const hour = new Date(Math.floor(Date.parse(at) / HOUR) * HOUR);
    const { awsMeter } = await import('../connectors/aws-marketplace/metering.ts');
    await awsMeter.send(await scene.access(scene.tenantId, scene.connectionId), [
      {
        lineId: 'x',
        hour: hour.toISOString(),
        dimension: 'requests',
        quantity: '40',
        entitlementKey: null,
        buyerAccount: of?.buyer ?? '',
        licenseArn: of?.licenseArn ?? '',
        productCode: null,
      },
    ]);
    await report(scene, [{ key: 'conflict', entitlement: of?.entitlementId ?? '', dimension: 'requests', at, quantity: 41 }]);
    await settle(scene);
    const line = (await lines(scene, { state: 'rejected', entitlementId: of?.entitlementId ?? '' })).items.find(
      ({ outcome }) => outcome === 'duplicate_conflict',
    );
    assert.ok(line);
    const { rows } = await test_.admin.query("select payload from outbox_event where tenant_id = $1 and type = 'usage.rejected' and deal_id = $2", [
      scene.tenantId,
      of?.dealId,
    ]);
    assert.ok(rows.length > 0, 'told on the deal');
    const correct = (quantity: string, ifVersion: number) =>
      moduleOf(scene).routes['metering.correct'](
        contextOf(scene),
        { params: { id: line.id }, query: undefined, body: { quantity, reason: 'As they have it' } },
        { ifVersion },
      );
    await assert.rejects(correct('40.5', line.version), (error) => error instanceof Problem && error.code === 'invalid_input');
    await assert.rejects(correct('40', line.version + 7), (error) => error instanceof Problem && error.code === 'version_stale');
    assert.equal((await correct('40', line.version)).corrected, '-1');
    await settle(scene);
    await assertAddsUp(scene);
    await assertMarketplaceAgrees(scene);
  });

  test('one hour that is refused takes no other of its batch with it', async () => {
    const at = hourAgo(scene, 9);
    await report(scene, [
      { key: 'seat', entitlement: entitlementOf(scene, first), dimension: 'seats', at, quantity: 2 },
      { key: 'fine', entitlement: entitlementOf(scene, second), dimension: 'requests', at, quantity: 2 },
    ]);
    await settle(scene);
    const rejected = (await lines(scene, { state: 'rejected' })).items.find(({ dimension }) => dimension === 'seats');
    assert.match(rejected?.sentence ?? '', /does not know this dimension/);
    await assertAddsUp(scene);
    await assertMarketplaceAgrees(scene);
  });

  test('an hour nobody sent in time expires, and says until when it could be sent', async () => {
    await report(scene, [{ key: 'old', entitlement: entitlementOf(scene, second), dimension: 'storage', at: hourAgo(scene, 30), quantity: 9 }]);
    await settle(scene);
    const [expired] = (await lines(scene, { state: 'expired' })).items;
    assert.match(expired?.sentence ?? '', /at most 24 hours old/);
    assert.deepEqual(expired?.acts, ['write_off']);
    await assertAddsUp(scene);
  });

  test('hours are found by product, buyer and time, and many are sent again or given up at once', async () => {
    const all = (await lines(scene, {})).items;
    const { products, buyers } = await totals(scene);
    const [product] = products;
    assert.ok(product && buyers.length === 3, JSON.stringify({ products, buyers }));
    assert.equal((await lines(scene, { productId: product.id })).items.length, all.length);
    assert.equal((await lines(other, { productId: product.id })).items.length, 0);
    const buyer = scene.sold[second]?.buyer ?? '';
    const own = (await lines(scene, { buyer })).items;
    assert.ok(own.length > 0 && own.length < all.length);
    assert.deepEqual(
      own.map(({ id }) => id),
      all.filter(({ buyerAccount }) => buyerAccount === buyer).map(({ id }) => id),
    );
    const [from, to] = [hourAgo(scene, 20), hourAgo(scene, 8)];
    assert.deepEqual(
      (await lines(scene, { from, to })).items.map(({ id }) => id),
      all.filter(({ hour }) => hour >= from && hour < to).map(({ id }) => id),
    );
    assert.equal((await totals(scene, { buyer })).dimensions.length, new Set(own.map(({ dimension }) => dimension)).size);

    type BulkBody = Parameters<ReturnType<typeof moduleOf>['routes']['metering.bulk']>[1]['body'];
    const bulk = (body: BulkBody) => moduleOf(scene).routes['metering.bulk'](contextOf(scene), { ...none, body }, { ifVersion: null });
    const invalid = (error: unknown): boolean => error instanceof Problem && error.code === 'invalid_input';
    await assert.rejects(bulk({ act: 'retry' }), invalid);
    await assert.rejects(bulk({ act: 'write_off', matching: {} }), invalid);
    const at = hourAgo(scene, 1);
    const made = [1, 2, 3].map((index) => ({
      key: `many ${index}`,
      entitlement: entitlementOf(scene, first),
      dimension: 'seats',
      at: hourAgo(scene, index),
      quantity: 1,
    }));
    await report(scene, made);
    await settle(scene);
    const rejected = (await lines(scene, { state: 'rejected', entitlementId: entitlementOf(scene, first) })).items.filter(
      ({ dimension }) => dimension === 'seats',
    );
    assert.ok(rejected.length >= 3, at);
    const [one, two] = rejected;
    const again = await bulk({
      act: 'retry',
      lines: [
        { id: one?.id ?? '', version: one?.version },
        { id: two?.id ?? '', version: 99 },
      ],
    });
    assert.deepEqual([again.changed, again.refused.map(({ id }) => id), again.more], [[one?.id], [two?.id], false]);
    assert.match(again.refused[0]?.sentence ?? '', /changed since you read it/);
    await settle(scene);
    const given = await bulk({
      act: 'write_off',
      matching: { entitlementId: entitlementOf(scene, first), state: 'rejected' },
      reason: 'Seats are not metered',
    });
    assert.ok(given.changed.length >= 3);
    assert.equal((await lines(scene, { state: 'rejected', entitlementId: entitlementOf(scene, first) })).items.length, 0);
    await assertAddsUp(scene);
    await assertMarketplaceAgrees(scene);
  });

  test('a connection that needs a person pauses with its sentence and loses nothing', async () => {
    await report(scene, [{ key: 'stopped', entitlement: entitlementOf(scene, second), dimension: 'requests', at: hourAgo(scene, 4), quantity: 9 }]);
    const broken = moduleOf(scene, async (...of) => ({ ...(await scene.access(...of)), credentials: {} }));
    await broken.sender.tick(scene.tenantId);
    const { senders } = await totals(scene);
    assert.match(senders[0]?.sentence ?? '', /access key/);
    assert.ok(Date.parse(senders[0]?.pausedUntil ?? '') > scene.clock.now);
    scene.clock.now += 10 * 60_000;
    await settle(scene);
    assert.equal((await totals(scene)).senders[0]?.sentence, null);
    await assertAddsUp(scene);
    await assertMarketplaceAgrees(scene);
  });
});

test('the included base is kept back once, and hours without usage are told where the marketplace wants them', async () => {
  const base = await marketScene(test_, { slug: 'base', buyers: 1, settings: { ...fast, metering: { onlyOverage: 'month', zeroHours: false } } });
  try {
    await test_.admin.query(`update entitlement set dimensions = '[{"key":"requests","quantity":10,"unit":null}]' where tenant_id = $1`, [base.tenantId]);
    await report(
      base,
      [6, 5, 4].map((hours, index) => ({
        key: `b${index}`,
        entitlement: entitlementOf(base, 0),
        dimension: 'requests',
        at: hourAgo(base, hours),
        quantity: 7,
      })),
    );
    await settle(base);
    const [sum] = (await totals(base)).dimensions;
    assert.deepEqual([sum?.ingested, sum?.included, sum?.accepted], ['21', '10', '11']);
    await assertMarketplaceAgrees(base);
    await test_.admin.query(`update connection set settings = '{"meteringRequestsPerSecond":1000,"metering":{"zeroHours":true}}' where tenant_id = $1`, [
      base.tenantId,
    ]);
    await settle(base);
    const zero = (await lines(base, { state: 'accepted' })).items.filter(({ ingested }) => ingested === '0');
    assert.ok(zero.length >= 20, `${zero.length} hours without usage were told`);
    await assertAddsUp(base);
  } finally {
    await base.simulators.stop();
  }
});

test('whatever goes wrong on the way, parts add up to the whole and the marketplace counts the same', { timeout: 120_000 }, async () => {
  const faulty = await marketScene(test_, { slug: 'faulty', buyers: 2, settings: fast });
  let key = 0;
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            of: fc.integer({ min: 0, max: 1 }),
            hours: fc.integer({ min: 1, max: 26 }),
            quantity: fc.integer({ min: 0, max: 1000 }),
            storage: fc.boolean(),
          }),
          { minLength: 1, maxLength: 60 },
        ),
        fc.record({ throttle: fc.constantFrom(0, 0.3), failBefore: fc.constantFrom(0, 0.3), failAfter: fc.constantFrom(0, 0.3) }),
        async (usage, faults) => {
          faulty.simulators.control.setFaults('aws', faults);
          await report(
            faulty,
            usage.map(({ of, hours, quantity, storage }) => ({
              key: `p${(key += 1)}`,
              entitlement: entitlementOf(faulty, of),
              dimension: storage ? 'storage' : 'requests',
              at: hourAgo(faulty, hours),
              quantity,
            })),
          );
          await moduleOf(faulty).sender.tick(faulty.tenantId);
          await assertAddsUp(faulty);
          faulty.simulators.control.setFaults('aws', { throttle: 0, failBefore: 0, failAfter: 0 });
          await settle(faulty);
          await assertAddsUp(faulty);
          await assertMarketplaceAgrees(faulty);
        },
      ),
      { numRuns: 15 },
    );
  } finally {
    await faulty.simulators.stop();
  }
});

test('a sender that is killed between sending and marking loses nothing and doubles nothing', { timeout: 120_000 }, async () => {
  const killed = await marketScene(test_, { slug: 'killed', buyers: 3, settings: fast });
  const children: ChildProcess[] = [];
  let passed = 0;
  // Between the sender and the marketplace: what it sends arrives, and then the sender is killed before it hears of it.
  const proxy = createServer((request: IncomingMessage, response) => {
    const to = new URL(`${killed.simulators.url}${request.url ?? ''}`);
    const forward = httpRequest(to, { method: request.method, headers: { ...request.headers, host: to.host } }, (answer) => {
      passed += 1;
      if ([1, 4, 9].includes(passed)) {
        answer.resume();
        answer.on('end', () => {
          children.at(-1)?.kill('SIGKILL');
          response.destroy();
        });
      } else {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      }
    });
    request.pipe(forward);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  const baseUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/aws`;
  try {
    const records = Array.from({ length: 900 }, (_, index) => ({
      key: `k${index}`,
      entitlement: entitlementOf(killed, index % 3),
      dimension: index % 2 ? 'requests' : 'storage',
      at: hourAgo(killed, 2 + (index % 20)),
      quantity: 1 + (index % 9),
    }));
    assert.equal((await report(killed, records)).accepted, 900);
    let deaths = 0;
    for (let life = 0; life < 12; life += 1) {
      const input = { connection: test_.connection, tenantId: killed.tenantId, baseUrl, now: killed.clock.now, settings: fast, holdMs: 5_000 };
      const child = fork(new URL('usage-sender.fixture.ts', import.meta.url), [JSON.stringify(input)], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        execArgv: ['--disable-warning=ExperimentalWarning'],
      });
      children.push(child);
      const ended = once(child, 'exit');
      const idle = (async () => {
        while (child.exitCode === null && child.signalCode === null) {
          await new Promise((resolve) => setTimeout(resolve, 100));
          const { lines: counts } = await totals(killed);
          if (counts.sent === 0 && counts.waiting === 0) return child.kill('SIGTERM');
        }
        return true;
      })();
      await ended;
      await idle;
      if (child.signalCode === 'SIGKILL') deaths += 1;
      const { lines: counts } = await totals(killed);
      await assertAddsUp(killed);
      if (counts.sent === 0 && counts.waiting === 0) break;
      // Its turn ends by itself.
      killed.clock.now += 20_000;
    }
    assert.ok(deaths >= 2, `it was killed ${deaths} times`);
    assert.equal((await totals(killed)).lines.rejected, 0);
    await assertAddsUp(killed);
    await assertMarketplaceAgrees(killed);
  } finally {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    proxy.closeAllConnections();
    proxy.close();
    await killed.simulators.stop();
  }
});
