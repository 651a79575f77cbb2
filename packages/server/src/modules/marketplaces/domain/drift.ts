import { minorDigits } from '@entente/kernel';
import type { ListingView } from './seen-there.ts';

export type OurListing = {
  readonly name: string;
  readonly status: string;
  readonly currency: string | null;
  readonly priceMinor: number | null;
  readonly dimensions: readonly { key: string; name: string; unit: string | null; priceMinor: number | null }[];
};
export type OurProduct = { readonly name: string; readonly priceMinor: number | null; readonly currency: string | null };
export type Drift = { readonly field: string; readonly ours: string; readonly theirs: string; readonly sentence: string };

const folded = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').toLowerCase();

export function moneyText(amountMinor: bigint, currency: string): string {
  const digits = minorDigits(currency);
  const negative = amountMinor < 0n;
  const text = (negative ? -amountMinor : amountMinor).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replaceAll(/\B(?=(\d{3})+$)/g, ' ');
  return `${negative ? '-' : ''}${whole}${digits === 0 ? '' : `.${text.slice(-digits)}`} ${currency}`;
}

/** Where a listing and what stands behind it here say different things. What the marketplace does not show is not compared. */
export function driftOf(listing: OurListing, product: OurProduct, seen: ListingView): Drift[] {
  const found: Drift[] = [];
  const differ = (field: string, ours: string, theirs: string, sentence: string): void => void found.push({ field, ours, theirs, sentence });
  if (seen.name !== undefined && folded(seen.name) !== folded(listing.name) && folded(seen.name) !== folded(product.name))
    differ('name', listing.name, seen.name, `It is called “${seen.name}” there and “${listing.name}” here.`);
  if (seen.status !== undefined && seen.status !== listing.status)
    differ(
      'status',
      listing.status,
      seen.status,
      `It is ${seen.status.replaceAll('_', ' ')} there; here it is kept as ${listing.status.replaceAll('_', ' ')}.`,
    );
  const currency = listing.currency ?? product.currency;
  const price = listing.priceMinor ?? product.priceMinor;
  if (seen.currency !== undefined && currency !== null && seen.currency !== currency)
    differ('currency', currency, seen.currency, `It is priced in ${seen.currency} there and in ${currency} here.`);
  else if (seen.priceMinor !== undefined && price !== null && currency !== null && seen.priceMinor !== BigInt(price))
    differ(
      'price',
      moneyText(BigInt(price), currency),
      moneyText(seen.priceMinor, currency),
      `It costs ${moneyText(seen.priceMinor, currency)} there and ${moneyText(BigInt(price), currency)} here.`,
    );
  if (seen.dimensions !== undefined) found.push(...dimensionDrift(listing, seen.dimensions, seen.currency ?? currency));
  return found;
}

function dimensionDrift(listing: OurListing, theirs: NonNullable<ListingView['dimensions']>, currency: string | null): Drift[] {
  const there = new Map(theirs.map((dimension) => [dimension.key, dimension]));
  const here = new Map(listing.dimensions.map((dimension) => [dimension.key, dimension]));
  const missing = listing.dimensions
    .filter(({ key }) => !there.has(key))
    .map(({ key, name }) => ({
      field: `dimensions.${key}`,
      ours: name,
      theirs: '',
      sentence: `The dimension ${key} does not exist there, so no offer can be priced by it.`,
    }));
  const further = theirs
    .filter(({ key }) => !here.has(key))
    .map(({ key, name }) => ({ field: `dimensions.${key}`, ours: '', theirs: name, sentence: `The dimension ${key} exists there and is not known here.` }));
  const changed = listing.dimensions.flatMap((ours) => {
    const other = there.get(ours.key);
    if (!other || other.priceMinor === null || ours.priceMinor === null || currency === null || other.priceMinor === BigInt(ours.priceMinor)) return [];
    const [mine, its] = [moneyText(BigInt(ours.priceMinor), currency), moneyText(other.priceMinor, currency)];
    return [{ field: `dimensions.${ours.key}.price`, ours: mine, theirs: its, sentence: `A unit of ${ours.key} costs ${its} there and ${mine} here.` }];
  });
  return [...missing, ...further, ...changed];
}
