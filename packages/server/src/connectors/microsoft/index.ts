export { microsoftAdapter } from './adapter.ts';
export { microsoftCosellPort } from './cosell/port.ts';
export { microsoftBillingFeed } from './marketplace/billing-feed.ts';
export { microsoftMarketplace } from './marketplace/marketplace.ts';
export { microsoftMeter } from './marketplace/metering.ts';
