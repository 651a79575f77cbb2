import type { Explanation, Fraction } from '@entente/kernel';

/** What pricing makes of a selection, as a quote needs it. */
export type OfferedLine = {
  readonly selection: number;
  readonly bundle: { readonly id: string; readonly name: string; readonly version: number } | null;
  readonly product: {
    readonly id: string;
    readonly name: string;
    readonly vendorId: string | null;
    readonly vendorName: string | null;
    readonly chargeType: 'one_off' | 'recurring' | 'usage';
    readonly meterKey: string | null;
    readonly taxCategory: string;
    readonly unitLabel: string;
  };
  readonly quantity: string;
  readonly termMonths: number | null;
  readonly standaloneMinor: bigint;
  readonly listMinor: bigint;
  readonly price: { readonly entryId: string; readonly version: number } | null;
  readonly explanation: Explanation;
  readonly margin: {
    readonly percent: Fraction;
    readonly of: 'list' | 'buyer_price';
    readonly rule: { readonly id: string; readonly name: string; readonly version: number } | null;
    readonly parts: readonly {
      readonly kind: 'tier' | 'registration' | 'new_customer' | 'competitive' | 'specialisation';
      readonly label: string;
      readonly percent: string;
      readonly counted: boolean;
      readonly reason: string;
    }[];
    readonly sentence: string;
  } | null;
};
export type Offered = {
  readonly lines: readonly OfferedLine[];
  readonly check: {
    ok: boolean;
    refusals: { ruleId: string; ruleName: string; kind: 'requires' | 'excludes'; productId: string; otherIds: string[]; reason: string }[];
  };
  readonly ruleVersions: Record<string, number>;
};
