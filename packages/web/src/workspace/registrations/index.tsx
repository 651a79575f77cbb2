export { RegistrationsScreen } from './registrations-screen.tsx';
export { RegistrationPage } from './registration-page.tsx';
