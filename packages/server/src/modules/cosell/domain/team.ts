import type { RoleCandidate } from './match.ts';
import { neededRoles } from './needed-roles.ts';
import { bestTeam } from './team-search.ts';
import { listText } from './text.ts';
import type { DealFacts, ParticipantRole } from './types.ts';

export interface TeamInput {
  readonly deal: DealFacts;
  /** From `candidatesForRoles`: a partner may appear once per role it can play. */
  readonly candidates: readonly RoleCandidate[];
  /** New partners at most; those already on the deal do not count. */
  readonly max: number;
  /** Points one more partner must be worth, because each one has to be briefed, aligned and paid. */
  readonly coordinationCost?: number;
}

export interface TeamMember {
  readonly partnerId: string;
  readonly name: string;
  readonly roles: readonly ParticipantRole[];
  /** 0..100: mean value over its roles. */
  readonly value: number;
  readonly why: string;
  readonly alreadyOnDeal: boolean;
}

export interface UncoveredRole {
  readonly role: ParticipantRole;
  readonly code: 'no_candidate' | 'team_full';
  readonly reason: string;
}

export interface TeamAlternative {
  readonly role: ParticipantRole;
  readonly partnerId: string;
  readonly name: string;
  readonly value: number;
  readonly why: string;
}

export interface TeamProposal {
  readonly members: readonly TeamMember[];
  readonly covered: readonly { readonly role: ParticipantRole; readonly partnerId: string; readonly name: string }[];
  readonly uncovered: readonly UncoveredRole[];
  readonly alternatives: readonly TeamAlternative[];
  readonly needs: readonly { readonly role: ParticipantRole; readonly importance: number; readonly reasons: readonly string[] }[];
  /** Sum of role values minus coordination cost of new partners. */
  readonly value: number;
  readonly exact: boolean;
}

export const DEFAULT_COORDINATION_COST = 8;
const ALTERNATIVES_PER_ROLE = 2;

export function proposeTeam(input: TeamInput): TeamProposal {
  const { deal, max } = input;
  const cost = input.coordinationCost ?? DEFAULT_COORDINATION_COST;
  const needs = neededRoles(deal);
  const covered = needs.flatMap(({ role }) =>
    deal.participants
      .filter((participant) => participant.role === role)
      .slice(0, 1)
      .map((participant) => ({ role, partnerId: participant.partnerId, name: participant.partnerName ?? nameIn(input.candidates, participant.partnerId) })),
  );
  const open = needs.filter(({ role }) => !covered.some((held) => held.role === role));
  const existing = new Set(deal.participants.map((participant) => participant.partnerId));
  const byRole = open.map(({ role }) => ({ role, candidates: input.candidates.filter((candidate) => candidate.role === role) }));
  const solution = bestTeam({
    roles: byRole.map(({ role, candidates }) => ({ role, options: candidates.map(({ partnerId, value }) => ({ partnerId, value: Math.round(value * 10) })) })),
    existing,
    max,
    costPerPartner: Math.round(cost * 10),
  });

  const chosen = byRole.map(({ role, candidates }, at) => ({
    role,
    candidates,
    pick: candidates.find((candidate) => candidate.partnerId === solution.choice[at]) ?? null,
  }));
  const members = membersOf(
    chosen.flatMap(({ pick }) => (pick === null ? [] : [pick])),
    existing,
    needs,
  );
  const uncovered = chosen.filter(({ pick }) => pick === null).map(({ role, candidates }) => uncoveredRole(role, candidates.length, max));
  const alternatives = chosen.flatMap(({ role, candidates, pick }) => alternativesFor(role, candidates, pick, members));
  const fresh = members.filter((member) => !member.alreadyOnDeal).length;
  const value = Math.round((chosen.reduce((sum, { pick }) => sum + (pick?.value ?? 0), 0) - cost * fresh) * 10) / 10;
  return { members, covered, uncovered, alternatives, needs, value, exact: solution.exact };
}

function nameIn(candidates: readonly RoleCandidate[], partnerId: string): string {
  return candidates.find((candidate) => candidate.partnerId === partnerId)?.name ?? 'A partner on the deal';
}

function membersOf(
  picks: readonly RoleCandidate[],
  existing: ReadonlySet<string>,
  needs: readonly { role: ParticipantRole; reasons: readonly string[] }[],
): TeamMember[] {
  const byPartner = new Map<string, RoleCandidate[]>();
  for (const pick of picks) byPartner.set(pick.partnerId, [...(byPartner.get(pick.partnerId) ?? []), pick]);
  return [...byPartner].map(([partnerId, held]) => {
    const roles = held.map((pick) => pick.role);
    const first = held[0];
    const certified = held.filter((pick) => pick.certified).map((pick) => pick.role);
    const need = roles.map((role) => needs.find((entry) => entry.role === role)?.reasons[0]).filter((reason) => reason !== undefined);
    const skill = certified.length > 0 ? ` Certified for ${listText(certified)}.` : '';
    const alreadyOnDeal = existing.has(partnerId);
    const start = alreadyOnDeal ? 'Already on the deal and can also take' : 'Takes';
    return {
      partnerId,
      name: first?.name ?? '',
      roles,
      alreadyOnDeal,
      value: Math.round((held.reduce((sum, pick) => sum + pick.value, 0) / held.length) * 10) / 10,
      why: `${start} ${listText(roles)} with a match score of ${first?.score ?? 0}.${skill} ${need.join(' ')}`.trim(),
    };
  });
}

function uncoveredRole(role: ParticipantRole, candidates: number, max: number): UncoveredRole {
  return candidates === 0
    ? { role, code: 'no_candidate', reason: `No partner that can take the ${role} role scores high enough for this deal.` }
    : { role, code: 'team_full', reason: `The team is limited to ${max} new ${max === 1 ? 'partner' : 'partners'}; covering ${role} needs one more.` };
}

function alternativesFor(
  role: ParticipantRole,
  candidates: readonly RoleCandidate[],
  pick: RoleCandidate | null,
  members: readonly TeamMember[],
): TeamAlternative[] {
  return candidates
    .filter((candidate) => candidate.partnerId !== pick?.partnerId)
    .slice(0, ALTERNATIVES_PER_ROLE)
    .map((candidate) => {
      const { partnerId, name, value } = candidate;
      if (pick === null) return { role, partnerId, name, value, why: `Could take ${role}, but the team is full.` };
      const gap = Math.round((pick.value - value) * 10) / 10;
      const sharing = members.find((member) => member.partnerId === pick.partnerId);
      const why =
        gap >= 0
          ? `Worth ${value} as ${role}, ${gap} below ${pick.name}.`
          : `Worth ${value} as ${role}, ${-gap} above ${pick.name}, but ${pick.name} ${(sharing?.roles.length ?? 1) > 1 ? `already takes ${listText(sharing?.roles ?? [])}` : 'is already on the deal'} and one more partner costs coordination.`;
      return { role, partnerId, name, value, why };
    });
}
