import { sql, type RawBuilder } from 'kysely';
import { awsBillingFeed } from '../connectors/aws-marketplace/billing-feed.ts';
import { googleBillingFeed } from '../connectors/google/index.ts';
import { microsoftBillingFeed } from '../connectors/microsoft/index.ts';
import { closeRecordActs, openRecordAct } from '../modules/cosell/index.ts';
import type { BillingFeed, DisbursementsPorts, KnownAgreement, OfSource, WhichAgreements } from '../modules/disbursements/index.ts';
import { amountReader, dateReader } from '../modules/imports/index.ts';
import type { Tx } from '../platform/db/database.ts';
import { readCsv } from './read-csv.ts';

const FEEDS: Readonly<Record<string, BillingFeed>> = { aws: awsBillingFeed, microsoft: microsoftBillingFeed, google: googleBillingFeed };
const MOST_ROWS = 200_000;
const MOST_NEAR = 300;

/** The part of a fee that the table of a marketplace says, as marketplaces reads its own tables; null where it says nothing. */
export type FeeBasisPoints = (table: unknown, of: { day: string; kind: string; currency: string; amountMinor: number }) => number | null;

/** Gives disbursements what they need to know, from those who own it. */
export function disbursementsPorts(options: Pick<DisbursementsPorts, 'access'> & { feeBasisPoints: FeeBasisPoints }): DisbursementsPorts {
  return {
    agreements,
    expectedFees: (tx, tenantId, asked) => expectedFees(tx, tenantId, asked, options.feeBasisPoints),
    connection: async (tx, tenantId, connectionId) => {
      const { rows } = await sql<{ system: string; marketplace: string }>`
        select c.system, coalesce((select m.name from marketplace m where m.tenant_id = c.tenant_id and m.connection_id = c.id and m.retired_at is null order by m.id limit 1), c.name) as marketplace
        from connection c where c.tenant_id = ${tenantId}::uuid and c.id = ${connectionId}::uuid`.execute(tx);
      return rows[0] ?? null;
    },
    feed: (system) => FEEDS[system] ?? null,
    access: options.access,
    readCsv: (text, fileName) => readCsv(text, fileName, MOST_ROWS),
    readers: { amounts: amountReader, dates: (cells) => dateReader(cells, () => true) },
    openAct: openRecordAct,
    closeActs: closeRecordActs,
  };
}

async function agreements(tx: Tx, tenantId: string, which: WhichAgreements): Promise<KnownAgreement[]> {
  const { rows } = await sql<KnownAgreement>`
    select a.id, a.external_id as key, m.name as marketplace, a.offer_id as "offerId", a.external_offer_id as "offerKey", a.deal_id as "dealId", a.buyer_account as "buyerAccount",
      d.account_name as "buyerName", a.external_product_id as "productKey", a.currency, a.amount_minor as "amountMinor", a.starts_at as "startsAt", a.ends_at as "endsAt"
    from agreement a join marketplace m on m.tenant_id = a.tenant_id and m.id = a.marketplace_id left join deal d on d.tenant_id = a.tenant_id and d.id = a.deal_id
    where a.tenant_id = ${tenantId}::uuid and ${conditionOf(which)} order by a.id desc limit ${'near' in which ? MOST_NEAR : 100_000}`.execute(tx);
  return rows;
}

const ofSource = ({ connectionId, marketplace }: OfSource): RawBuilder<unknown> =>
  connectionId === null ? sql`lower(m.name) = lower(${marketplace})` : sql`m.connection_id = ${connectionId}::uuid`;

function conditionOf(which: WhichAgreements): RawBuilder<unknown> {
  if ('ids' in which) return sql`a.id = any(${[...which.ids]}::uuid[])`;
  if ('dealId' in which) return sql`a.deal_id = ${which.dealId}::uuid`;
  if ('keys' in which)
    return sql`${ofSource(which.source)} and (a.external_id = any(${[...which.keys]}::text[]) or a.external_offer_id = any(${[...which.offerKeys]}::text[]))`;
  const { buyerAccount, buyerName, productKey, amountMinor, currency } = which.near;
  return sql`${ofSource(which.source)} and (a.buyer_account = ${buyerAccount} or lower(d.account_name) = lower(${buyerName}) or a.external_product_id = ${productKey}
    or (a.amount_minor = ${Math.abs(amountMinor)}::bigint and a.currency = ${currency}))`;
}

type Asked = { readonly agreementId: string; readonly currency: string; readonly amountMinor: number; readonly on: string };
/** By the size of the whole agreement where it is known: an instalment pays the same share as the whole. */
async function expectedFees(tx: Tx, tenantId: string, asked: readonly Asked[], feeBasisPoints: FeeBasisPoints): Promise<(number | null)[]> {
  const ids = [...new Set(asked.map(({ agreementId }) => agreementId))];
  const { rows } = await sql<{ id: string; table: unknown; kind: string | null; amountMinor: number | null }>`
    select a.id, m.fee_table as table, o.kind, a.amount_minor as "amountMinor" from agreement a join marketplace m on m.tenant_id = a.tenant_id and m.id = a.marketplace_id
      left join offer o on o.tenant_id = a.tenant_id and o.id = a.offer_id where a.tenant_id = ${tenantId}::uuid and a.id = any(${ids}::uuid[])`.execute(tx);
  const known = new Map(rows.map((row) => [row.id, row]));
  return asked.map(({ agreementId, currency, amountMinor, on }) => {
    const agreement = known.get(agreementId);
    return agreement
      ? feeBasisPoints(agreement.table, { day: on, kind: agreement.kind ?? 'private', currency, amountMinor: agreement.amountMinor ?? amountMinor })
      : null;
  });
}
