import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { earningOf, NOON, payableWorkspace, payoutsOn, personOf } from './payouts.fixture.ts';
import { payoutsPorts } from './payouts-ports.ts';

const db = await testDatabase();
const clock = { now: NOON };

/** A generator of its own, so that a failure can be repeated. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const unused = (): never => assert.fail('no file belongs to a run');

for (const seed of [1, 2, 3, 4])
  test(`interrupted anywhere, no line is lost and none is paid twice (seed ${seed})`, async () => {
    const below = numbers(seed);
    const { ledger } = payoutsOn(db.db, clock);
    let breaks = false;
    // Whatever is booked fails at times, and takes its whole batch with it.
    const ports = {
      ...payoutsPorts({
        post: (tx, context, postings) => (breaks && below(3) === 0 ? Promise.reject(new Error('interrupted')) : ledger.post(tx, context, postings)),
      }),
    };
    const { createPayoutsModule } = await import('../modules/payouts/index.ts');
    const { createSecrets } = await import('../platform/secrets.ts');
    const payouts = createPayoutsModule({
      database: db.db,
      secrets: createSecrets('a secret of the tests, long enough to be one'),
      files: { put: unused, open: unused, remove: unused },
      ports,
      now: () => clock.now,
      onError: () => undefined,
    });
    const names = Array.from({ length: 12 }, (_, index) => (index === 3 ? 'No profile' : `Partner ${index}`));
    const { tenantId, partners } = await payableWorkspace(db.admin, names);
    const ids = [...partners.values()];
    const [ana, ben] = [personOf(tenantId, 'finance', 'Ana'), personOf(tenantId, 'finance', 'Ben')];
    const extra = { ifVersion: null };
    const none = { params: undefined, query: undefined, body: undefined };
    const goOn = async (): Promise<void> => {
      for (let attempt = 0; attempt < 200; attempt += 1) {
        await payouts.settled();
        const { rows } = await db.admin.query('select 1 from payout_run where tenant_id = $1 and doing is not null', [tenantId]);
        if (rows.length === 0) return;
        await payouts.work(tenantId).catch(() => undefined);
      }
      assert.fail('the run never ended');
    };
    for (let round = 0; round < 5; round += 1) {
      const earnings = Array.from({ length: 60 }, () =>
        earningOf(ids[below(ids.length)] ?? '', newId(), below(4) === 0 ? -below(2000) - 1 : below(1500) + 1, {
          currency: ['EUR', 'JPY', 'KWD'][below(3)] ?? 'EUR',
        }),
      );
      await db.db.inTenant(tenantId, (tx) => payouts.earn(tx, ana, earnings));
      breaks = true;
      const run = await payouts.routes['payoutRuns.create']?.(
        ana,
        { ...none, body: { name: `Round ${round}`, until: '2026-03-10', currency: null, partnerIds: [] } },
        extra,
      );
      const params = { id: run?.id ?? '' };
      await payouts.routes['payoutRuns.collect']?.(ana, { ...none, params }, extra);
      await goOn();
      if (below(4) === 0) {
        await payouts.routes['payoutRuns.cancel']?.(ana, { ...none, params, body: { reason: 'By chance' } }, extra);
        await goOn();
        breaks = false;
        continue;
      }
      const ready = await payouts.routes['payoutRuns.ready']?.(ana, { ...none, params }, extra);
      await payouts.routes['payoutRuns.release']?.(ben, { ...none, params, body: { contentHash: ready?.contentHash ?? '', payOn: '2026-03-13' } }, extra);
      await goOn();
      await payouts.routes['payoutRuns.markPaid']?.(ana, { ...none, params, body: { paidOn: '2026-03-13' } }, extra);
      await goOn();
      breaks = false;
      const { rows } = await db.admin.query<{ id: string }>(
        "select id from payout where tenant_id = $1 and run_id = $2 and state = 'paid' order by id limit 1",
        [tenantId, params.id],
      );
      if (rows[0] && below(2) === 0)
        await payouts.routes['payouts.returned']?.(ana, { ...none, params: rows[0], body: { returnedOn: '2026-03-16', reason: 'By chance' } }, extra);
      await db.admin.query('update payee_profile set bank_returned_at = null where tenant_id = $1', [tenantId]);
    }
    const { rows } = await db.admin.query(
      `select currency, sum(amount_minor) filter (where state = 'paid')::int - coalesce((select sum(p.amount_minor) from payout p where p.tenant_id = $1 and p.currency = e.currency and p.state = 'paid'), 0)::int as apart,
         count(*) filter (where state = 'claimed')::int as stuck, count(*)::int as lines from earning e where tenant_id = $1 group by currency`,
      [tenantId],
    );
    for (const { currency, apart, stuck } of rows) assert.deepEqual([currency, apart, stuck], [currency, 0, 0]);
    const all = await db.admin.query<{ twice: number; unclaimed: number; gaps: number; payable: string; owed: string }>(
      `select (select count(*)::int from (select 1 from payout_line where tenant_id = $1 and active group by earning_id having count(*) > 1) t) as twice,
         (select count(*)::int from earning e where tenant_id = $1 and (state = 'paid') <> exists (select 1 from payout_line l where l.tenant_id = e.tenant_id and l.earning_id = e.id and l.active)) as unclaimed,
         (select max(sequence)::int - count(*)::int from self_billing_document where tenant_id = $1) as gaps,
         (select string_agg(currency || (-sum)::text, ' ' order by currency) from (select a.currency, sum(e.amount_minor) from ledger_entry e join ledger_account a on a.tenant_id = e.tenant_id and a.id = e.account_id where e.tenant_id = $1 and a.purpose = 'partner_payable' group by 1) b) as payable,
         (select string_agg(currency || sum::text, ' ' order by currency) from (select currency, sum(amount_minor) from earning where tenant_id = $1 and state in ('due', 'returned') group by 1) b) as owed`,
      [tenantId],
    );
    const [sums] = all.rows;
    assert.deepEqual([sums?.twice, sums?.unclaimed, sums?.gaps], [0, 0, 0]);
    assert.equal(sums?.payable, sums?.owed, 'the books owe what is owed');
  });
