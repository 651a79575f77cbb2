/** What a publisher has on sale. Prices in minor units of US dollars, per term and seat (or per term, when flat). */
export type Dimension = { readonly id: string; readonly displayName: string; readonly unitOfMeasure: string; readonly unitPriceMinor: number };
export type Plan = {
  readonly planId: string;
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly isPrivate: boolean;
  readonly isPricePerSeat: boolean;
  readonly minQuantity: number;
  readonly maxQuantity: number;
  readonly terms: readonly { readonly termUnit: string; readonly priceMinor: number }[];
  readonly dimensions: readonly Dimension[];
};
export type Offer = {
  readonly offerId: string;
  readonly id: string;
  readonly publisherId: string;
  readonly tenant: string;
  readonly displayName: string;
  readonly plans: readonly Plan[];
};
export type Catalogue = readonly Offer[];

const termMonths: Readonly<Record<string, number>> = { P1M: 1, P1Y: 12, P2Y: 24, P3Y: 36, P4Y: 48, P5Y: 60 };
export const monthsOf = (termUnit: string): number => termMonths[termUnit] ?? 1;
export const termUnits = Object.keys(termMonths);

export const firstCatalogue: Catalogue = [
  {
    offerId: 'harbour-analytics',
    id: '5a1e0001-0000-4000-8000-000000000001',
    publisherId: 'simulatedvendor',
    tenant: '11111111-1111-4111-8111-111111111111',
    displayName: 'Harbour Analytics',
    plans: [
      {
        planId: 'team',
        id: '5a1e0001-0000-4000-8000-0000000000a1',
        displayName: 'Team',
        description: 'Priced per seat.',
        isPrivate: false,
        isPricePerSeat: true,
        minQuantity: 1,
        maxQuantity: 1000,
        terms: [
          { termUnit: 'P1M', priceMinor: 2500 },
          { termUnit: 'P1Y', priceMinor: 27_000 },
        ],
        dimensions: [],
      },
      {
        planId: 'scale',
        id: '5a1e0001-0000-4000-8000-0000000000a2',
        displayName: 'Scale',
        description: 'Priced per seat, with more of everything.',
        isPrivate: false,
        isPricePerSeat: true,
        minQuantity: 5,
        maxQuantity: 5000,
        terms: [
          { termUnit: 'P1M', priceMinor: 4000 },
          { termUnit: 'P1Y', priceMinor: 43_200 },
        ],
        dimensions: [],
      },
      {
        planId: 'metered',
        id: '5a1e0001-0000-4000-8000-0000000000a3',
        displayName: 'Metered',
        description: 'A flat fee, and what is used above it.',
        isPrivate: false,
        isPricePerSeat: false,
        minQuantity: 0,
        maxQuantity: 0,
        terms: [
          { termUnit: 'P1M', priceMinor: 50_000 },
          { termUnit: 'P1Y', priceMinor: 540_000 },
        ],
        dimensions: [
          { id: 'api-calls', displayName: 'API calls', unitOfMeasure: 'thousand calls', unitPriceMinor: 120 },
          { id: 'storage-gb', displayName: 'Storage', unitOfMeasure: 'GB month', unitPriceMinor: 15 },
        ],
      },
    ],
  },
];

export const offerOf = (catalogue: Catalogue, offerId: string): Offer | undefined => catalogue.find((offer) => offer.offerId === offerId);
export const planOf = (catalogue: Catalogue, offerId: string, planId: string): Plan | undefined =>
  offerOf(catalogue, offerId)?.plans.find((plan) => plan.planId === planId);

/** The last day of a shorter month stands in for a day it does not have. */
export function addMonths(instant: string, months: number): string {
  const date = new Date(instant);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  date.setUTCDate(Math.min(day, new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()));
  return date.toISOString();
}
