export { DisbursementsScreen } from './disbursements-screen.tsx';
