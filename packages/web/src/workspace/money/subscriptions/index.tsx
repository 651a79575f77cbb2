export { ChargePage } from './charge-page.tsx';
export { MeterPage } from './meter-page.tsx';
export { SubscriptionPage } from './subscription-page.tsx';
export { SubscriptionsScreen } from './subscriptions-screen.tsx';
