import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operations, type FundPolicy, type OperationId, type Parsed, type Result } from '@entente/contracts';
import { newId, Problem, type Receipt } from '@entente/kernel';
import type { TestDatabase } from '@entente/testkit';
import { createFundsModule } from '../modules/funds/index.ts';
import { fireClocks } from '../platform/clocks.ts';
import type { Context } from '../platform/context.ts';
import { createFileStore } from '../platform/files/index.ts';
import type { Handler } from '../platform/http/handlers.ts';
import { fundsPorts } from './funds-ports.ts';
import { payableWorkspace, payoutsOn, personOf } from './payouts.fixture.ts';

export const policy: FundPolicy = {
  costShareBp: 5000,
  leadWorkingDays: 5,
  decisionWorkingDays: 3,
  claimWindowDays: 30,
  paymentDays: 30,
  maxPerActivityMinor: null,
  activityTypes: [
    { key: 'event', name: 'Event', proof: ['photo', 'invoice'] },
    { key: 'webinar', name: 'Webinar', proof: ['invoice'] },
  ],
  approvals: [
    { fromMinor: 0, people: 1 },
    { fromMinor: 500_000, people: 2 },
  ],
  claimRate: 'request',
  timeZone: 'Europe/Berlin',
  workingDays: [1, 2, 3, 4, 5],
  holidays: [],
  accrual: null,
};
export const refused = (code: string, words?: RegExp) => (error: unknown) =>
  error instanceof Problem && error.code === code && (words === undefined || words.test(error.message));

type Sent<Id extends OperationId> = Partial<{ [Key in keyof Parsed<Id>]: unknown }> & { version?: number };

