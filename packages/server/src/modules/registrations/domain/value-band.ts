import { Problem } from '@entente/kernel';

type Band = { readonly key: string; readonly fromMinor: number; readonly toMinor: number | null };

/** The amount a band stands for until it is known better: its middle, or its beginning where it is open. */
export function amountOf(bands: readonly Band[], key: string, given: number | null | undefined): number {
  const band = bands.find((one) => one.key === key);
  if (!band)
    throw new Problem('invalid_input', 'Choose one of the value bands.', {
      fields: [{ path: 'valueBand', code: 'unknown', sentence: 'Choose one of the value bands.' }],
    });
  if (given !== null && given !== undefined) return given;
  return band.toMinor === null ? band.fromMinor : Math.round((band.fromMinor + band.toMinor) / 2);
}

/** The band an amount falls into. */
export const bandOf = (bands: readonly Band[], amountMinor: number): string | null =>
  bands.find((band) => amountMinor >= band.fromMinor && (band.toMinor === null || amountMinor < band.toMinor))?.key ?? null;
