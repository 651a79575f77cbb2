import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { testDatabase } from '@entente/testkit';
import { nameKey } from './name-key.ts';

const store = await testDatabase();

/** Letters whose form is the same in every edition of Unicode that the two sides may have. */
const scripts = "abzABZ09 äöüßÉéñÇçŁłØøÆæŒœĐđıİŞşΑΣςωЁёЙйאבגדַּאלسشمّىةأإآ株東京한글กขक्ष '’&.,-–—/()·•%_\\#@+|~«»„“…™®½①ﬁ٠۳🚀\u200c\u200f\u00a0\u00ad";

test('what people type and what names are kept as come to the same form', async () => {
  const texts = fc.sample(fc.array(fc.constantFrom(...Array.from(scripts)), { maxLength: 30 }), { numRuns: 2000, seed: 7 }).map((letters) => letters.join(''));
  const { rows } = await store.admin.query<{ text: string; key: string }>('select t as text, fold_name(t) as key from unnest($1::text[]) t', [texts]);
  for (const { text, key } of rows) assert.equal(nameKey(text), key, JSON.stringify(text));
  assert.equal(rows.length, texts.length);
});

test('names, words and domains are looked up in an index in spite of row-level security', async () => {
  const tenant = '00000000-0000-7000-8000-000000000001';
  const plan = await store.db.inTenant(tenant, async (tx) => {
    const { sql } = await import('kysely');
    await sql`set local enable_seqscan = off`.execute(tx);
    const lines: string[] = [];
    for (const query of [
      sql`explain select id from account where tenant_id = ${tenant}::uuid and name_key >= 'nor' and name_key < 'nos' order by name_key, id`,
      sql`explain select record_id from search_word where tenant_id = ${tenant}::uuid and kind = 'deal' and word >= 'nor' and word < 'nos'`,
      sql`explain select account_id from account_domain where tenant_id = ${tenant}::uuid and domain >= 'nor' and domain < 'nos'`,
    ])
      lines.push((await query.execute(tx)).rows.map((row) => Object.values(row as object).join(' ')).join('\n'));
    return lines;
  });
  for (const lines of plan) assert.match(lines, /Index Cond: .*>= 'nor'::text\) AND .*< 'nos'::text/);
});
