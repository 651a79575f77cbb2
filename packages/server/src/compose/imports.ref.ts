import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { testDatabase } from '@entente/testkit';
import { createImports, filesFolder, newWorkspace } from './imports.fixture.ts';

const folder = process.env['ENTENTE_REFERENCE_DATA'];
if (!folder) throw new Error('ENTENTE_REFERENCE_DATA must name the folder with the reference CRM export');

test('the whole reference export goes in, is unchanged the second time, and can be taken back', async () => {
  const db = await testDatabase();
  const imports = createImports(db, filesFolder());
  const context = await newWorkspace(db, 'reference');
  const lines: string[] = [];
  const input = {
    paths: ['sales_pipeline', 'accounts', 'sales_teams', 'products'].map((name) => join(folder, 'maven-crm-sales', `${name}.csv`)),
    dryRun: false,
    log: (line: string) => void lines.push(line),
  };
  const started = performance.now();
  const { files, complete } = await imports.importFiles(context, input);
  const seconds = (performance.now() - started) / 1000;
  console.log(lines.join('\n'));
  assert.ok(complete);
  assert.deepEqual(
    files.map(({ target, counts }) => [target, counts?.create, counts?.error]),
    [
      ['product', 7, 0],
      ['person', 35, 0],
      ['account', 85, 0],
      ['deal', 8800, 0],
    ],
  );
  const one = async (text: string): Promise<Record<string, unknown>> => (await db.admin.query(text, [context.tenantId])).rows[0];
  assert.deepEqual(
    await one(
      "select count(*)::int as deals, count(*) filter (where account_id is null)::int as bare, count(*) filter (where stage = 'won')::int as won, count(*) filter (where stage = 'lost')::int as lost, (sum(amount_minor) filter (where stage = 'won') / 100)::int as amount, count(owner_id)::int as owned from deal where tenant_id = $1",
    ),
    { deals: 8800, bare: 1425, won: 4238, lost: 2473, amount: 10005534, owned: 8800 },
  );
  assert.deepEqual(await one('select count(*)::int as n from deal_line l join product p on p.id = l.product_id where l.tenant_id = $1'), { n: 8800 });
  assert.deepEqual(await one('select count(parent_id)::int as n from account where tenant_id = $1'), { n: 15 });
  console.log(`The four files took ${seconds.toFixed(1)} s.`);
  const again = await imports.importFiles(context, { ...input, log: () => undefined });
  assert.deepEqual(
    again.files.map(({ counts }) => [counts?.create, counts?.update, counts?.error]),
    [
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ],
  );
  for (const file of [...files].reverse()) if (file.target !== 'person') await imports.undo(context, file.importId);
  assert.deepEqual(
    await one(
      'select (select count(*)::int from deal where tenant_id = $1) as deals, (select count(*)::int from account where tenant_id = $1) as accounts, (select count(*)::int from product where tenant_id = $1) as products',
    ),
    { deals: 0, accounts: 0, products: 0 },
  );
});
