export { IncentivesScreen } from './incentives-screen.tsx';
export { ProgrammePage } from './programme-page.tsx';
