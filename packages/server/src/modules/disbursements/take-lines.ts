import type { Result } from '@entente/contracts';
import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChanges, type Change } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { askForUnmatched } from './ask.ts';
import type { DisbursementsDeps } from './context.ts';
import type { FeedLine } from './domain/billing-line.ts';
import { insertLines, keepMatches, knownLines, unmatchedOf, type Match, type Source } from './import-store.ts';
import { findMatches } from './match.ts';
import { reconcilePayouts } from './reconcile.ts';

export type Imported = Result<'disbursements.read'>;
type Refused = { row: number; sentence: string };
const REFUSED_KEPT = 500;

/** Takes lines in: each once, matched as far as it can be, and payouts held against what they paid. The source is locked by the caller. */
export async function takeLines(
  tx: Tx,
  { ports }: DisbursementsDeps,
  context: Context,
  source: Source,
  given: {
    readonly operation: string;
    readonly fileName: string | null;
    readonly lines: readonly FeedLine[];
    readonly rowOf?: (index: number) => number;
    readonly refused: readonly Refused[];
  },
): Promise<Imported> {
  const { tenantId, now } = context;
  const at = now.toISOString();
  const refused: Refused[] = [...given.refused];
  const once = new Map<string, FeedLine>();
  for (const [index, line] of given.lines.entries()) {
    const earlier = once.get(line.key);
    if (!earlier) once.set(line.key, line);
    else if (!sameLine(earlier, line))
      refused.push({
        row: given.rowOf?.(index) ?? index,
        sentence: `The key “${line.key.slice(0, 80)}” stands here twice with different content; the first was taken.`,
      });
  }
  const importId = newId();
  // Written with what it came to as soon as that is known; lines refer to it.
  await sql`
    insert into billing_import (tenant_id, id, source_id, file_name, lines, added, known, imported_by, imported_at)
    values (${tenantId}::uuid, ${importId}::uuid, ${source.id}::uuid, ${given.fileName}, ${given.lines.length}, 0, 0, ${context.actor.name}, ${at}::timestamptz)`.execute(
    tx,
  );
  const lines = [...once.values()];
  const added = await insertLines(tx, tenantId, source, importId, lines);
  const old = lines.filter(({ key }) => !added.has(key));
  const known = await knownLines(
    tx,
    tenantId,
    source.id,
    old.map(({ key }) => key),
  );
  for (const line of old) {
    const before = known.get(line.key);
    if (before && !sameLine(before, line))
      refused.push({
        row: given.rowOf?.(given.lines.indexOf(line)) ?? given.lines.indexOf(line),
        sentence: `The line “${line.key.slice(0, 80)}” was read before with another content. Billing lines never change: a correction comes as a line of its own.`,
      });
  }
  const fresh = lines.flatMap((line) => {
    const id = added.get(line.key);
    return id === undefined ? [] : [{ ...line, id }];
  });
  const matches = await findMatches(tx, ports, tenantId, source, fresh);
  await keepMatches(tx, tenantId, context.actor.name, at, matches);
  const payouts = await reconcilePayouts(tx, context, source, [...new Set(fresh.flatMap(({ disbursementKey }) => disbursementKey ?? []))]);
  await sql`
    update billing_import set added = ${fresh.length}, known = ${lines.length - fresh.length}, refused = ${JSON.stringify(refused.slice(0, REFUSED_KEPT))}::jsonb
    where tenant_id = ${tenantId}::uuid and id = ${importId}::uuid`.execute(tx);
  const unmatched = matches.filter(({ state }) => state === 'unmatched').length;
  const changes: Change[] = [...payouts.changes];
  // A feed that is asked and has nothing new leaves no trace.
  if (fresh.length > 0 || refused.length > 0 || given.fileName !== null)
    changes.unshift({
      operation: given.operation,
      recordType: 'billing_source',
      recordId: source.id,
      after: { fileName: given.fileName, lines: given.lines.length, added: fresh.length, refused: refused.length, unmatched },
      events: unmatched > 0 ? [{ type: 'disbursement.unmatched', payload: { marketplace: source.marketplace, lines: unmatched } }] : [],
    });
  await recordChanges(tx, context, changes);
  await askForUnmatched(tx, ports, context, source, await unmatchedOf(tx, tenantId, source.id));
  return {
    sourceId: source.id,
    lines: given.lines.length,
    added: fresh.length,
    known: lines.length - fresh.length,
    matched: matches.filter(({ state }: Match) => state === 'matched').length,
    unmatched,
    refused: refused.slice(0, REFUSED_KEPT),
  };
}

const sameLine = (
  one: Pick<FeedLine, 'action' | 'kind' | 'amountMinor' | 'currency'>,
  other: Pick<FeedLine, 'action' | 'kind' | 'amountMinor' | 'currency'>,
): boolean => one.action === other.action && one.kind === other.kind && one.amountMinor === other.amountMinor && one.currency === other.currency;