/** Funds on a real ledger with real payouts, with the clock and the receipts in the hand of the test. */
export function fundsOn(test: TestDatabase, begin = '2026-03-10T12:00:00.000Z') {
  const clock = { now: new Date(begin) };
  const receipts = new Map<string, Receipt>();
  const { payouts, ledger } = payoutsOn(test.db, clock);
  const ports = fundsPorts({
    post: ledger.post,
    earn: payouts.earn,
    receipt: (_tx, _tenantId, id) => Promise.resolve(receipts.get(id) ?? null),
    files: createFileStore(join(tmpdir(), `entente-funds-${newId()}`)),
  });
  const funds = createFundsModule({ database: test.db, ports, now: () => clock.now });

  /** As the server does: what is sent is parsed, and what is answered fits the contract. */
  async function call<Id extends OperationId>(context: Context, id: Id, sent: Sent<Id> = {}): Promise<Result<Id>> {
    const operation = operations[id];
    const parse = (schema: unknown, value: unknown) => (schema === undefined ? undefined : (schema as { parse(value: unknown): unknown }).parse(value ?? {}));
    const input = {
      params: parse('params' in operation ? operation.params : undefined, sent.params),
      query: parse('query' in operation ? operation.query : undefined, sent.query),
      body: parse('body' in operation ? operation.body : undefined, sent.body),
    };
    const handler = funds.routes[id] as Handler<Id>;
    return operation.output.parse(await handler({ ...context, now: clock.now }, input as Parsed<Id>, { ifVersion: sent.version ?? null })) as Result<Id>;
  }
  const failures: unknown[] = [];
  /** Goes to noon of a day, and lets everything happen that was due until then, in its order. */
  const until = async (day: string): Promise<void> => {
    clock.now = new Date(`${day}T12:00:00.000Z`);
    await fireClocks({ database: test.db, handlers: funds.clockHandlers, now: () => clock.now, onError: (error) => failures.push(error) });
    assert.deepEqual(failures, []);
  };

  async function scene(names: readonly string[] = ['Acme', 'Other']) {
    const { tenantId, partners } = await payableWorkspace(test.admin, names);
    const partner = (name: string): string => partners.get(name) ?? assert.fail(name);
    const [ana, ben] = [personOf(tenantId, 'finance', 'Ana'), personOf(tenantId, 'partner_manager', 'Ben')];
    const people = new Map<string, Context>();
    for (const [name, partnerId] of partners) {
      const person = personOf(tenantId, 'partner_admin', `Person of ${name}`, partnerId);
      const userId = newId();
      await test.admin.query(`insert into "user" (id, email, name) values ($1, $2, $3)`, [userId, `${userId}@x.example`, person.actor.name]);
      await test.admin.query(
        `insert into membership (tenant_id, id, user_id, audience, role, partner_id, status, created_at) values ($1, $2, $3, 'partner', 'partner_admin', $4, 'active', now())`,
        [tenantId, person.actor.memberId, userId, partnerId],
      );
      people.set(name, person);
    }
    const of = (name: string): Context => people.get(name) ?? assert.fail(name);
    const budget = (more: Record<string, unknown> = {}) =>
      call(ana, 'funds.createBudget', {
        body: {
          name: `Budget ${newId()}`,
          kind: 'proposal',
          currency: 'EUR',
          amountMinor: 10_000_000,
          startsOn: '2026-01-01',
          endsOn: '2027-01-01',
          ownerId: null,
          policy,
          ...more,
        },
      });
    const allocate = (budgetId: string, name: string, amountMinor: number, more: Record<string, unknown> = {}) =>
      call(ana, 'funds.allocate', { body: { budgetId, partnerId: partner(name), amountMinor, startsOn: '2026-01-01', endsOn: '2026-12-31', ...more } });
    const draft = (allocationId: string, name = 'Acme', more: Record<string, unknown> = {}) =>
      call(of(name), 'portalFunds.createRequest', {
        body: {
          allocationId,
          name: 'Evening for customers',
          activityType: 'event',
          inPerson: true,
          description: 'Dinner',
          startsOn: '2026-04-01',
          endsOn: '2026-04-02',
          place: 'Lyon',
          campaign: 'Spring',
          targetContacts: 40,
          expectedPipelineMinor: 100_000,
          localCurrency: 'EUR',
          totalCostMinor: 200_000,
          requestedLocalMinor: 100_000,
          ...more,
        },
      });
    const submitted = async (allocationId: string, name = 'Acme', more: Record<string, unknown> = {}) =>
      call(of(name), 'portalFunds.submitRequest', { params: { id: (await draft(allocationId, name, more)).id }, body: {} });
    const approved = async (allocationId: string, name = 'Acme', more: Record<string, unknown> = {}, amountMinor: number | null = null) =>
      call(ben, 'fundRequests.approve', { params: { id: (await submitted(allocationId, name, more)).id }, body: { amountMinor } });
    const file = async (name = 'Acme') =>
      (
        await call(of(name), 'portalFunds.uploadFile', {
          body: { fileName: 'invoice.pdf', mediaType: 'application/pdf', base64: Buffer.from('an invoice').toString('base64') },
        })
      ).id;
    let invoices = 0;
    const claimBody = async (claims: readonly number[], more: Record<string, unknown> = {}, name = 'Acme') => {
      const fileId = await file(name);
      return {
        title: 'Costs',
        lines: claims.map((claimedMinor) => ({
          description: 'Room',
          supplier: 'Hotel',
          invoiceNumber: `I-${(invoices += 1)}`,
          invoiceDate: '2026-04-01',
          invoiceFileId: fileId,
          costMinor: claimedMinor * 2,
          claimedMinor,
        })),
        proofs: [{ kind: 'photo', fileId, note: null }],
        ...more,
      };
    };
    const claimed = async (requestId: string, claims: readonly number[], more: Record<string, unknown> = {}, name = 'Acme') => {
      const { id } = await call(of(name), 'portalFunds.createClaim', { body: { requestId, ...(await claimBody(claims, more, name)) } });
      return call(of(name), 'portalFunds.submitClaim', { params: { id }, body: {} });
    };
    /** Reads every allocation, and holds the identity and the ledger against it. */
    const balance = async (allocationId: string) => {
      const { items } = await call(ana, 'funds.allocations', { query: { limit: 200 } });
      for (const { balance: each } of items)
        assert.equal(each.allocatedMinor, each.availableMinor + each.committedMinor + each.claimedPendingMinor + each.paidMinor + each.expiredMinor);
      const sums = await test.db.reading(tenantId, (tx) => funds.subLedger.sums(tx, tenantId, '2099-01-01'));
      const { rows } = await test.admin.query<{ party: string; currency: string; sum: string }>(
        `select a.party, a.currency, -sum(e.amount_minor) as sum from ledger_entry e join ledger_account a on a.tenant_id = e.tenant_id and a.id = e.account_id
         where e.tenant_id = $1 and a.purpose = 'fund_liability' group by 1, 2 having sum(e.amount_minor) <> 0 order by 1, 2`,
        [tenantId],
      );
      assert.deepEqual(
        rows.map((row) => ({ party: row.party, currency: row.currency, amountMinor: Number(row.sum) })),
        sums,
      );
      const found = items.find(({ id }) => id === allocationId)?.balance ?? assert.fail('no such fund');
      const { allocatedMinor, availableMinor, committedMinor, claimedPendingMinor, owedMinor, paidMinor, expiredMinor } = found;
      return [allocatedMinor, availableMinor, committedMinor, claimedPendingMinor - owedMinor, owedMinor, paidMinor, expiredMinor];
    };
    /** As a run of payouts does it, for the earnings of claims. */
    const setEarnings = async (from: string, to: string): Promise<void> => {
      await test.admin.query(`update earning set state = $3 where tenant_id = $1 and state = $2 and reverses_id is null`, [tenantId, from, to]);
      const type = to === 'paid' ? 'payout_run.settled' : 'payout.returned';
      await funds.onEvents([{ tenantId, id: newId(), type, recordType: 'payout', recordId: newId(), dealId: null, payload: {}, at: clock.now.toISOString() }]);
    };
    return { tenantId, partner, ana, ben, of, budget, allocate, draft, submitted, approved, file, claimBody, claimed, balance, setEarnings };
  }
  return { clock, receipts, funds, payouts, call, until, scene };
}
