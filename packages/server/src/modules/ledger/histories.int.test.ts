import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import fc from 'fast-check';
import { newId, Problem, type Posting } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { systemContext } from '../../platform/system-actor.ts';
import { bookkeeper, event, type Bookkeeper } from './ledger.fixture.ts';

const db = await testDatabase();
const none = { params: undefined, query: undefined, body: undefined } as const;
const call = { ifVersion: null };
const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'];
const parties = [newId(), newId(), newId()];

type Step =
  | {
      readonly do: 'post';
      readonly posts: readonly {
        readonly kind: number;
        readonly cause: number;
        readonly day: string;
        readonly amountMinor: number;
        readonly currency: string;
        readonly party: number;
      }[];
    }
  | { readonly do: 'reverse'; readonly which: number }
  | { readonly do: 'close' }
  | { readonly do: 'seal' };

const amountMinor = fc.integer({ min: -100_000_000, max: 100_000_000 });
const one = fc.record({
  kind: fc.nat(17),
  cause: fc.nat(60),
  day: fc.tuple(fc.constantFrom(...MONTHS), fc.integer({ min: 1, max: 28 })).map(([month, day]) => `${month}-${String(day).padStart(2, '0')}`),
  amountMinor,
  currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  party: fc.nat(2),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('post' as const), posts: fc.array(one, { minLength: 1, maxLength: 12 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reverse' as const), which: fc.nat(200) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('seal' as const) }) },
);

function posting({ kind, cause, day, amountMinor: amount, currency, party }: (Step & { do: 'post' })['posts'][number]): Posting {
  const partnerId = parties[party] ?? '';
  const plain = { currency, amountMinor: amount };
  const customer = { ...plain, accountId: partnerId };
  const partner = { ...plain, partnerId };
  const lines = [{ lineId: 'a', netMinor: amount, taxMinor: 7, deferred: kind % 2 === 0 }];
  const sold = { marketplaceId: 'aws', currency, grossMinor: amount, feeMinor: 3, taxMinor: 5 };
  const key = `cause ${cause}`;
  const all: readonly (() => Posting)[] = [
    () => event('invoice_issued', key, day, { accountId: partnerId, currency, lines }),
    () => event('invoice_credited', key, day, { accountId: partnerId, currency, lines }),
    () => event('revenue_recognised', key, day, { currency, lines: [{ lineId: 'a', amountMinor: amount }] }),
    () =>
      event('payment_received', key, day, {
        ...customer,
        creditMinor: 11,
        received: { currency: 'USD', amountMinor: amount + 1, rateId: 'r', bookedMinor: amount - 2 },
      }),
    () => event('payment_refunded', key, day, { ...customer, receivableMinor: 9 }),
    () => event('credit_applied', key, day, customer),
    () => event('invoice_written_off', key, day, customer),
    () => event('marketplace_sold', key, day, sold),
    () => event('marketplace_paid', key, day, { ...plain, marketplaceId: 'aws' }),
    () => event('marketplace_refunded', key, day, sold),
    () => event('earning_accrued', key, day, { ...partner, bornBy: 'partner_cost', held: true }),
    () => event('earning_due', key, day, partner),
    () => event('rebate_accrued', key, day, partner),
    () => event('fund_committed', key, day, partner),
    () => event('payout_released', key, day, partner),
    () => event('payout_paid', key, day, partner),
    () => event('currency_converted', key, day, { from: plain, to: { currency: 'USD', amountMinor: 4 }, rateId: 'r' }),
    () =>
      event('adjusted', key, day, {
        legs: [
          { purpose: 'rounding', partyId: null, ...plain },
          { purpose: 'opening', partyId: null, currency, amountMinor: -amount },
        ],
      }),
  ];
  return (all[kind] ?? all[0] ?? (() => assert.fail()))();
}

async function closeNext(books: Bookkeeper, months: string[]): Promise<string | null> {
  const [month] = months;
  if (month === undefined) return null;
  const { routes } = books.ledger;
  await routes['ledger.startClosing'](books.context, { ...none, params: { month } }, call);
  for (const key of ['cash', 'late', 'figures']) await routes['ledger.tick'](books.context, { ...none, params: { month }, body: { key, done: true } }, call);
  await routes['ledger.close'](books.context, { ...none, params: { month } }, call);
  months.shift();
  return month;
}

test('random histories: zero per currency and month, balances are their entries, closed months stay as they were, the chain is whole', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const books = await bookkeeper(db, {}, new Date('2026-06-15T10:00:00.000Z'));
      const toClose = MONTHS.slice(0, 4);
      const frozen = new Map<string, string>();
      const ids: string[] = [];
      const monthOf = async (month: string): Promise<string> =>
        (
          await db.admin.query<{ state: string }>(
            `select count(*) || ' ' || coalesce(md5(string_agg(transaction_id::text || position || amount_minor, ',' order by transaction_id, position)), '') as state from ledger_entry where tenant_id = $1 and period = $2`,
            [books.tenantId, month],
          )
        ).rows[0]?.state ?? '';
      for (const each of steps) {
        if (each.do === 'seal') await books.ledger.seal(books.tenantId);
        else if (each.do === 'close') {
          const month = await closeNext(books, toClose);
          if (month !== null) frozen.set(month, await monthOf(month));
        } else if (each.do === 'reverse') {
          const id = ids[each.which % Math.max(1, ids.length)];
          if (id !== undefined) await db.db.inTenant(books.tenantId, (tx) => books.ledger.reverse(tx, books.context, id, '2026-06-01', 'Wrong'));
        } else
          for (const half of [each.posts.slice(0, 3), each.posts.slice(3)])
            await books.post(half.map(posting)).then(
              (posted) => ids.push(...posted),
              // The same cause with other amounts: refused, and nothing of the call is kept.
              (error: unknown) => assert.ok(error instanceof Problem && error.code === 'conflict', String(error)),
            );
      }
      for (const [month, state] of frozen) assert.equal(await monthOf(month), state);
      for (const period of [...MONTHS, '2026-06']) {
        const { totals } = await books.ledger.routes['ledger.trialBalance'](books.context, { ...none, query: { period } }, call);
        for (const { differenceMinor, debitMinor, creditMinor } of totals) assert.deepEqual([differenceMinor, debitMinor - creditMinor], [0, 0]);
      }
      await books.ledger.seal(books.tenantId);
      const reconciled = await books.ledger.routes['ledger.reconciliation'](books.context, { ...none, query: { asOf: '2026-06-30' } }, call);
      assert.equal(reconciled.projectionDifferences, 0);
      const found = await books.ledger.walk(books.tenantId, () => undefined);
      assert.deepEqual([found.broken, found.unsealed], [null, 0], found.sentence);
    }),
    { numRuns: 25 },
  );
});

test('a process that is killed after it posted leaves nothing, and its event can be booked', async () => {
  const books = await bookkeeper(db);
  const worker = fork(new URL('post-worker.fixture.ts', import.meta.url), [JSON.stringify(db.connection), books.tenantId], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  await once(worker, 'message');
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  // Waits until the database has noticed, and then books it.
  const facts = { currency: 'EUR', amountMinor: 500, partnerId: books.tenantId };
  const context = systemContext(books.tenantId, 'Other worker', new Date());
  const [id] = await books.post([event('earning_due', 'killed', '2026-03-02', facts)], context);
  const { rows } = await db.admin.query<{ id: string; created_by: string }>('select id, created_by from ledger_transaction where tenant_id = $1', [
    books.tenantId,
  ]);
  assert.deepEqual(rows, [{ id, created_by: 'Other worker' }]);
});
