import type { Parsed, Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { ownDeal, partnerOf } from './context.ts';
import type { SharingPorts } from './ports.ts';

export type OwnRecord = NonNullable<Result<'portalDeals.get'>['record']>;
export type NewRecord = Parsed<'portalDeals.setRecord'>['body'];

/** What the actor's own company keeps about the deal. There is no way to ask for another company's, nor to read it through their eyes. */
export async function recordOf(tx: Tx, context: Context, dealId: string): Promise<OwnRecord | null> {
  const partnerId = partnerOf(context, 'portal:read');
  if (context.actor.viewAs) return null;
  const row = await tx
    .selectFrom('partner_record')
    .selectAll()
    .where('tenant_id', '=', context.tenantId)
    .where('partner_id', '=', partnerId)
    .where('deal_id', '=', dealId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    reference: row.reference,
    stage: row.stage,
    amountMinor: row.amount_minor,
    currency: row.currency,
    notes: row.notes,
    version: row.version,
    updatedBy: row.updated_by,
    updatedAt: row.updated_at,
  };
}

export async function setRecord(tx: Tx, context: Context, ports: SharingPorts, dealId: string, input: NewRecord): Promise<OwnRecord> {
  const partnerId = partnerOf(context, 'portal:deals');
  await ownDeal(tx, ports, context.tenantId, dealId, partnerId);
  const amountMinor = input.amountMinor ?? null;
  const currency = input.currency ?? null;
  if ((amountMinor === null) !== (currency === null)) throw new Problem('invalid_input', 'An amount has a currency, and a currency an amount.');
  const at = context.now.toISOString();
  const facts = {
    reference: input.reference ?? null,
    stage: input.stage ?? null,
    amount_minor: amountMinor,
    currency,
    notes: input.notes ?? null,
    updated_by: context.actor.name,
    updated_at: at,
  };
  const written = await tx
    .insertInto('partner_record')
    .values({ tenant_id: context.tenantId, partner_id: partnerId, deal_id: dealId, ...facts, version: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'partner_id', 'deal_id'])
        .doUpdateSet((eb) => ({ ...facts, version: eb('partner_record.version', '+', 1) }))
        .where('partner_record.version', '=', input.version),
    )
    .returning('version')
    .executeTakeFirst();
  if (!written || written.version !== input.version + 1) throw new Problem('version_stale', 'Somebody of your company changed this since you read it.');
  // The vendor reads audit entries: that it was written is on record, what it says is not.
  await recordChange(tx, context, {
    operation: 'portalDeals.setRecord',
    recordType: 'partner_record',
    recordId: dealId,
    after: { partnerId, version: written.version },
  });
  const record = await recordOf(tx, context, dealId);
  if (!record) throw new Error('the record was not written');
  return record;
}
