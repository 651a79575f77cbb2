export { googleAdapter } from './adapter.ts';
export { googleBillingFeed } from './billing-feed.ts';
export { readGoogleEvents } from './events.ts';
export { googleMarketplace } from './marketplace/marketplace.ts';
export { googleMeter } from './metering.ts';
export { googleCosellPort } from './opportunities/port.ts';
export { googleOpportunityRecords } from './opportunities/records.ts';
