export { BudgetPage } from './budget-page.tsx';
export { ClaimPage } from './claim-page.tsx';
export { FundsScreen } from './funds-screen.tsx';
export { RequestPage } from './request-page.tsx';
