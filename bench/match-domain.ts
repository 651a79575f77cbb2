import { generatedDeal, generatedPartners } from '../packages/server/src/modules/cosell/domain/fixtures.ts';
import { candidatesForRoles, rankScored, scoreDeal } from '../packages/server/src/modules/cosell/domain/match.ts';
import { neededRoles } from '../packages/server/src/modules/cosell/domain/needed-roles.ts';
import { buildPartnerIndex } from '../packages/server/src/modules/cosell/domain/partner-index.ts';
import { proposeTeam } from '../packages/server/src/modules/cosell/domain/team.ts';
import type { AccountTie } from '../packages/server/src/modules/cosell/domain/types.ts';

/** Match and team for one deal among 10,000 partners: the pure computation, without loading. */

const PARTNERS = 10_000;
const DEALS = 300;
const WARM_UP = 20;
const BAR_MS = 50;
const now = new Date('2025-06-01T09:00:00Z');

const index = buildPartnerIndex(generatedPartners(PARTNERS, 7));
const times: number[] = [];
let inexact = 0;
for (let at = 0; at < DEALS + WARM_UP; at += 1) {
  const deal = generatedDeal(at);
  const ties: AccountTie[] = Array.from({ length: 40 }, (_, tie) => ({
    partnerId: `partner-${String((at * 131 + tie * 241) % PARTNERS).padStart(6, '0')}`,
    accountId: deal.accountId,
    strength: (tie % 10) / 10,
    kind: tie % 3 === 0 ? 'incumbent' : 'customer',
    since: '2023-01-01',
    evidence: 'Account mapping',
  }));
  const started = performance.now();
  const table = scoreDeal({ deal, index, ties, baseline: { wins: 400, losses: 600 }, now, limit: 10 });
  rankScored(table);
  const team = proposeTeam({
    deal,
    candidates: candidatesForRoles(
      table,
      neededRoles(deal).map((need) => need.role),
      6,
    ),
    max: 5,
  });
  if (at >= WARM_UP) times.push(performance.now() - started);
  if (!team.exact) inexact += 1;
}
times.sort((a, b) => a - b);
const quantile = (share: number): number => Math.round((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN) * 100) / 100;
for (const [name, value] of [
  ['match-team-p50', quantile(0.5)],
  ['match-team-p95', quantile(0.95)],
] as const) {
  console.log(JSON.stringify({ name, value, unit: 'ms', bar: BAR_MS, holds: value <= BAR_MS }));
}
console.log(JSON.stringify({ name: 'match-team-inexact', value: inexact, unit: 'teams', bar: 0, holds: inexact === 0 }));
