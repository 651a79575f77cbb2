/** The records of a sample ecosystem. Money: whole minor units + ISO currency. Dates `YYYY-MM-DD`; instants ISO-8601 UTC. */
import type { Truths } from './truths.ts';

export type Region = 'EMEA' | 'NA' | 'APAC' | 'LATAM';
export type Currency = 'EUR' | 'USD' | 'GBP';
export type StaffRole = 'owner' | 'admin' | 'partner_manager' | 'alliance_manager' | 'seller' | 'marketer' | 'finance' | 'auditor';
export type PartnerType = 'reseller' | 'distributor' | 'si' | 'msp' | 'isv' | 'referral' | 'consultant' | 'hyperscaler';
export type ParticipantRole = 'source' | 'influence' | 'integrate' | 'resell' | 'distribute' | 'marketplace' | 'technology' | 'service';
export type RouteKind = 'direct' | 'resale' | 'referral' | 'cosell' | 'marketplace';
export type RouteState = 'proposed' | 'active' | 'won' | 'lost';
export type OpenStage = 'prospect' | 'qualified' | 'technical' | 'business' | 'committed';
export type DealStage = OpenStage | 'won' | 'lost';
export type DealSource = 'inbound' | 'outbound' | 'partner' | 'event' | 'marketplace' | 'expansion' | 'renewal';
export type Segment = 'smb' | 'mid' | 'enterprise';
export type PartnerTier = 'registered' | 'silver' | 'gold' | 'platinum';
export type TouchKind = 'intro' | 'meeting' | 'call' | 'email' | 'demo' | 'workshop' | 'proposal' | 'event';
export type CommitteeRole = 'economic_buyer' | 'champion' | 'technical' | 'legal' | 'user' | 'blocker';
export type Seniority = 'c_level' | 'vp' | 'director' | 'manager' | 'specialist';

export interface Person {
  key: string;
  name: string;
  email: string;
  role: StaffRole;
  region: Region;
  managerKey: string | null;
}

/** `listPriceMinor` is for one unit and one year (services: one day). */
export interface Product {
  key: string;
  name: string;
  family: string;
  listPriceMinor: number;
  currency: 'EUR';
}

export interface Competency {
  /** null: a competency that is not bound to one product. */
  productKey: string | null;
  skill: string;
  role: ParticipantRole;
  certifiedPeople: number;
  validUntil: string;
}

export interface Partner {
  key: string;
  name: string;
  domain: string;
  types: PartnerType[];
  status: 'active' | 'onboarding' | 'paused';
  regions: Region[];
  countries: string[];
  industries: string[];
  /** How many deals the partner can work at once. */
  capacityTotal: number;
  managerKey: string;
  medianResponseHours: number;
  tier: PartnerTier;
  competencies: Competency[];
  contacts: { name: string; email: string; title: string }[];
  joinedOn: string;
}

export interface AccountContact {
  key: string;
  name: string;
  email: string;
  title: string;
  seniority: Seniority;
}

export interface Account {
  key: string;
  name: string;
  domains: string[];
  industry: string;
  country: string;
  region: Region;
  employees: number;
  revenueMinor: number;
  currency: Currency;
  parentKey: string | null;
  ownerKey: string;
  contacts: AccountContact[];
}

/** `strength` is 1..100. At most one tie per partner and account. */
export interface AccountTie {
  partnerKey: string;
  accountKey: string;
  kind: 'customer' | 'prospect' | 'incumbent';
  strength: number;
  since: string;
  evidence: string;
}

/** `unitPriceMinor` covers the whole term, so a line is worth quantity × unitPriceMinor. */
export interface DealLine {
  productKey: string;
  description: string;
  quantity: number;
  unitPriceMinor: number;
  termMonths: number;
}

export interface Participant {
  partnerKey: string;
  role: ParticipantRole;
  since: string;
  until: string | null;
  evidence: { kind: string; note: string; at: string };
  status: 'done' | 'in_progress' | 'waiting' | 'not_started';
  step: string;
  /** Agreed share of the deal in basis points; null where none is agreed. */
  shareBp: number | null;
}

export interface Route {
  kind: RouteKind;
  state: RouteState;
  ownerKey: string;
  externalSystem: string | null;
  externalId: string | null;
  /** Resale only: partner keys from the vendor towards the buyer. */
  chain?: string[];
}

export interface StageMove {
  from: OpenStage | null;
  to: DealStage;
  at: string;
  byKey: string;
}

export type RelationshipOwner = { personKey: string; partnerKey: null } | { personKey: null; partnerKey: string } | null;

export interface CommitteeMember {
  contactKey: string;
  role: CommitteeRole;
  /** 1 (listens) to 5 (decides). */
  influence: number;
  relationshipOwner: RelationshipOwner;
}

/** A null key is the vendor. */
export interface Handoff {
  fromPartnerKey: string | null;
  toPartnerKey: string | null;
  title: string;
  dueAt: string;
  doneAt: string | null;
}

export interface Touch {
  partnerKey: string;
  kind: TouchKind;
  at: string;
  note: string;
  /** Hours the partner took to answer before this touch. */
  responseHours: number;
}

export interface DealComment {
  byKey: string;
  at: string;
  text: string;
}

export interface Deal {
  key: string;
  name: string;
  accountKey: string;
  stage: DealStage;
  amountMinor: number;
  currency: Currency;
  closeOn: string;
  openedOn: string;
  closedOn: string | null;
  ownerKey: string;
  region: Region;
  source: DealSource;
  nextStep: string;
  lastActivityAt: string;
  lines: DealLine[];
  participants: Participant[];
  routes: Route[];
  stageHistory: StageMove[];
  committee: CommitteeMember[];
  handoffs: Handoff[];
  comments: DealComment[];
  touches: Touch[];
}

export interface Ecosystem {
  vendor: { name: string; domain: string; description: string };
  seed: number;
  now: string;
  people: Person[];
  products: Product[];
  partners: Partner[];
  accounts: Account[];
  accountTies: AccountTie[];
  deals: Deal[];
  truths: Truths;
}
