import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { clean, storable } from './domain/storable.ts';
import type { RecordKind } from './ports.ts';

export type Failure = {
  readonly connectionId: string;
  readonly viewId: string | null;
  readonly dealId: string | null;
  readonly kind: RecordKind;
  readonly key: string;
  readonly direction: 'in' | 'out';
  readonly failure: string;
  readonly sentence: string;
  readonly issues: readonly { readonly field: string | null; readonly code: string; readonly sentence: string }[];
  readonly request: unknown;
  readonly response: unknown;
  readonly now: Date;
};

/** What is kept of an exchange: enough to see what went wrong. */
const MOST_CHARACTERS = 20_000;
const kept = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  const text = JSON.stringify(storable(value));
  return text.length <= MOST_CHARACTERS ? text : JSON.stringify({ cut: text.slice(0, MOST_CHARACTERS).toWellFormed() });
};

/** One open dead letter a record: the newest failure stands for those before it. */
export async function recordFailure(tx: Tx, tenantId: string, failure: Failure): Promise<void> {
  await sql`
    insert into sync_failure (tenant_id, id, connection_id, view_id, deal_id, kind, key, direction, failure, sentence, issues, request, response, status, at)
    values (${tenantId}::uuid, ${newId()}::uuid, ${failure.connectionId}::uuid, ${failure.viewId}::uuid, ${failure.dealId}::uuid, ${failure.kind}, ${failure.key}, ${failure.direction},
      ${failure.failure}, ${clean(failure.sentence)}, ${JSON.stringify(storable(failure.issues))}::jsonb, ${kept(failure.request)}::jsonb, ${kept(failure.response)}::jsonb, 'open', ${failure.now.toISOString()}::timestamptz)
    on conflict (tenant_id, connection_id, kind, key) where status = 'open' do update
      set view_id = excluded.view_id, deal_id = excluded.deal_id, direction = excluded.direction, failure = excluded.failure, sentence = excluded.sentence, issues = excluded.issues,
        request = excluded.request, response = excluded.response, at = excluded.at, version = sync_failure.version + 1`.execute(tx);
}

/** A record that went through has no dead letter any more; one that still has to be written may keep the letter of its last writing. */
export async function closeFailures(
  tx: Tx,
  tenantId: string,
  connectionId: string,
  kind: RecordKind,
  healed: readonly { readonly key: string; readonly direction: 'in' | 'any' }[],
  now: Date,
): Promise<void> {
  if (healed.length === 0) return;
  await sql`
    update sync_failure f set status = 'passed', closed_at = ${now.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(healed)}::json) as h(key text, direction text)
    where f.tenant_id = ${tenantId}::uuid and f.connection_id = ${connectionId}::uuid and f.kind = ${kind} and f.key = h.key and f.status = 'open'
      and (h.direction = 'any' or f.direction = 'in')`.execute(tx);
}
