/** What an offer takes from the deal it is made for. */
export type DealForOffer = {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly status: 'open' | 'won' | 'lost';
  readonly accountId: string | null;
  readonly accountName: string | null;
  readonly currency: string;
  readonly amountMinor: number | null;
  readonly closeOn: string | null;
  readonly ownerId: string | null;
  readonly lines: readonly {
    readonly productId: string | null;
    readonly description: string;
    readonly quantity: number;
    readonly unitPriceMinor: number;
    readonly amountMinor: number;
    readonly termMonths: number | null;
  }[];
  readonly participants: readonly {
    readonly partnerId: string;
    readonly partnerName: string;
    readonly role: string;
    readonly since: string;
    readonly until: string | null;
  }[];
  readonly routes: readonly {
    readonly id: string;
    readonly kind: string;
    readonly state: string;
    readonly settles: boolean;
    readonly endedAt: string | null;
  }[];
};
