import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { operations, type OperationId, type Parsed, type Result } from '@entente/contracts';
import type { NewEarning } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import type { Context } from '../platform/context.ts';
import type { Handler } from '../platform/http/handlers.ts';
import { earningOf, NOON, OUR_IBAN, payableWorkspace, payoutsOn, personOf } from './payouts.fixture.ts';

const folder = process.env['ENTENTE_REFERENCE_DATA'];
if (!folder) throw new Error('ENTENTE_REFERENCE_DATA must name the folder with the worked cases of money');
type Clawback = {
  id: string;
  given: { paid: number; clawback: number; later_earnings: number[] };
  expect: { net_payouts: number[]; carried: number[] };
};
const { cases } = JSON.parse(readFileSync(join(folder, 'money-cases', 'cases.json'), 'utf8')) as { cases: Clawback[] };

const db = await testDatabase();
const { payouts } = payoutsOn(db.db);

type Sent<Id extends OperationId> = Partial<{ [Key in keyof Parsed<Id>]: unknown }> & { version?: number };
async function call<Id extends OperationId>(context: Context, id: Id, sent: Sent<Id>): Promise<Result<Id>> {
  const operation = operations[id];
  const parse = (schema: unknown, value: unknown) => (schema === undefined ? undefined : (schema as { parse(value: unknown): unknown }).parse(value ?? {}));
  const input = {
    params: parse('params' in operation ? operation.params : undefined, sent.params),
    query: parse('query' in operation ? operation.query : undefined, sent.query),
    body: parse('body' in operation ? operation.body : undefined, sent.body),
  };
  const answer = await (payouts.routes[id] as Handler<Id>)({ ...context, now: NOON }, input as Parsed<Id>, { ifVersion: sent.version ?? null });
  await payouts.settled();
  return answer;
}

test('COMM-PS-CLAW: what is taken back after it was paid is netted with what is earned next; what was paid stays paid', async () => {
  const { given, expect } = cases.find(({ id }) => id === 'COMM-PS-CLAW') ?? assert.fail('the case is not there');
  const { tenantId, partners } = await payableWorkspace(db.admin, ['Acme']);
  const partnerId = partners.get('Acme') ?? assert.fail();
  const [ana, ben] = [personOf(tenantId, 'finance', 'Ana'), personOf(tenantId, 'finance', 'Ben')];
  await call(ana, 'payouts.changeSettings', {
    body: {
      disputeDays: 7,
      timeZone: 'Europe/Berlin',
      payDay: 13,
      documentPrefix: 'SB',
      minimums: [],
      companyName: 'Northwind GmbH',
      companyAddress: null,
      companyTaxId: null,
      payers: [{ currency: 'EUR', holder: 'Northwind GmbH', iban: OUR_IBAN, bic: 'COBADEFFXXX' }],
    },
  });
  const earn = (key: string, amount: number, more: Partial<NewEarning> = {}) =>
    db.db.inTenant(tenantId, (tx) => payouts.earn(tx, { ...ana, now: NOON }, [earningOf(partnerId, key, amount * 100, more)]));
  /** A run to its end: what it paid, and what it carried over. */
  async function run(name: string): Promise<{ paid: number; carried: number }> {
    const params = { id: (await call(ana, 'payoutRuns.create', { body: { name, until: '2026-03-10' } })).id };
    await call(ana, 'payoutRuns.collect', { params });
    const { version, payouts: paying } = await call(ana, 'payoutRuns.get', { params });
    const { items } = await call(ana, 'payoutRuns.payouts', { params });
    const sum = (state: string): number => items.filter((one) => one.state === state).reduce((total, { amountMinor }) => total + amountMinor, 0) / 100;
    const result = { paid: sum('ready'), carried: sum('carried') };
    if (paying === 0) return result;
    const { contentHash } = await call(ana, 'payoutRuns.ready', { params, version });
    await call(ben, 'payoutRuns.release', { params, body: { contentHash, payOn: '2026-03-13' } });
    await call(ben, 'payoutRuns.file', { params, body: { currency: 'EUR' } });
    await call(ben, 'payoutRuns.send', { params });
    await call(ana, 'payoutRuns.markPaid', { params, body: { paidOn: '2026-03-13' } });
    return result;
  }

  await earn('sale', given.paid);
  assert.deepEqual(await run('March'), { paid: given.paid, carried: 0 });
  await earn('clawback', given.clawback, { reverses: 'sale' });
  for (const [index, amount] of given.later_earnings.entries()) {
    await earn(`later ${index}`, amount);
    assert.deepEqual(await run(`Later ${index}`), { paid: expect.net_payouts[index], carried: expect.carried[index] }, `after ${amount}`);
  }
  const { rows } = await db.admin.query<{ key: string; state: string }>('select key, state from earning where tenant_id = $1', [tenantId]);
  assert.ok(
    rows.every(({ state }) => state === 'paid'),
    'all of it is settled, and nothing was ever asked back',
  );
});
