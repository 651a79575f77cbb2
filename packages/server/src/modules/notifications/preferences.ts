import type { Context } from '../../platform/context.ts';
import { recordChange } from '../../platform/change.ts';
import type { Tx } from '../../platform/db/database.ts';
import { Problem } from '@entente/kernel';
import type { Preferences } from './domain/events.ts';
import { isTimeZone, USUAL_PREFERENCES, wholeMail } from './domain/when-to-mail.ts';

export type Kept = Preferences & { readonly lastDigestAt: string | null };

/** Of several people at once; who never said anything has the usual ones. */
export async function preferencesOf(tx: Tx, tenantId: string, memberIds: readonly string[]): Promise<ReadonlyMap<string, Kept>> {
  const rows =
    memberIds.length === 0
      ? []
      : await tx
          .selectFrom('notification_preference')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('member_id', 'in', [...memberIds])
          .execute();
  const kept = new Map(memberIds.map((id): [string, Kept] => [id, { ...USUAL_PREFERENCES, lastDigestAt: null }]));
  for (const row of rows)
    kept.set(row.member_id, {
      mail: wholeMail(row.mail),
      digestHour: row.digest_hour,
      timeZone: row.time_zone,
      quietFrom: row.quiet_from,
      quietTo: row.quiet_to,
      lastDigestAt: row.last_digest_at,
    });
  return kept;
}

export async function readPreferences(tx: Tx, tenantId: string, memberId: string): Promise<Preferences> {
  const { lastDigestAt: _, ...preferences } = (await preferencesOf(tx, tenantId, [memberId])).get(memberId) ?? { ...USUAL_PREFERENCES, lastDigestAt: null };
  return preferences;
}

export async function setPreferences(tx: Tx, context: Context, memberId: string, wished: Preferences): Promise<Preferences> {
  if (!isTimeZone(wished.timeZone))
    throw new Problem('invalid_input', 'This time zone is not known.', {
      fields: [{ path: 'timeZone', code: 'unknown', sentence: 'This time zone is not known.' }],
    });
  if ((wished.quietFrom === null) !== (wished.quietTo === null)) throw new Problem('invalid_input', 'Quiet hours have a beginning and an end.');
  const values = {
    mail: JSON.stringify(wished.mail),
    digest_hour: wished.digestHour,
    time_zone: wished.timeZone,
    quiet_from: wished.quietFrom,
    quiet_to: wished.quietTo,
  };
  const before = await readPreferences(tx, context.tenantId, memberId);
  await tx
    .insertInto('notification_preference')
    .values({ tenant_id: context.tenantId, member_id: memberId, ...values })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'member_id']).doUpdateSet(values))
    .execute();
  await recordChange(tx, context, { operation: 'notifications.setPreferences', recordType: 'membership', recordId: memberId, before, after: wished });
  return wished;
}

export async function rememberDigest(tx: Tx, tenantId: string, memberId: string, at: string): Promise<void> {
  await tx
    .insertInto('notification_preference')
    .values({ tenant_id: tenantId, member_id: memberId, last_digest_at: at })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'member_id']).doUpdateSet({ last_digest_at: at }))
    .execute();
}
