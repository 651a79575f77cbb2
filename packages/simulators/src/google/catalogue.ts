/** What is on sale in the simulated producer account. Amounts in minor units of US dollars. */
export type Sku = { readonly id: string; readonly title: string; readonly metric: string | null; readonly unitPriceMinor: number };
export type StandardOffer = {
  readonly id: string;
  readonly title: string;
  readonly plan: string;
  readonly monthlyMinor: number;
  readonly skus: readonly string[];
};
export type Service = {
  readonly id: string;
  readonly provider: string;
  readonly project: string;
  readonly title: string;
  readonly product: string;
  readonly skus: readonly Sku[];
  readonly offers: readonly StandardOffer[];
};

export const services: readonly Service[] = [
  {
    id: 'harbour.endpoints.simulated-vendor.cloud.goog',
    provider: 'simulated-vendor',
    project: 'simulated-vendor',
    title: 'Harbour Analytics',
    product: 'harbour.endpoints.simulated-vendor.cloud.goog',
    skus: [
      { id: 'AAAA-0001', title: 'Subscription fee', metric: null, unitPriceMinor: 0 },
      { id: 'AAAA-0002', title: 'API calls', metric: 'harbour.endpoints.simulated-vendor.cloud.goog/api_calls', unitPriceMinor: 120 },
      { id: 'AAAA-0003', title: 'Storage', metric: 'harbour.endpoints.simulated-vendor.cloud.goog/storage_gb', unitPriceMinor: 15 },
    ],
    offers: [
      { id: 'starter', title: 'Starter', plan: 'starter-P1M', monthlyMinor: 30_000, skus: ['AAAA-0001', 'AAAA-0002'] },
      { id: 'scale', title: 'Scale', plan: 'scale-P1M', monthlyMinor: 90_000, skus: ['AAAA-0001', 'AAAA-0002', 'AAAA-0003'] },
    ],
  },
];
export const serviceOf = (product: string): Service | undefined => services.find((service) => service.product === product);
export const planOf = (product: string, plan: string): StandardOffer | undefined => serviceOf(product)?.offers.find((offer) => offer.plan === plan);
export const skuOf = (product: string, metric: string): Sku | undefined => serviceOf(product)?.skus.find((sku) => sku.metric === metric);
