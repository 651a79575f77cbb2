export { InvitationsScreen } from './invitations/invitations-screen.tsx';
export { EligibilityScreen } from './eligibility/eligibility-screen.tsx';
