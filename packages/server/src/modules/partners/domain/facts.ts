import { participantRoles, type ParticipantRole, type PartnerType, type RouteKind } from '@entente/kernel';
import type { WinLoss } from './record.ts';

export type FactCompetency = {
  readonly productId: string | null;
  readonly skill: string;
  readonly role: ParticipantRole | null;
  readonly certifiedPeople: number;
  readonly validUntil: string | null;
};

/** Everything that is known of a partner when one is chosen for a deal. */
export type PartnerFacts = {
  readonly id: string;
  readonly name: string;
  readonly types: readonly PartnerType[];
  readonly status: string;
  readonly regions: readonly string[];
  readonly countries: readonly string[];
  readonly industries: readonly string[];
  readonly competencies: readonly FactCompetency[];
  readonly productIds: readonly string[];
  readonly roles: readonly ParticipantRole[];
  readonly capacityTotal: number | null;
  readonly capacityUsed: number;
  readonly medianResponseHours: number | null;
  readonly responseSamples: number;
  readonly record: WinLoss & { readonly byIndustry: Readonly<Record<string, WinLoss>>; readonly byProduct: Readonly<Record<string, WinLoss>> };
  readonly lastActivityAt: string | null;
  readonly routes: readonly RouteKind[];
  /** Accounts it has an open conflict on, and products of ours it competes with. */
  readonly conflictAccountIds: readonly string[];
  readonly competitorOfProductIds: readonly string[];
};

/** One fact of a partner's history, as counted by the database. */
export type Tally = { readonly kind: 'all' | 'industry' | 'product' | 'open'; readonly key: string; readonly wins: number; readonly losses: number };
export type BareFacts = Omit<PartnerFacts, 'productIds' | 'roles' | 'capacityUsed' | 'record'>;

export function factsOf(bare: BareFacts, tallies: readonly Tally[]): PartnerFacts {
  const byIndustry: Record<string, WinLoss> = {};
  const byProduct: Record<string, WinLoss> = {};
  let all: WinLoss = { wins: 0, losses: 0 };
  let capacityUsed = 0;
  for (const { kind, key, wins, losses } of tallies) {
    if (kind === 'all') all = { wins, losses };
    else if (kind === 'open') capacityUsed = wins;
    else (kind === 'industry' ? byIndustry : byProduct)[key] = { wins, losses };
  }
  const named = new Set(bare.competencies.flatMap(({ role }) => (role === null ? [] : [role])));
  return {
    ...bare,
    productIds: [...new Set(bare.competencies.flatMap(({ productId }) => (productId === null ? [] : [productId])))],
    roles: participantRoles.filter((role) => named.has(role)),
    capacityUsed,
    record: { ...all, byIndustry, byProduct },
  };
}
