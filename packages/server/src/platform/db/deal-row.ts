import type { Result } from '@entente/contracts';
import type { DealStage, DealStatus, ParticipantRole, RouteKind } from '@entente/kernel';
import { sql, type RawBuilder, type Selectable } from 'kysely';
import type { DealTable } from './schema.ts';

/** A deal as lists show it, wherever they are: among deals, of an account, of a partner. */
export type DealRow = Result<'deals.list'>['items'][number];

const rowColumns = [
  'id',
  'number',
  'name',
  'account_id',
  'account_name',
  'stage',
  'status',
  'amount_minor',
  'currency',
  'close_on',
  'owner_id',
  'owner_name',
  'region',
  'roles',
  'route_kinds',
  'next_act_title',
  'next_act_due_at',
  'next_step',
  'last_activity_at',
  'updated_at',
  'version',
] as const;
export type StoredRow = Pick<Selectable<DealTable>, (typeof rowColumns)[number]> & { partner_count: number };

export const dealRowOf = (row: StoredRow): DealRow => ({
  id: row.id,
  number: row.number,
  name: row.name,
  accountId: row.account_id,
  accountName: row.account_name,
  stage: row.stage as DealStage,
  status: row.status as DealStatus,
  amountMinor: row.amount_minor,
  currency: row.currency,
  closeOn: row.close_on,
  ownerId: row.owner_id,
  ownerName: row.owner_name,
  region: row.region,
  roles: row.roles as ParticipantRole[],
  partnerCount: row.partner_count,
  routes: row.route_kinds as RouteKind[],
  nextActTitle: row.next_act_title,
  nextActDueAt: row.next_act_due_at,
  nextStep: row.next_step,
  lastActivityAt: row.last_activity_at,
  updatedAt: row.updated_at,
  version: row.version,
});

/** These columns of the deal that goes by this name in a statement. */
export const dealColumnsOf = (name: 'd'): RawBuilder<unknown> =>
  sql.raw([...rowColumns.map((column) => `${name}.${column}`), `cardinality(${name}.partner_ids) as partner_count`].join(', '));
