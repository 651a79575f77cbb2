export { DisputePage } from './dispute-page.tsx';
export { PayeePage } from './payee-page.tsx';
export { PayoutsScreen } from './payouts-screen.tsx';
export { RunPage } from './run-page.tsx';
