export { LeadsScreen } from './leads-screen.tsx';
export { LeadScreen } from './lead-screen.tsx';
export { RoutingScreen } from './routing/routing-screen.tsx';
