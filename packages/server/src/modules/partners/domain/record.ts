export type WinLoss = { readonly wins: number; readonly losses: number };
export type PartnerRecord = WinLoss & { readonly shrunkWinRate: number; readonly baseWinRate: number; readonly sentence: string };

/** A partner's own deals count against this many imagined deals at the workspace's rate. */
export const priorDeals = 10;
/** Below this the sentence says that the number tells little. */
const thinBelow = 5;

/**
 * Empirical-Bayes shrinkage: shrunk = (wins + k · base) / (wins + losses + k) with k = 10, the mean of a
 * Beta(k·base + wins, k·(1 − base) + losses) posterior. Two wins of two are thus no 100 %: with a base of 30 % they are 42 %.
 * The base rate is the workspace's own over all closed deals, (won + 1) / (won + lost + 2), so that an empty history gives one half.
 */
export function recordOf(own: WinLoss, workspace: WinLoss): PartnerRecord {
  const baseWinRate = (workspace.wins + 1) / (workspace.wins + workspace.losses + 2);
  const shrunkWinRate = (own.wins + priorDeals * baseWinRate) / (own.wins + own.losses + priorDeals);
  return { wins: own.wins, losses: own.losses, shrunkWinRate, baseWinRate, sentence: sentenceOf(own, workspace, shrunkWinRate, baseWinRate) };
}

function sentenceOf(own: WinLoss, workspace: WinLoss, shrunk: number, base: number): string {
  const closed = own.wins + own.losses;
  if (workspace.wins + workspace.losses === 0) return 'No deal of this workspace has closed yet, so there is no win rate to compare.';
  if (closed === 0) return `No closed deals with this partner yet; ${percent(base)} is the rate over all deals and says nothing about the partner.`;
  const won = `Won ${own.wins} of ${closed} closed ${closed === 1 ? 'deal' : 'deals'}`;
  if (closed < thinBelow) return `${won}: too few to judge. Weighed against all deals (${percent(base)}) we expect ${percent(shrunk)}.`;
  return `${won} (${percent(own.wins / closed)}); weighed against all deals (${percent(base)}) we expect ${percent(shrunk)}.`;
}

const percent = (rate: number): string => `${Math.round(rate * 100)}%`;
