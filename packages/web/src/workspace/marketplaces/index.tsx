export { MarketplacesScreen } from './marketplaces-screen.tsx';
export { MarketplaceScreen } from './places/marketplace-screen.tsx';
export { OfferScreen } from './offers/offer-screen.tsx';
