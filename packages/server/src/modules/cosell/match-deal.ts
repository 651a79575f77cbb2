import type { shapes } from '@entente/contracts';
import { newId, notFound } from '@entente/kernel';
import type { z } from 'zod';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { candidatesForRoles, rankScored, scoreDeal, type MatchResult } from './domain/match.ts';
import { neededRoles } from './domain/needed-roles.ts';
import { proposeTeam, type TeamProposal } from './domain/team.ts';
import type { ParticipantRole } from './domain/types.ts';
import type { PartnerCache } from './partner-cache.ts';
import type { CosellDeal, CosellPorts } from './ports.ts';

type MatchShape = z.output<typeof shapes.matchResult>;
export type Matched = { readonly id: string; readonly deal: CosellDeal; readonly result: MatchResult; readonly team: TeamProposal };

const RANKED_SHOWN = 10;
const CANDIDATES_PER_ROLE = 8;
const TEAM_AT_MOST = 4;

/** Ranks every partner for the deal and chooses the team, and keeps the result with the weights that made it. */
export async function matchDeal(
  tx: Tx,
  context: Context,
  ports: CosellPorts,
  cache: PartnerCache,
  dealId: string,
  options: { roles?: readonly ParticipantRole[] | null; maxPartners?: number } = {},
): Promise<Matched> {
  const deal = await ports.deal(tx, context.tenantId, dealId, context.now);
  if (!deal) throw notFound('deal');
  const facts = options.roles ? { ...deal.facts, neededRoles: options.roles } : deal.facts;
  const ties = await ports.ties(tx, context.tenantId, facts.accountId);
  const { index, baseline } = await cache.get(tx, context.tenantId, context.now);
  const scored = scoreDeal({ deal: facts, index, ties, baseline, now: context.now, limit: RANKED_SHOWN });
  const result = rankScored(scored);
  const roles = options.roles ?? neededRoles(facts).map((need) => need.role);
  const team = proposeTeam({ deal: facts, candidates: candidatesForRoles(scored, roles, CANDIDATES_PER_ROLE), max: options.maxPartners ?? TEAM_AT_MOST });
  const id = newId(context.now.getTime());
  await tx
    .insertInto('match_result')
    .values({
      tenant_id: context.tenantId,
      id,
      deal_id: dealId,
      weights_version: result.weightsVersion,
      result: JSON.stringify({ result, team }),
      at: context.now.toISOString(),
    })
    .execute();
  await recordChange(tx, context, {
    operation: 'match.run',
    recordType: 'match',
    recordId: id,
    after: { considered: result.considered, team: team.members.map((member) => member.name) },
    events: [
      {
        type: 'match.made',
        dealId,
        payload: { considered: result.considered, best: result.ranked[0]?.name ?? null, team: team.members.map((member) => member.name) },
      },
    ],
  });
  return { id, deal, result, team };
}

export function matchShape(id: string, at: string, result: MatchResult, team: TeamProposal): MatchShape {
  return {
    id,
    at,
    weightsVersion: result.weightsVersion,
    considered: result.considered,
    // A partner that can take none of the open roles is listed as influence: it may still help, and the reasons say how.
    ranked: result.ranked.map(({ partnerId, name, score, role, reasons }) => ({
      partnerId,
      name,
      score,
      role: role ?? 'influence',
      reasons: reasons.map(({ factor, score: part, weight, points, sentence, thin }) => ({ factor, score: part, weight, points, sentence, thin })),
    })),
    passedOver: result.passedOver.map(({ partnerId, name, score, code, why }) => ({ partnerId, name, score, code, why })),
    team: {
      members: team.members.map(({ partnerId, name, roles, value, why }) => ({ partnerId, name, roles: [...roles], value, why })),
      covered: team.covered.map(({ role, name }) => ({ role, by: name })),
      uncovered: team.uncovered.map(({ role, reason }) => ({ role, why: reason })),
    },
    thinData: [...result.thinData],
  };
}

export async function latestMatch(
  tx: Tx,
  tenantId: string,
  dealId: string,
): Promise<{ id: string; at: string; result: MatchResult; team: TeamProposal } | null> {
  const row = await tx
    .selectFrom('match_result')
    .select(['id', 'at', 'result'])
    .where('tenant_id', '=', tenantId)
    .where('deal_id', '=', dealId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  // Written by matchDeal above and by nothing else.
  const { result, team } = row.result as { result: MatchResult; team: TeamProposal };
  return { id: row.id, at: row.at, result, team };
}
