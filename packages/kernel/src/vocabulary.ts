/** One word per thing, in code, API, screens and documents. */
export const participantRoles = ['source', 'influence', 'integrate', 'resell', 'distribute', 'marketplace', 'technology', 'service'] as const;
export type ParticipantRole = (typeof participantRoles)[number];

export const routeKinds = ['direct', 'resale', 'referral', 'cosell', 'marketplace'] as const;
export type RouteKind = (typeof routeKinds)[number];

export const partnerTypes = ['reseller', 'distributor', 'si', 'msp', 'isv', 'referral', 'consultant', 'hyperscaler'] as const;
export type PartnerType = (typeof partnerTypes)[number];

export const openStages = ['prospect', 'qualified', 'technical', 'business', 'committed'] as const;
export const dealStages = [...openStages, 'won', 'lost'] as const;
export type DealStage = (typeof dealStages)[number];

export const dealStatuses = ['open', 'won', 'lost'] as const;
export type DealStatus = (typeof dealStatuses)[number];
export const statusOfStage = (stage: DealStage): DealStatus => (stage === 'won' || stage === 'lost' ? stage : 'open');

export const committeeRoles = ['economic_buyer', 'champion', 'technical', 'legal', 'user', 'blocker'] as const;
export type CommitteeRole = (typeof committeeRoles)[number];

export const regions = ['EMEA', 'NA', 'LATAM', 'APAC'] as const;
export type Region = (typeof regions)[number];

export const partnerStatuses = ['onboarding', 'active', 'paused', 'ended'] as const;
export type PartnerStatus = (typeof partnerStatuses)[number];

/** What a partner of a type can normally do on a deal. A partner of several types can do the union. */
const rolesByType: Readonly<Record<PartnerType, readonly ParticipantRole[]>> = {
  reseller: ['resell', 'influence', 'source'],
  distributor: ['distribute', 'resell'],
  si: ['integrate', 'service', 'influence'],
  msp: ['service', 'resell', 'influence'],
  isv: ['technology', 'influence'],
  referral: ['source'],
  consultant: ['influence', 'service', 'source'],
  hyperscaler: ['marketplace', 'technology', 'influence'],
};
export const rolesOfTypes = (types: readonly PartnerType[]): ParticipantRole[] =>
  participantRoles.filter((role) => types.some((type) => rolesByType[type].includes(role)));

const routesByType: Readonly<Record<PartnerType, readonly RouteKind[]>> = {
  reseller: ['resale'],
  distributor: ['resale'],
  msp: ['resale', 'referral', 'cosell'],
  si: ['referral', 'cosell'],
  consultant: ['referral', 'cosell'],
  isv: ['cosell'],
  referral: ['referral'],
  hyperscaler: ['marketplace', 'cosell'],
};
/** Ways to the customer that a partner opens, from what it is; a partner of several types opens all of theirs. */
export const routesOfTypes = (types: readonly PartnerType[]): RouteKind[] =>
  routeKinds.filter((route) => types.some((type) => routesByType[type].includes(route)));
export const registrationKinds = ['sourcing', 'service_attach', 'renewal'] as const;
export type RegistrationKind = (typeof registrationKinds)[number];

export const registrationStates = [
  'draft',
  'submitted',
  'info_requested',
  'approved',
  'extended',
  'rejected',
  'withdrawn',
  'won',
  'lost',
  'expired',
  'revoked',
] as const;
export type RegistrationState = (typeof registrationStates)[number];
/** While it is one of these, the partner's claim on the deal stands. */
export const protectingStates = ['approved', 'extended'] as const satisfies readonly RegistrationState[];

/** What a partner is told about a customer before it registers; never who else is there. */
export const duplicateAnswers = ['clear', 'needs_review', 'not_eligible'] as const;
export type DuplicateAnswer = (typeof duplicateAnswers)[number];

export const ruleEffects = ['approve', 'review', 'request_info', 'reject'] as const;
export type RuleEffect = (typeof ruleEffects)[number];

export const caseStates = ['evidence', 'ruling', 'ruled', 'appealed', 'closed'] as const;
export type CaseState = (typeof caseStates)[number];

export const leadStates = ['new', 'offered', 'accepted', 'contacted', 'converted', 'with_vendor', 'closed'] as const;
export type LeadState = (typeof leadStates)[number];

export const shareStates = ['waiting_vendor', 'waiting_partner', 'active', 'declined', 'ended'] as const;
export type ShareState = (typeof shareStates)[number];

/** What a signed link lets its holder do, once. */
export const linkPurposes = ['register', 'update', 'answer', 'extend', 'accept_lead', 'evidence'] as const;
export type LinkPurpose = (typeof linkPurposes)[number];

export const tiers = ['registered', 'silver', 'gold', 'platinum'] as const;
