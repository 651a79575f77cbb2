import type { CallInput, Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';

export type Product = Result<'pricing.products'>['items'][number];
export type Book = Result<'pricing.books'>['items'][number];
export type Entry = Result<'pricing.entries'>['items'][number];
export type EntryDetail = Result<'pricing.entry'>;
export type EntryVersion = EntryDetail['versions'][number];
export type PriceModel = EntryVersion['model'];
export type SimplePriceModel = Exclude<PriceModel, { kind: 'commitment' | 'prepaid' | 'pricing_unit' }>;
export type Per = EntryVersion['per'];
export type EntryInput = NonNullable<CallInput<'pricing.amendEntry'>['body']>;

type Held<Id extends 'pricing.bundle' | 'pricing.compatibilityRule' | 'pricing.marginRule'> = NonNullable<Result<Id>['current']>['definition'];
export type BundleDefinition = Held<'pricing.bundle'>;
export type CompatibilityDefinition = Held<'pricing.compatibilityRule'>;
export type MarginDefinition = Held<'pricing.marginRule'>;
export type ApprovalDefinition = NonNullable<Result<'quotes.rules'>['items'][number]['current']>['definition'];

export const knownTiers = ['registered', 'silver', 'gold', 'platinum'] as const;
export const knownRegions = ['EMEA', 'NA', 'LATAM', 'APAC'] as const;
export const pers = ['once', 'month', 'year', 'term'] as const satisfies readonly Per[];

/** Today in UTC, as the server counts days. */
export const todayText = (): string => new Date().toISOString().slice(0, 10);

export function tierName(tier: string): string {
  const known = knownTiers.find((entry) => entry === tier);
  return known === undefined ? tier : t(`leads.tier.${known}`);
}

export const listWords = (items: readonly string[], type: 'conjunction' | 'disjunction' | 'unit' = 'unit'): string =>
  new Intl.ListFormat(document.documentElement.lang, { style: type === 'unit' ? 'short' : 'long', type }).format(items);

export const termWords = (months: number | null): string => (months === null ? t('pricing.anyTerm') : t('pricing.months', { n: months }));

export type Dated = { readonly effectiveFrom: string; readonly effectiveTo: string | null };
/** How a version stands to a day; the end is the first day on which it holds no more. */
export function standing({ effectiveFrom, effectiveTo }: Dated, day: string): 'ahead' | 'now' | 'past' {
  if (effectiveFrom > day) return 'ahead';
  return effectiveTo !== null && effectiveTo <= day ? 'past' : 'now';
}
