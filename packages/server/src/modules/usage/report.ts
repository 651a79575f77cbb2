import type { Parsed, Result } from '@entente/contracts';
import { isId, newId, Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { UsageDeps } from './context.ts';
import { foldKeys, isRefused, judgeRecord, sameContent, type Judged, type Refused, type Reported } from './domain/judge-record.ts';
import { formatQuantity } from './domain/quantity.ts';
import { shownInstant } from './domain/window.ts';
import { knownRecords, storeRecords } from './ingest-store.ts';

export type Taken = Result<'metering.report'>;
const TOO_LARGE = '22003';

/** Each record is taken or refused by itself: one that is wrong keeps no other from being billed. */
export function reportRecords(deps: UsageDeps, context: Context, body: Parsed<'metering.report'>['body']): Promise<Taken> {
  requireScope(context, 'usage:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const taken = await takeRecords(tx, deps, context, body.records);
    await recordReport(tx, context, 'metering.report', taken, null);
    return taken;
  });
}

export async function takeRecords(
  tx: Tx,
  { ports }: UsageDeps,
  context: Context,
  reported: readonly Reported[],
  placeOf: (index: number) => number = (index) => index,
): Promise<Taken> {
  const { tenantId, now } = context;
  const entitlements = await ports.entitlements(tx, tenantId, { names: [...new Set(reported.map(({ entitlement }) => entitlement))] });
  const byName = new Map(entitlements.flatMap((each) => [[each.id, each] as const, ...(each.externalId === null ? [] : [[each.externalId, each] as const])]));
  const refused: Refused[] = [];
  const judged: Judged[] = [];
  for (const [index, record] of reported.entries()) {
    const place = placeOf(index);
    const found = byName.get(isId(record.entitlement.toLowerCase()) ? record.entitlement.toLowerCase() : record.entitlement);
    const result = judgeRecord(clean(record), place, found, now.getTime());
    if (isRefused(result)) refused.push(result);
    else judged.push(result);
  }
  const folded = foldKeys(judged);
  const added = await storeRecords(tx, tenantId, folded.records, context.actor.name, now).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === TOO_LARGE)
      throw new Problem('conflict', 'An hour would come to more than can be counted. Look for records that are too large.', { reason: 'too_much' });
    throw error;
  });
  const old = folded.records.filter(({ key }) => !added.has(key));
  const known = await knownRecords(
    tx,
    tenantId,
    old.map(({ key }) => key),
  );
  let repeated = folded.repeated;
  const taken: Refused[] = [];
  for (const record of old) {
    const before = known.get(record.key);
    if (!before) throw new Error('a usage record was neither new nor known');
    if (sameContent({ ...before, entitlement: { id: before.entitlementId }, at: Date.parse(before.at) }, record)) repeated += 1;
    else
      taken.push({
        at: record.place,
        key: record.key,
        code: 'key_taken',
        sentence: `The key “${record.key}” was reported before with other content: ${formatQuantity(before.quantity)} ${before.dimension} on ${shownInstant(Date.parse(before.at))}. Give a changed record a key of its own.`,
      });
  }
  const all = [...refused, ...folded.refused, ...taken].sort((one, other) => one.at - other.at);
  return { accepted: added.size, repeated, refused: all };
}

export function recordReport(tx: Tx, context: Context, operation: string, taken: Taken, fileName: string | null): Promise<void> {
  return recordChange(tx, context, {
    operation,
    recordType: 'usage_report',
    recordId: newId(),
    after: { fileName, accepted: taken.accepted, repeated: taken.repeated, refused: taken.refused.length },
  });
}

/** Text as a database can hold it. */
const text = (value: string): string => value.replaceAll('\0', '').toWellFormed();
const clean = (record: Reported): Reported => ({ ...record, key: text(record.key), entitlement: text(record.entitlement), dimension: text(record.dimension) });
