import type { PartnerType, RegistrationKind } from './vocabulary.ts';

/**
 * What rules of engagement can see. Gathered once, at submission, and kept with the ruling: whoever asks a year later why, or what
 * another rule would have said, looks at the same facts. Amounts are minor units of the programme's currency.
 */
export type RegistrationFacts = {
  readonly kind: RegistrationKind;
  /** Day of submission, YYYY-MM-DD. */
  readonly day: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly partner: {
    readonly active: boolean;
    readonly types: readonly PartnerType[];
    readonly tier: string | null;
    readonly regions: readonly string[];
    readonly countries: readonly string[];
    readonly certified: readonly { readonly skill: string; readonly people: number; readonly validUntil: string | null }[];
    readonly incumbent: boolean;
  };
  readonly customer: {
    readonly domain: string;
    readonly name: string;
    readonly country: string | null;
    readonly region: string | null;
    readonly freeMailContact: boolean;
    readonly contactElsewhere: boolean;
    readonly lookAlike: boolean;
    /** Days since it last bought; null when it never did. */
    readonly boughtDaysAgo: number | null;
  };
  readonly others: {
    readonly protectedNow: boolean;
    readonly submittedBefore: boolean;
    readonly incumbent: boolean;
    /** How many days ago each touch was; the partner's own, and those of each other partner. */
    readonly ownTouches: readonly number[];
    readonly otherTouches: readonly (readonly number[])[];
    /** Days since the vendor's own people opened the oldest deal that is open with this customer. */
    readonly directDealDays: number | null;
    /** 0 to 100: the closest thing known. */
    readonly likeness: number;
  };
};
