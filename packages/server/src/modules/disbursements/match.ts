import { sql } from 'kysely';
import { recordChanges } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { askForUnmatched } from './ask.ts';
import type { DisbursementsDeps } from './context.ts';
import type { BillingKind } from './domain/billing-line.ts';
import type { KnownAgreement } from './domain/candidates.ts';
import { keepMatches, lockSource, unmatchedOf, type Match } from './import-store.ts';
import type { DisbursementsPorts, OfSource } from './ports.ts';

type Line = { readonly id: string; readonly kind: BillingKind; readonly agreementKey: string | null; readonly offerKey: string | null };
const AT_ONCE = 2_000;

/** By what the line names: its agreement, or else its offer if that has one agreement. Nothing is guessed. */
export async function findMatches(tx: Tx, ports: DisbursementsPorts, tenantId: string, source: OfSource, lines: readonly Line[]): Promise<Match[]> {
  const named = lines.filter(({ kind }) => kind !== 'payout');
  const keys = [...new Set(named.flatMap(({ agreementKey }) => agreementKey ?? []))];
  const offerKeys = [...new Set(named.flatMap(({ agreementKey, offerKey }) => (agreementKey === null ? (offerKey ?? []) : [])))];
  const known = keys.length + offerKeys.length === 0 ? [] : await ports.agreements(tx, tenantId, { source, keys, offerKeys });
  const byKey = new Map(known.map((each) => [each.key, each]));
  const byOffer = Map.groupBy(known, ({ offerKey }) => offerKey);
  return lines.map((line): Match => {
    if (line.kind === 'payout') return { lineId: line.id, state: 'apart', agreement: null };
    const agreement = (line.agreementKey === null ? only(byOffer.get(line.offerKey ?? '')) : byKey.get(line.agreementKey)) ?? null;
    return { lineId: line.id, state: agreement === null ? 'unmatched' : 'matched', agreement };
  });
}
const only = (agreements: readonly KnownAgreement[] | undefined): KnownAgreement | undefined => (agreements?.length === 1 ? agreements[0] : undefined);

/**
 * Tries lines again that matched nothing, since an agreement may have become known meanwhile; and takes deals over that an agreement
 * was tied to later. Answers with how many lines moved.
 */
export function matchAgain({ database, ports }: DisbursementsDeps, context: Context): Promise<number> {
  const { tenantId, now } = context;
  return database.inTenant(tenantId, async (tx) => {
    const { rows: waiting } = await sql<Line & { sourceId: string }>`
      select l.id, l.source_id as "sourceId", l.kind, l.agreement_key as "agreementKey", l.offer_key as "offerKey"
      from billing_match m join billing_line l on l.tenant_id = m.tenant_id and l.id = m.line_id
      where m.tenant_id = ${tenantId}::uuid and m.state = 'unmatched' and not m.by_hand and (l.agreement_key is not null or l.offer_key is not null)
      order by m.line_id limit ${AT_ONCE}`.execute(tx);
    let moved = await followDeals(tx, ports, tenantId);
    for (const [sourceId, lines] of Map.groupBy(waiting, (line) => line.sourceId)) {
      const source = await lockSource(tx, tenantId, sourceId);
      if (!source) continue;
      const found = (await findMatches(tx, ports, tenantId, source, lines)).filter(({ state }) => state === 'matched');
      if (found.length === 0) continue;
      await keepMatches(tx, tenantId, context.actor.name, now.toISOString(), found);
      moved += found.length;
      await recordChanges(
        tx,
        context,
        [...Map.groupBy(found, ({ agreement }) => agreement?.id ?? '')].map(([agreementId, own]) => ({
          operation: 'disbursements.matchAgain',
          recordType: 'agreement',
          recordId: agreementId,
          after: { lines: own.length },
          events: [
            {
              type: 'disbursement.matched',
              dealId: own[0]?.agreement?.dealId ?? null,
              payload: { marketplace: source.marketplace, agreementKey: own[0]?.agreement?.key ?? null, lines: own.length },
            },
          ],
        })),
      );
      await askForUnmatched(tx, ports, context, source, await unmatchedOf(tx, tenantId, sourceId));
    }
    return moved;
  });
}

/** Agreements whose deal or offer is not yet on their lines. */
async function followDeals(tx: Tx, ports: DisbursementsPorts, tenantId: string): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select distinct agreement_id as id from billing_match where tenant_id = ${tenantId}::uuid and state = 'matched' and deal_id is null limit ${AT_ONCE}`.execute(
    tx,
  );
  if (rows.length === 0) return 0;
  const known = (await ports.agreements(tx, tenantId, { ids: rows.map(({ id }) => id) })).filter(({ dealId }) => dealId !== null);
  if (known.length === 0) return 0;
  const { rows: moved } = await sql`
    update billing_match m set deal_id = g.d, offer_id = g.o from json_to_recordset(${JSON.stringify(known.map(({ id, dealId, offerId }) => ({ a: id, d: dealId, o: offerId })))}::json) as g(a uuid, d uuid, o uuid)
    where m.tenant_id = ${tenantId}::uuid and m.agreement_id = g.a and m.state = 'matched' and m.deal_id is null returning 1`.execute(tx);
  return moved.length;
}
