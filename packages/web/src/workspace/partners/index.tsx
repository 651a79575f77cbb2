export { PartnersScreen } from './partners-screen.tsx';
export { PartnerScreen } from './partner-screen.tsx';
