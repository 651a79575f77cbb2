import { minorDigits, participantRoles } from '@entente/kernel';
import { listText, moneyText, plural, STAGE_LABELS } from './text.ts';
import type { DealFacts, ParticipantRole } from './types.ts';

/** Which roles a deal needs, and why. A rules table: each rule that applies adds its sentence. */

export interface NeededRole {
  readonly role: ParticipantRole;
  /** 1 = nice to have … 3 = the deal does not close or live without it. */
  readonly importance: 1 | 2 | 3;
  readonly reasons: readonly string[];
}

interface RoleRule {
  readonly id: string;
  readonly role: ParticipantRole;
  readonly importance: 1 | 2 | 3;
  readonly applies: (deal: DealFacts) => string | null;
}

const LARGE_DEAL_UNITS = 50_000;
const LATE_STAGES: readonly string[] = ['technical', 'business', 'committed'];

const SERVICE_KINDS: readonly string[] = ['service', 'services', 'professional_services', 'implementation', 'training', 'managed_service'];

/** Whole units whatever the currency: a threshold of attention, not of money. */
function isLarge(deal: DealFacts): boolean {
  return deal.amountMinor >= LARGE_DEAL_UNITS * 10 ** minorDigits(deal.currency);
}

const RULES: readonly RoleRule[] = [
  {
    id: 'services-line',
    role: 'service',
    importance: 3,
    applies: (deal) => {
      const lines = deal.lines.filter((line) => SERVICE_KINDS.includes(line.kind));
      const sum = lines.reduce((total, line) => total + line.amountMinor, 0);
      return lines.length === 0 ? null : `${plural(lines.length, 'services line')} worth ${moneyText(sum, deal.currency)} must be delivered by somebody.`;
    },
  },
  {
    id: 'delivery-before-signature',
    role: 'service',
    importance: 2,
    applies: (deal) =>
      isLarge(deal) && LATE_STAGES.includes(deal.stage)
        ? `The deal is at ${(STAGE_LABELS[deal.stage] ?? deal.stage).toLowerCase()} with ${moneyText(deal.amountMinor, deal.currency)}; delivery should be named before signature.`
        : null,
  },
  {
    id: 'reseller-without-delivery',
    role: 'service',
    importance: 2,
    applies: (deal) => {
      const resellers = deal.participants.filter((participant) => participant.role === 'resell');
      const names = resellers.map((participant) => participant.partnerName ?? 'A reseller');
      return resellers.length === 0 ? null : `${listText(names)} sells this deal, and a sale without delivery rarely renews.`;
    },
  },
  {
    id: 'several-products',
    role: 'integrate',
    importance: 2,
    applies: (deal) => {
      const products = new Set(deal.productIds).size;
      return products >= 2 ? `${products} products have to work together.` : null;
    },
  },
  { id: 'resale-route', role: 'resell', importance: 3, applies: (deal) => (deal.routes.includes('resale') ? 'The deal has a resale route.' : null) },
  {
    id: 'marketplace-route',
    role: 'marketplace',
    importance: 3,
    applies: (deal) => (deal.routes.includes('marketplace') ? 'The deal has a marketplace route.' : null),
  },
  { id: 'referral-route', role: 'source', importance: 2, applies: (deal) => (deal.routes.includes('referral') ? 'The deal has a referral route.' : null) },
  { id: 'cosell-route', role: 'technology', importance: 2, applies: (deal) => (deal.routes.includes('cosell') ? 'The deal has a co-sell route.' : null) },
  {
    id: 'buyer-without-owner',
    role: 'influence',
    importance: 2,
    applies: (deal) => {
      const gaps = deal.committee.filter((member) => member.ownerName === null && (member.part === 'economic_buyer' || member.part === 'champion'));
      return gaps.length === 0 ? null : `Nobody owns the relationship with ${listText(gaps.map((member) => member.name))}.`;
    },
  },
  {
    id: 'large-without-partner',
    role: 'influence',
    importance: 1,
    applies: (deal) =>
      isLarge(deal) && deal.participants.length === 0 ? `${moneyText(deal.amountMinor, deal.currency)} is pursued without any partner.` : null,
  },
];

export function neededRoles(deal: DealFacts): NeededRole[] {
  if (deal.stage === 'won' || deal.stage === 'lost') return [];
  const found = new Map<ParticipantRole, { importance: 1 | 2 | 3; reasons: string[] }>();
  const add = (role: ParticipantRole, importance: 1 | 2 | 3, reason: string): void => {
    const held = found.get(role);
    if (held === undefined) found.set(role, { importance, reasons: [reason] });
    else {
      held.reasons.push(reason);
      held.importance = importance > held.importance ? importance : held.importance;
    }
  };
  for (const rule of RULES) {
    const reason = rule.applies(deal);
    if (reason !== null) add(rule.role, rule.importance, reason);
  }
  for (const role of deal.neededRoles ?? []) add(role, 3, 'Asked for on the deal.');
  return [...found]
    .map(([role, need]) => ({ role, ...need }))
    .sort((a, b) => b.importance - a.importance || participantRoles.indexOf(a.role) - participantRoles.indexOf(b.role));
}
