export { AccountsScreen } from './accounts-screen.tsx';
export { AccountScreen } from './account-screen.tsx';
