import type { AccountPurpose } from '@entente/kernel';
import type { CallInput } from '../../../lib/api/index.ts';
import { toMinor } from '../../deals/kit/money.ts';
import { partyKindOf } from './words.ts';

/** One row of an adjustment as it is typed: amounts in major units, empty as NaN. */
export type DraftLeg = { key: number; purpose: AccountPurpose | null; party: string | null; currency: string; debit: number; credit: number };
export type Leg = CallInput<'ledger.adjust'>['body']['legs'][number];

export const emptyLeg = (key: number, currency: string): DraftLeg => ({ key, purpose: null, party: null, currency, debit: Number.NaN, credit: Number.NaN });

/** Debits positive, credits negative; nothing typed moves nothing. */
export const amountOf = (leg: DraftLeg): number => (toMinor(leg.debit, leg.currency) ?? 0) - (toMinor(leg.credit, leg.currency) ?? 0);

export const isUntouched = (leg: DraftLeg): boolean => leg.purpose === null && leg.party === null && amountOf(leg) === 0;

export type LegProblem = 'purpose' | 'party' | 'amount';
export function problemOf(leg: DraftLeg): LegProblem | null {
  if (isUntouched(leg)) return null;
  if (leg.purpose === null) return 'purpose';
  if (partyKindOf(leg.purpose) !== null && leg.party === null) return 'party';
  return amountOf(leg) === 0 ? 'amount' : null;
}

/** Null where a row is not finished. */
export function legsOf(drafts: readonly DraftLeg[]): Leg[] | null {
  if (drafts.some((leg) => problemOf(leg) !== null)) return null;
  return drafts.flatMap((leg): Leg[] =>
    leg.purpose === null
      ? []
      : [
          {
            purpose: leg.purpose,
            partyId: partyKindOf(leg.purpose) === null ? null : leg.party,
            currency: leg.currency,
            amountMinor: amountOf(leg),
          },
        ],
  );
}
