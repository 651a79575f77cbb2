/** Wording shared by reasons and briefs, so that one fact reads the same everywhere. No locale: results are stored and compared. */

import { minorDigits } from '@entente/kernel';

export function moneyText(amountMinor: number, currency: string): string {
  const digits = minorDigits(currency);
  const perUnit = 10 ** digits;
  const minus = amountMinor < 0 ? '-' : '';
  const absolute = Math.abs(amountMinor);
  const units = String(Math.floor(absolute / perUnit)).replace(/\B(?=(\d{3})+$)/g, ',');
  const cents = absolute % perUnit;
  return `${currency} ${minus}${units}${cents === 0 ? '' : `.${String(cents).padStart(digits, '0')}`}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function percentText(share: number): string {
  return `${Math.round(share * 100)}%`;
}

export function listText(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1] ?? ''}`;
}

/** Order by code unit: the same on every machine, unlike localeCompare. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function dayOf(instant: string): string {
  return instant.slice(0, 10);
}

export const STAGE_LABELS: Readonly<Record<string, string>> = {
  prospect: 'Prospect',
  qualified: 'Qualified',
  technical: 'Technical validation',
  business: 'Business validation',
  committed: 'Committed',
  won: 'Won',
  lost: 'Lost',
};
