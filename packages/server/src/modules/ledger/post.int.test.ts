import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { newId, Problem } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { bookkeeper, event, type Bookkeeper } from './ledger.fixture.ts';

const db = await testDatabase();
let books: Bookkeeper;
before(async () => {
  books = await bookkeeper(db);
});

const partnerId = newId();
const due = (cause: string, amountMinor = 500, day = '2026-03-02') => event('earning_due', cause, day, { currency: 'EUR', amountMinor, partnerId });
const count = async (table: string, tenantId = books.tenantId): Promise<number> =>
  (await db.admin.query<{ n: number }>(`select count(*)::int as n from ${table} where tenant_id = $1`, [tenantId])).rows[0]?.n ?? 0;

test('an event is booked once: again, twice in one call, and by two workers at once it has the same id', async () => {
  const [first] = await books.post([due('a')]);
  const [again, twin, other] = await books.post([due('a'), due('b'), due('b')]);
  assert.equal(again, first);
  const [b] = await books.post([due('b')]);
  assert.equal(twin, b);
  assert.equal(other, b);
  const workers = await Promise.all(Array.from({ length: 8 }, (_, index) => books.post(index % 2 ? [due('c'), due('d')] : [due('d'), due('c')])));
  assert.equal(new Set(workers.map((ids) => [...ids].sort().join())).size, 1);
  assert.deepEqual([await count('ledger_transaction'), await count('ledger_entry')], [4, 8]);
});

test('the same event with other amounts is refused by name', async () => {
  await assert.rejects(books.post([due('a', 501)]), (error) => error instanceof Problem && error.code === 'conflict' && /earning due, a/.test(error.message));
  await assert.rejects(books.post([due('x', 1), due('x', 2)]), (error) => error instanceof Problem && error.code === 'conflict');
});

test('alone or with others, the same events leave the same rows, whatever their words', async () => {
  const words = ['"quoted", {in braces}', "back\\slash and '", 'null', 'NULL', 'a\nline\ta tab', '', 'عربي, ä'];
  const events = words.map((text, index) => ({
    ...event(
      'revenue_recognised',
      `of ${text}`,
      '2026-03-02',
      { currency: 'EUR', lines: [text, `${text} 2`].map((lineId) => ({ lineId, amountMinor: index + 1 })) },
      { memo: text },
    ),
    ruleVersions: { [text]: index },
  }));
  const rowsOf = async (post: (books: Bookkeeper) => Promise<unknown>): Promise<unknown[]> => {
    const own = await bookkeeper(db);
    await post(own);
    assert.equal((await own.ledger.walk(own.tenantId, () => undefined)).broken, null);
    const { rows } = await db.admin.query<{ row: unknown }>(
      `select to_jsonb(t) - '{tenant_id,id,tx,seq,content_hash}'::text[] || jsonb_build_object('entries', (
         select jsonb_agg(to_jsonb(e) - '{tenant_id,transaction_id,account_id}'::text[] || jsonb_build_object('account', a.purpose) order by e.position)
         from ledger_entry e join ledger_account a on a.tenant_id = e.tenant_id and a.id = e.account_id where e.tenant_id = t.tenant_id and e.transaction_id = t.id)) as row
       from ledger_transaction t where t.tenant_id = $1 order by t.cause`,
      [own.tenantId],
    );
    return rows.map(({ row }) => row);
  };
  const together = await rowsOf(({ post }) => post(events));
  const alone = await rowsOf(async ({ post }) => {
    for (const each of events) await post([each]);
  });
  assert.equal(together.length, words.length);
  assert.deepEqual(alone, together);
});

test('what is rolled back was never booked, and can be booked later', async () => {
  const before = await count('ledger_entry');
  await assert.rejects(
    db.db.inTenant(books.tenantId, async (tx) => {
      await books.ledger.post(tx, books.context, [due('lost')]);
      throw new Error('the process ended');
    }),
  );
  assert.equal(await count('ledger_entry'), before);
  assert.equal((await books.post([due('lost')])).length, 1);
});

test('amounts that cannot be kept exactly, unknown currencies and sums that are not zero are refused', async () => {
  for (const amountMinor of [0.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1, Infinity])
    await assert.rejects(books.post([due(`bad ${amountMinor}`, amountMinor)]), (error) => error instanceof Problem && error.code === 'invalid_input');
  await assert.rejects(
    books.post([event('credit_applied', 'eur', '2026-03-01', { accountId: newId(), currency: 'euro', amountMinor: 1 })]),
    (error) => error instanceof Problem && /not a currency/.test(error.message),
  );
  const odd = { legs: [{ purpose: 'cash' as const, partyId: null, currency: 'EUR', amountMinor: 1 }] };
  await assert.rejects(books.post([event('adjusted', 'odd', '2026-03-01', odd)]), (error) => error instanceof Problem && /sum to zero/.test(error.message));
});

test('nothing is kept of an event of nothing but that it was', async () => {
  const [id] = await books.post([due('zero', 0)]);
  assert.deepEqual(await books.post([due('zero', 0)]), [id]);
});

test('the application may add entries and not touch them', async () => {
  for (const statement of [
    'update ledger_entry set amount_minor = 1',
    'delete from ledger_entry',
    'update ledger_transaction set memo = $$x$$',
    'delete from ledger_seal',
  ])
    await assert.rejects(db.db.pool.query(statement), /permission denied/);
});

test('another workspace sees none of it and books the same event for itself', async () => {
  const other = await bookkeeper(db);
  assert.notDeepEqual(await other.post([due('a')]), await books.post([due('a')]));
  assert.equal(await count('ledger_transaction', other.tenantId), 1);
});
