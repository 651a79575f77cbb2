import {
  applyBasisPoints,
  applyRate,
  decimal,
  divide,
  explained,
  fraction,
  majorOf,
  minorDigits,
  ONE,
  Problem,
  times,
  type Explanation,
  type Fraction,
} from '@entente/kernel';
import type { z } from 'zod';
import type { fundRate } from '@entente/contracts';

/** Units of the fund's currency for one of the other, with where it comes from. */
export type Rate = z.infer<typeof fundRate>;

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
export function requireCurrency(code: string, path: string): void {
  if (!CURRENCIES.has(code))
    throw new Problem('invalid_input', `${code} is not a currency.`, { fields: [{ path, code: 'unknown', sentence: `${code} is not a currency.` }] });
}
export function safe(amount: bigint): number {
  const value = Number(amount);
  if (!Number.isSafeInteger(value)) throw new Problem('invalid_input', 'The amount is too large to be exact.', { reason: 'too_large' });
  return value;
}

/** Minor units of one currency in those of another, rounded once. Without a rate both are the same. */
export function inFund(localMinor: bigint, rate: Rate | null): bigint {
  if (rate === null) return localMinor;
  const of = rateOf(rate);
  return applyRate(localMinor, times(of, fraction(10n ** BigInt(minorDigits(rate.to)), 10n ** BigInt(minorDigits(rate.from)))));
}
const rateOf = (rate: Rate): Fraction => (rate.inverse ? divide(ONE, decimal(rate.rate)) : decimal(rate.rate));

/** The most we bear of a cost. */
export const mostOf = (costMinor: bigint, shareBp: number): bigint => applyBasisPoints(costMinor, BigInt(shareBp));

const written = (amount: bigint, currency: string): string => `${majorOf(amount, currency)} ${currency}`;
const percentOf = (bp: number): string => `${(bp / 100).toString()} %`;
export const rateInWords = (rate: Rate): string => (rate.inverse ? `1 ${rate.to} = ${rate.rate} ${rate.from}` : `1 ${rate.from} = ${rate.rate} ${rate.to}`);

export type ApprovedLine = {
  readonly number: number;
  readonly description: string;
  readonly costMinor: bigint;
  readonly claimedMinor: bigint;
  readonly approvedMinor: bigint;
  readonly reason: string | null;
};
/** Why a claim pays what it pays: written when it is approved, and kept. */
export function explainClaim(of: {
  readonly claimNumber: number;
  readonly requestId: string;
  readonly requestNumber: number;
  readonly budget: { readonly id: string; readonly name: string; readonly policyNumber: number; readonly costShareBp: number };
  readonly localCurrency: string;
  readonly currency: string;
  readonly rate: Rate | null;
  readonly lines: readonly ApprovedLine[];
  readonly approvedMinor: bigint;
  readonly files: readonly { readonly id: string; readonly label: string }[];
  readonly approvedBy: string;
}): Explanation {
  const local = of.lines.reduce((sum, line) => sum + line.approvedMinor, 0n);
  const cost = of.lines.reduce((sum, line) => sum + line.costMinor, 0n);
  return explained(
    `Claim ${of.claimNumber} for activity ${of.requestNumber}: ${written(local, of.localCurrency)} of ${written(cost, of.localCurrency)} that was invoiced.`,
    {
      rule: { name: of.budget.name, id: of.budget.id, version: of.budget.policyNumber },
      inputs: [
        { label: 'Cost', value: written(cost, of.localCurrency), from: { type: 'fund_request', id: of.requestId } },
        { label: 'We bear at most', value: percentOf(of.budget.costShareBp) },
        ...(of.rate === null
          ? []
          : [{ label: 'Rate', value: `${rateInWords(of.rate)}, ${of.rate.source}, ${of.rate.day}`, from: { type: 'fx_rate', id: of.rate.id } }]),
      ],
      steps: [
        ...of.lines.map((line) => ({
          label: line.description,
          formula:
            line.approvedMinor === line.claimedMinor
              ? `claimed of ${written(line.costMinor, of.localCurrency)}`
              : `${written(line.claimedMinor, of.localCurrency)} claimed; ${line.reason ?? 'approved in part'}`,
          resultMinor: safe(line.approvedMinor),
          currency: of.localCurrency,
        })),
        {
          label: 'Approved',
          formula: of.rate === null ? 'sum of the lines' : `${written(local, of.localCurrency)} at ${rateInWords(of.rate)}, rounded once`,
          resultMinor: safe(of.approvedMinor),
          currency: of.currency,
        },
      ],
      evidence: of.files.map((file) => ({ kind: 'file', label: file.label, type: 'stored_file', id: file.id })),
      approvedBy: of.approvedBy,
    },
  );
}
