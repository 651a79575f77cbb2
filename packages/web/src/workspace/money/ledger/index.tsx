export { LedgerScreen } from './ledger-screen.tsx';
export { PeriodScreen } from './period-screen.tsx';
export { TransactionScreen } from './transaction-screen.tsx';
