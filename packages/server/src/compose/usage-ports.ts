import { isId } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { awsMeter } from '../connectors/aws-marketplace/metering.ts';
import { googleMeter } from '../connectors/google/index.ts';
import { microsoftMeter } from '../connectors/microsoft/index.ts';
import { rulesOf, type MeteredEntitlement, type Meter, type MeteringRules, type UsagePorts, type WhichEntitlements } from '../modules/usage/index.ts';
import type { Tx } from '../platform/db/database.ts';
import { readCsv } from './read-csv.ts';

const METERS: Readonly<Record<string, Meter>> = { aws: awsMeter, microsoft: microsoftMeter, google: googleMeter };

/** Gives usage what it needs to know, from those who own it: entitlements with what was bought, and the way out to the marketplace. */
export function usagePorts(options: Pick<UsagePorts, 'access'>): UsagePorts {
  return { entitlements, access: options.access, meter: (system) => METERS[system] ?? null, readCsv };
}

type Row = Omit<MeteredEntitlement, 'dimensions' | 'rules' | 'licenseArn'> & {
  readonly bought: readonly { readonly key: string; readonly quantity: number | null }[];
  readonly listed: readonly { readonly key: string }[];
  readonly settings: Readonly<Record<string, unknown>> | null;
};

async function entitlements(tx: Tx, tenantId: string, which: WhichEntitlements): Promise<MeteredEntitlement[]> {
  const { rows } = await sql<Row>`
    select e.id, coalesce(l.name, m.name) || ' for ' || coalesce(d.account_name, e.buyer_account, a.buyer_account, 'a buyer') as name, m.connection_id as "connectionId", c.system,
      m.name as marketplace, e.external_id as "externalId", a.external_id as "agreementKey", a.deal_id as "dealId", coalesce(e.buyer_account, a.buyer_account) as "buyerAccount", coalesce(d.account_name, a.buyer_account, e.buyer_account) as "buyerName", l.product_id as "productId", p.name as "productName",
      coalesce(e.external_product_code, l.external_product_code) as "productCode", coalesce(e.starts_at, a.starts_at) as "startsAt",
      case when e.state = 'ended' then coalesce(e.ends_at, a.ends_at, e.news_at) else e.ends_at end as "endsAt", e.dimensions as bought, coalesce(l.dimensions, '[]') as listed, c.settings
    from entitlement e join agreement a on a.tenant_id = e.tenant_id and a.id = e.agreement_id join marketplace m on m.tenant_id = e.tenant_id and m.id = e.marketplace_id
      join connection c on c.tenant_id = m.tenant_id and c.id = m.connection_id left join listing l on l.tenant_id = a.tenant_id and l.id = a.listing_id
      left join product p on p.tenant_id = l.tenant_id and p.id = l.product_id left join deal d on d.tenant_id = a.tenant_id and d.id = a.deal_id
    where e.tenant_id = ${tenantId}::uuid and ${conditionOf(which)} order by e.id`.execute(tx);
  const found = rows.map(({ bought, listed, settings, ...row }): MeteredEntitlement => {
    const keys = [...new Set([...bought, ...listed].map(({ key }) => key))];
    const quantity = new Map(bought.map((each) => [each.key, each.quantity]));
    return {
      ...row,
      licenseArn: row.externalId?.startsWith('arn:') === true ? row.externalId : null,
      dimensions: keys.map((key) => ({ key, included: quantity.get(key)?.toString() ?? null })),
      rules: rulesOf(row.system, meteringOf(settings)),
    };
  });
  return 'zeroHours' in which ? found.filter(({ rules }) => rules.zeroHours) : found;
}

function conditionOf(which: WhichEntitlements): RawBuilder<unknown> {
  if ('ids' in which) return sql`e.id = any(${[...which.ids]}::uuid[])`;
  if ('dealId' in which) return sql`a.deal_id = ${which.dealId}::uuid`;
  if ('productId' in which) return sql`l.product_id = ${which.productId}::uuid`;
  if ('buyer' in which) return sql`coalesce(e.buyer_account, a.buyer_account) = ${which.buyer}`;
  if ('names' in which) {
    const ids = which.names.map((name) => name.toLowerCase()).filter(isId);
    return sql`(e.id = any(${ids}::uuid[]) or e.external_id = any(${[...which.names]}::text[]))`;
  }
  return sql`e.state = 'active' and c.settings -> 'metering' ->> 'zeroHours' = 'true'`;
}

/** What the connection says about metering, beside what its kind of marketplace does; a value that makes no sense is none. */
const metering = z
  .object({
    mostPerBatch: z.number().int().min(1).max(1000),
    oldestHours: z
      .number()
      .min(1)
      .max(24 * 366),
    monthEndGraceHours: z
      .number()
      .min(0)
      .max(24 * 31)
      .nullable(),
    wholeUnits: z.boolean(),
    zeroHours: z.boolean(),
    onlyOverage: z.enum(['month', 'term']).nullable(),
    settleMinutes: z
      .number()
      .min(0)
      .max(24 * 60),
    requestsPerSecond: z.number().positive().max(1000),
  })
  .partial();
function meteringOf(settings: Readonly<Record<string, unknown>> | null): Partial<MeteringRules> {
  const parsed = metering.safeParse(settings?.['metering'] ?? {});
  return parsed.success ? (Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined)) as Partial<MeteringRules>) : {};
}
