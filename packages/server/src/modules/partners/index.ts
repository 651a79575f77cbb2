import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { findPartners, insertManyPartners, removeManyPartners, updateManyPartners, type NewPartner } from './bulk-partners.ts';
import type { UpdateRow } from '../../platform/db/bulk.ts';
import type { PartnerChanges } from './domain/partner.ts';
import { readBaseline, readFacts } from './history-store.ts';
import type { ResponseTimes } from './ports.ts';
import { measureResponses } from './response-hours.ts';
import { partnerRoutes } from './routes.ts';
import type { PartnerKeys } from './store.ts';
import type { Deps } from './write-partners.ts';

export type { BulkRemoved, BulkUpdated, Found, Inserted, Known, Refusal, RemoveRow, Updated, UpdateRow } from '../../platform/db/bulk.ts';
export type { NewCompetency, NewPartner, NewPartnerContact, PartnersFound } from './bulk-partners.ts';
export type { PartnerFacts } from './domain/facts.ts';
export type { PartnerChanges, PartnerFields, PartnerInput } from './domain/partner.ts';
export type { PartnerRecord, WinLoss } from './domain/record.ts';
export type { NormaliseDomain, PartnerTie, ResponseTimes, TiesOfPartner } from './ports.ts';

export type PartnersModule = ReturnType<typeof createPartnersModule>;

export function createPartnersModule(deps: Deps) {
  const { normaliseDomain } = deps;
  return {
    routes: partnerRoutes(deps),
    bulkInsert: (tx: Tx, context: Context, rows: readonly NewPartner[], operation?: string) =>
      insertManyPartners(tx, context, rows, normaliseDomain, operation),
    bulkUpdate: (tx: Tx, context: Context, rows: readonly UpdateRow<PartnerChanges>[], operation?: string) =>
      updateManyPartners(tx, context, rows, normaliseDomain, operation),
    bulkRemove: removeManyPartners,
    findByKeys: (tx: Tx, tenantId: string, keys: PartnerKeys) => findPartners(tx, tenantId, keys, normaliseDomain),
    /** Every partner of the workspace, for the matching index. */
    facts: (tx: Tx, tenantId: string) => readFacts(tx, tenantId, null),
    factsOf: (tx: Tx, tenantId: string, ids: readonly string[]) => readFacts(tx, tenantId, ids),
    /** How fast partners answer, measured anew from what others recorded; for the nightly round. */
    measureResponses: (responseTimes: ResponseTimes, context: Context) => measureResponses({ database: deps.database, responseTimes }, context),
    /** Won and lost over all closed deals, the prior of every rate. */
    baseline: readBaseline,
  };
}
