import { applyBasisPoints } from '@entente/kernel';

/** What was invoiced to one agreement on one invoice, and what the marketplace kept of it. */
export type InvoicedFee = {
  readonly agreementId: string;
  readonly agreementKey: string | null;
  readonly dealId: string | null;
  readonly dealNumber: number | null;
  readonly marketplace: string;
  readonly invoiceKey: string | null;
  readonly currency: string;
  /** Revenue less what was passed on and refunded. */
  readonly baseMinor: number;
  /** As it moved the balance: negative. */
  readonly takenMinor: number;
  /** How many amounts were rounded. */
  readonly lines: number;
};
export type FeeCheck = Omit<InvoicedFee, 'lines'> & {
  readonly expectedBasisPoints: number;
  readonly expectedMinor: number;
  readonly differenceMinor: number;
  readonly differs: boolean;
  readonly sentence: string;
};

/** Each line may have been rounded by itself: up to half a minor unit for each is no difference. */
export function checkFee({ lines, ...fee }: InvoicedFee, basisPoints: number): FeeCheck {
  const expectedMinor = -Number(applyBasisPoints(BigInt(fee.baseMinor), BigInt(basisPoints))) || 0;
  const differenceMinor = fee.takenMinor - expectedMinor;
  const differs = Math.abs(differenceMinor) > Math.floor(Math.max(lines, 1) / 2);
  const percent = (basisPoints / 100).toString();
  return {
    ...fee,
    expectedBasisPoints: basisPoints,
    expectedMinor,
    differenceMinor,
    differs,
    sentence: !differs
      ? `The fee is ${percent} % as agreed.`
      : differenceMinor < 0
        ? `The marketplace kept more than the agreed ${percent} %. Ask it for the difference.`
        : `The marketplace kept less than the agreed ${percent} %. The fee table may be out of date.`,
  };
}
