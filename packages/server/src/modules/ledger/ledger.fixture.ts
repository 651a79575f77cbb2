import assert from 'node:assert/strict';
import { newId, type Posting, type PostingFacts, type PostingTemplate } from '@entente/kernel';
import type { TestDatabase } from '@entente/testkit';
import type { Context } from '../../platform/context.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { createLedgerModule } from './index.ts';
import type { LedgerPorts } from './ports.ts';

export const NOW = new Date('2026-03-10T09:00:00.000Z');

/** Files of the tests have neither quotes nor empty lines. */
const plainCsv: LedgerPorts['readCsv'] = async (text) => {
  const [headers = [], ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return { ok: true, headers, rows: rows.map((cells, index) => ({ rowNumber: index + 2, cells, problem: null })) };
};

/** A workspace with books of its own. */
export async function bookkeeper(test: TestDatabase, ports: Partial<LedgerPorts> = {}, now = NOW) {
  const tenantId = newId();
  await test.admin.query("insert into workspace (id, slug, name, base_currency) values ($1::uuid, $1::text, 'Books', 'EUR')", [tenantId]);
  const ledger = createLedgerModule({
    database: test.db,
    ports: { checks: [], subLedgers: [], readCsv: plainCsv, ...ports },
    now: () => now,
    onError: (error) => assert.fail(String(error)),
  });
  const context: Context = systemContext(tenantId, 'Tester', now);
  return {
    tenantId,
    context,
    ledger,
    post: (postings: readonly Posting[], as: Context = context) => test.db.inTenant(tenantId, (tx) => ledger.post(tx, as, postings)),
  };
}
export type Bookkeeper = Awaited<ReturnType<typeof bookkeeper>>;

export const event = <Template extends PostingTemplate>(
  template: Template,
  cause: string,
  bookedOn: string,
  facts: PostingFacts[Template],
  more: { readonly memo?: string; readonly dealId?: string } = {},
): Posting => ({ template, cause, bookedOn, dealId: more.dealId ?? null, memo: more.memo ?? cause, facts }) as Posting;
