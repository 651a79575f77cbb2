export { CasesScreen } from './cases-screen.tsx';
export { CaseScreen } from './case-screen.tsx';
