/** Facts the co-sell engine decides on. Everything is read-only data; loading it is the service's task. */

import { rolesOfTypes } from '@entente/kernel';
import type { CommitteeRole, DealStage, ParticipantRole, PartnerType, RouteKind } from '@entente/kernel';

export type { CommitteeRole, DealStage, ParticipantRole, PartnerType, RouteKind };

export interface Competency {
  readonly productId: string | null;
  readonly skill: string;
  readonly role: ParticipantRole | null;
  readonly certifiedPeople: number;
  /** Last day it counts, `YYYY-MM-DD`; null = no end. */
  readonly validUntil: string | null;
}

export interface WinLoss {
  readonly wins: number;
  readonly losses: number;
}

export interface PartnerRecord extends WinLoss {
  readonly byIndustry: Readonly<Record<string, WinLoss>>;
  readonly byProduct: Readonly<Record<string, WinLoss>>;
}

export interface PartnerFacts {
  readonly id: string;
  readonly name: string;
  readonly types: readonly PartnerType[];
  /** Only `active` partners are ranked; any other status is an exclusion with its reason. */
  readonly status: string;
  readonly regions: readonly string[];
  readonly countries: readonly string[];
  readonly industries: readonly string[];
  readonly competencies: readonly Competency[];
  readonly productIds: readonly string[];
  readonly roles: readonly ParticipantRole[];
  readonly capacityTotal: number | null;
  readonly capacityUsed: number;
  readonly medianResponseHours: number | null;
  readonly responseSamples: number;
  readonly record: PartnerRecord;
  readonly lastActivityAt: string | null;
  readonly routes: readonly RouteKind[];
  readonly conflictAccountIds: readonly string[];
  readonly competitorOfProductIds: readonly string[];
}

export interface DealLine {
  readonly productId: string | null;
  readonly kind: string;
  readonly amountMinor: number;
}

export interface DealParticipant {
  readonly partnerId: string;
  readonly partnerName?: string;
  readonly role: ParticipantRole;
}

export interface CommitteeMember {
  readonly contactId: string;
  readonly name: string;
  readonly part: CommitteeRole;
  /** Who owns the relationship: our person, a partner, or nobody (a gap). */
  readonly ownerName: string | null;
}

export interface DealFacts {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly industry: string | null;
  readonly region: string | null;
  readonly country: string | null;
  readonly stage: DealStage;
  readonly amountMinor: number;
  readonly currency: string;
  readonly closeOn: string | null;
  readonly productIds: readonly string[];
  readonly lines: readonly DealLine[];
  readonly participants: readonly DealParticipant[];
  readonly routes: readonly RouteKind[];
  /** Roles a person named on the deal, on top of those the rules find. */
  readonly neededRoles?: readonly ParticipantRole[];
  readonly committee: readonly CommitteeMember[];
  readonly openedAt: string;
  readonly lastActivityAt: string | null;
  /** Partners on earlier won deals of this account. */
  readonly previousPartnerIds: readonly string[];
  /** Partners who were asked for this deal and declined. */
  readonly declinedPartnerIds: readonly string[];
}

export const TIE_KINDS = ['customer', 'prospect', 'incumbent'] as const;
export type TieKind = (typeof TIE_KINDS)[number];

export interface AccountTie {
  readonly partnerId: string;
  readonly accountId: string;
  /** 0..1 */
  readonly strength: number;
  readonly kind: TieKind;
  readonly since: string | null;
  readonly evidence: string;
}

/** The roles a partner may take: what is recorded, or else what its types can normally do. */
export function playableRoles(partner: PartnerFacts): readonly ParticipantRole[] {
  return partner.roles.length > 0 ? partner.roles : rolesOfTypes(partner.types);
}
