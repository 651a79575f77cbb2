import { priceModel, type PriceModel, type QuoteLine } from '@entente/contracts';
import { compare, decimal, divide, fraction, majorOf, times, toDecimal, type Fraction } from '@entente/kernel';
import { sql } from 'kysely';
import { acceptedQuote } from '../modules/quotes/index.ts';
import type { AcceptedLine, AcceptedQuote } from '../modules/subscriptions/index.ts';
import type { Tx } from '../platform/db/database.ts';

const YEAR = 12;

/**
 * What an accepted quote of a won deal means as an order. A line's net is for its whole term: it is billed by the year where years
 * divide it to the cent, else at once. Usage is priced by the entry that was quoted, less what was taken off.
 */
export async function orderFromQuote(tx: Tx, tenantId: string, dealId: string): Promise<AcceptedQuote | null> {
  const quote = await acceptedQuote(tx, tenantId, dealId);
  if (!quote || quote.accountId === null) return null;
  const { rows } = await sql<{
    status: string;
    name: string;
    closedOn: string | null;
  }>`select status, name, closed_on as "closedOn" from deal where tenant_id = ${tenantId}::uuid and id = ${dealId}::uuid`.execute(tx);
  const deal = rows[0];
  if (deal?.status !== 'won') return null;
  const acceptedOn = (quote.acceptedAt ?? new Date(0).toISOString()).slice(0, 10);
  const startsOn = deal.closedOn !== null && deal.closedOn > acceptedOn ? deal.closedOn : acceptedOn;
  const { currency, lines } = quote.priced;
  const meters = new Map(
    (await sql<{ id: string; key: string }>`select id, key from meter where tenant_id = ${tenantId}::uuid`.execute(tx)).rows.map(({ id, key }) => [key, id]),
  );
  const longest = lines.reduce((most, { termMonths }) => Math.max(most, termMonths ?? 0), 0);
  return {
    key: `quote:${quote.id}:${quote.version}`,
    quoteId: quote.id,
    dealId,
    accountId: quote.accountId,
    name: deal.name,
    currency,
    acceptedOn,
    terms: {
      timeZone: 'UTC',
      startsOn,
      termMonths: longest === 0 ? null : longest,
      anchorDay: null,
      timing: 'advance',
      proration: 'day',
      autoRenew: false,
      renewalNoticeDays: 90,
      minimumMinor: null,
    },
    lines: await Promise.all(lines.map((line, index) => lineOf(tx, tenantId, line, index, currency, meters))),
  };
}

async function lineOf(tx: Tx, tenantId: string, line: QuoteLine, index: number, currency: string, meters: ReadonlyMap<string, string>): Promise<AcceptedLine> {
  const shared = {
    key: `${index}`,
    productId: line.productId,
    vendorId: line.vendorId,
    description: line.bundleName === null ? line.productName : `${line.productName} (${line.bundleName})`,
    taxCategory: line.taxCategory,
    meterId: null,
    subject: null,
    rule: line.explanations.net.rule,
    explanation: line.explanations.net,
  };
  if (line.chargeType === 'one_off')
    return { ...shared, kind: 'one_off', quantity: line.quantity, price: null, amountMinor: line.netMinor, billingMonths: null };
  if (line.chargeType === 'usage')
    return {
      ...shared,
      kind: 'usage',
      quantity: '1',
      price: await usagePrice(tx, tenantId, line),
      amountMinor: null,
      billingMonths: 1,
      meterId: meters.get(line.meterKey ?? '') ?? null,
    };
  const term = line.termMonths ?? YEAR;
  const years = term / YEAR;
  const billingMonths = Number.isInteger(years) && line.netMinor % years === 0 ? YEAR : term;
  const period = (line.netMinor * billingMonths) / term;
  return { ...shared, kind: 'recurring', ...unitsOf(period, line.quantity, currency), amountMinor: null, billingMonths };
}

/** By the unit where that comes to the same to the cent, so that a later change of quantity has a price; else as one. */
function unitsOf(periodMinor: number, quantity: string, currency: string): { quantity: string; price: PriceModel } {
  const amount = majorOf(periodMinor, currency);
  const each = toDecimal(divide(decimal(amount), decimal(quantity)), 12)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
  const same = compare(times(decimal(each), decimal(quantity)), decimal(amount)) === 0;
  const price = (unitPrice: string): PriceModel => priceModel.parse({ kind: 'unit', unitPrice });
  return same ? { quantity, price: price(each) } : { quantity: '1', price: price(amount) };
}

async function usagePrice(tx: Tx, tenantId: string, line: QuoteLine): Promise<PriceModel | null> {
  if (line.entryId === null) return null;
  const { rows } = await sql<{
    model: unknown;
  }>`select model from price_entry_version where tenant_id = ${tenantId}::uuid and entry_id = ${line.entryId}::uuid and version = ${line.entryVersion ?? 0}`.execute(
    tx,
  );
  if (!rows[0]) return null;
  const model = priceModel.parse(rows[0].model);
  const full = line.standaloneMinor === 0 || line.netMinor === line.standaloneMinor;
  return full ? model : priceModel.parse(scaled(model, fraction(BigInt(line.netMinor), BigInt(line.standaloneMinor))));
}

const PRICES = new Set(['unitPrice', 'flatFee', 'price', 'fee', 'percent', 'fixedPerEvent', 'leastPerEvent', 'mostPerEvent', 'minimum', 'maximum']);
/** Every price of a model, and nothing that is a quantity. */
function scaled(value: unknown, by: Fraction): unknown {
  if (Array.isArray(value)) return value.map((one) => scaled(one, by));
  if (typeof value !== 'object' || value === null) return value;
  // What is priced in units of its own is worth less; its price in those units stays.
  if ('kind' in value && value.kind === 'pricing_unit' && 'worth' in value && typeof value.worth === 'string')
    return { ...value, worth: toDecimal(times(decimal(value.worth), by), 12) };
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, PRICES.has(key) && typeof one === 'string' ? toDecimal(times(decimal(one), by), 12) : scaled(one, by)]),
  );
}
