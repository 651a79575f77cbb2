import type { Currency, Product } from './types.ts';

export const VENDOR = {
  name: 'Kestrel Cloud',
  domain: 'kestrel.example',
  description: 'Data platform for companies that run on several clouds',
} as const;

const eur = (key: string, name: string, family: string, listPriceMinor: number): Product => ({
  key,
  name,
  family,
  listPriceMinor,
  currency: 'EUR',
});

/** List price of one unit for one year; services are priced by the day. */
export const PRODUCTS: readonly Product[] = [
  eur('product-lakehouse', 'Kestrel Lakehouse', 'Platform', 129_000),
  eur('product-stream', 'Kestrel Stream', 'Integration', 89_000),
  eur('product-connect', 'Kestrel Connect', 'Integration', 59_000),
  eur('product-catalog', 'Kestrel Catalog', 'Governance', 24_000),
  eur('product-guard', 'Kestrel Guard', 'Governance', 39_000),
  eur('product-insight', 'Kestrel Insight', 'Analytics', 32_000),
  eur('product-forge', 'Kestrel Forge', 'Machine learning', 179_000),
  eur('product-vault', 'Kestrel Vault', 'Platform', 45_000),
  eur('product-support', 'Kestrel Premier support', 'Services', 96_000),
  eur('product-onboarding', 'Kestrel onboarding days', 'Services', 145_000),
];

export const UNIT_NAMES: Readonly<Record<string, string>> = {
  'product-lakehouse': 'compute units',
  'product-stream': 'stream units',
  'product-connect': 'connector packs',
  'product-catalog': 'steward seats',
  'product-guard': 'protected sources',
  'product-insight': 'analyst seats',
  'product-forge': 'model endpoints',
  'product-vault': 'terabytes',
  'product-support': 'support units',
  'product-onboarding': 'days',
};

/** Units of the currency for 10,000 euros. Fixed, so that totals do not depend on a day's rate. */
const RATE_PER_10000_EUR: Readonly<Record<Currency, number>> = { EUR: 10_000, USD: 10_900, GBP: 8_500 };

export const fromEurMinor = (eurMinor: number, currency: Currency): number => Math.round((eurMinor * RATE_PER_10000_EUR[currency]) / 10_000);

export const toEurMinor = (amountMinor: number, currency: Currency): number => Math.round((amountMinor * 10_000) / RATE_PER_10000_EUR[currency]);
