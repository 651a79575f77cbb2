import type { Settings } from './facts.ts';

/** What holds until somebody says otherwise. Public programmes do not state who bears the fee of a channel offer: it is shown as an assumption. */
export const defaultSettings: Settings = {
  feeTerms: [{ from: '0001-01-01', marketplaceId: null, base: 'buyer_price', bearer: 'us', upliftBearer: 'us' }],
  distributorMargin: 'includes_reseller',
  discountBorneBy: 'us',
  expectedDays: {
    direct: { signature: 60, cash: 30 },
    resale: { signature: 60, cash: 45 },
    distribution: { signature: 60, cash: 60 },
    marketplace: { signature: 45, cash: 60 },
    channel_private_offer: { signature: 45, cash: 60 },
  },
  leastHistory: 3,
};
