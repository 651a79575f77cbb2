export { SplitPage } from './split-page.tsx';
export { SplitRulePage } from './rule-page.tsx';
export { SplitsScreen } from './splits-screen.tsx';
