import type { Result } from '@entente/contracts';
import { notFound, Problem, type ParticipantRole, type ShareState } from '@entente/kernel';
import type { Updateable } from 'kysely';
import { recordChange, type ChangeEvent } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { DealShareTable } from '../../platform/db/schema.ts';
import type { ShareFacts } from './domain/shown.ts';

export type ShareShape = Result<'shares.decide'>;

export function shareQuery(tx: Tx, tenantId: string) {
  return tx
    .selectFrom('deal_share as s')
    .innerJoin('deal as d', (join) => join.onRef('d.tenant_id', '=', 's.tenant_id').onRef('d.id', '=', 's.deal_id'))
    .innerJoin('partner as f', (join) => join.onRef('f.tenant_id', '=', 's.tenant_id').onRef('f.id', '=', 's.from_partner_id'))
    .innerJoin('partner as t', (join) => join.onRef('t.tenant_id', '=', 's.tenant_id').onRef('t.id', '=', 's.to_partner_id'))
    .where('s.tenant_id', '=', tenantId)
    .selectAll('s')
    .select(['d.number as deal_number', 'd.name as deal_name', 'd.account_name as company_name', 'd.owner_id', 'f.name as from_name', 't.name as to_name']);
}
type Stored = Awaited<ReturnType<ReturnType<typeof shareQuery>['executeTakeFirstOrThrow']>>;
export type Share = Omit<Stored, 'state' | 'role'> & { readonly state: ShareState; readonly role: ParticipantRole };
export const typed = (row: Stored): Share => row as Share;

export const factsOf = (row: Share): ShareFacts => ({
  state: row.state,
  fromPartnerId: row.from_partner_id,
  toPartnerId: row.to_partner_id,
  // The vendor has answered, and it was no refusal: that ends the share before the partner could answer.
  consented: row.vendor_at !== null && !(row.state === 'declined' && row.answered_at === null),
});

export const shareShape = (row: Share): ShareShape => ({
  id: row.id,
  dealId: row.deal_id,
  dealNumber: row.deal_number,
  dealName: row.deal_name,
  fromPartnerId: row.from_partner_id,
  fromPartnerName: row.from_name,
  toPartnerId: row.to_partner_id,
  toPartnerName: row.to_name,
  role: row.role,
  message: row.message,
  state: row.state,
  partnerSentence: row.partner_sentence,
  createdAt: row.created_at,
  version: row.version,
});

/** The share, locked until the transaction ends. */
export async function lockShare(tx: Tx, tenantId: string, id: string): Promise<Share> {
  await tx.selectFrom('deal_share').select('id').where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  const row = await shareQuery(tx, tenantId).where('s.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('share');
  return typed(row);
}

export function requireVersion(share: Share, ifVersion: number | null): void {
  if (ifVersion !== null && share.version !== ifVersion) throw new Problem('version_stale', 'This share changed since you read it.');
}

export type Told = {
  readonly operation: string;
  readonly kind: 'asked' | 'consented' | 'accepted' | 'declined' | 'ended';
  readonly reason?: string | null;
  /** One event for each partner to tell. What a partner that has not joined is told names no deal. */
  readonly to: readonly { readonly partnerId: string | null; readonly sentence: string | null; readonly joined: boolean }[];
};

export async function tellShare(tx: Tx, context: Context, share: Share, told: Told, before: unknown, after: unknown): Promise<void> {
  await recordChange(tx, context, {
    operation: told.operation,
    recordType: 'deal_share',
    recordId: share.id,
    before,
    after,
    reason: told.reason ?? null,
    // The deal's own timeline tells it once.
    events: told.to.map(({ partnerId, sentence, joined }, index): ChangeEvent => ({
      type: `share.${told.kind}`,
      dealId: index === 0 ? share.deal_id : null,
      payload: {
        shareId: share.id,
        partnerId,
        number: joined ? share.deal_number : null,
        companyName: share.company_name,
        role: share.role,
        fromName: share.from_name,
        toName: share.to_name,
        holderId: share.owner_id,
        partnerSentence: sentence,
      },
    })),
  });
}

export async function changeShare(tx: Tx, context: Context, share: Share, after: Updateable<DealShareTable>, told: Told): Promise<Share> {
  await tx
    .updateTable('deal_share')
    .set((eb) => ({ ...after, version: eb('version', '+', 1) }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', share.id)
    .execute();
  const changed = typed(await shareQuery(tx, context.tenantId).where('s.id', '=', share.id).executeTakeFirstOrThrow());
  await tellShare(tx, context, changed, told, { state: share.state }, after);
  return changed;
}
