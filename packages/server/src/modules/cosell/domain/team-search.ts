import { compareText } from './text.ts';

/**
 * Weighted set cover, solved exactly: give each role to at most one partner so that first the most roles are covered
 * and then the value minus the cost of each new partner is highest. All numbers are whole, so results never depend on rounding.
 */

export interface TeamOption {
  readonly partnerId: string;
  readonly value: number;
}

export interface TeamProblem {
  /** Options per role; a role without options stays uncovered. */
  readonly roles: readonly { readonly role: string; readonly options: readonly TeamOption[] }[];
  /** Partners already on the deal: they cost nothing more and do not count against `max`. */
  readonly existing: ReadonlySet<string>;
  readonly costPerPartner: number;
  readonly max: number;
}

export interface TeamSolution {
  /** Partner per role, in the order of the problem; null = uncovered. */
  readonly choice: readonly (string | null)[];
  readonly objective: number;
  /** False only if the search gave up at its node budget; the result is then at least as good as greedy. */
  readonly exact: boolean;
}

const NODE_BUDGET = 200_000;

/** More than any sum of values or costs can reach, so that covering a role always comes first. */
function coverBonus(problem: TeamProblem): number {
  const highest = problem.roles.reduce((sum, { options }) => sum + options.reduce((max, option) => Math.max(max, option.value), 0), 0);
  return highest + problem.costPerPartner * (problem.roles.length + 1) + 1;
}

export function objectiveOf(problem: TeamProblem, choice: readonly (string | null)[]): number {
  const bonus = coverBonus(problem);
  const used = new Set<string>();
  let total = 0;
  choice.forEach((partnerId, at) => {
    if (partnerId === null) return;
    const option = problem.roles[at]?.options.find((candidate) => candidate.partnerId === partnerId);
    total += bonus + (option?.value ?? 0);
    if (!problem.existing.has(partnerId)) used.add(partnerId);
  });
  return total - problem.costPerPartner * used.size;
}

/** Role by role, the best marginal gain: the yardstick the exact search must never fall below. */
export function greedyTeam(problem: TeamProblem): TeamSolution {
  const used = new Set<string>();
  const choice = problem.roles.map(({ options }) => {
    let chosen: TeamOption | null = null;
    let chosenGain = Number.NEGATIVE_INFINITY;
    for (const option of sortedOptions(options)) {
      const fresh = !used.has(option.partnerId) && !problem.existing.has(option.partnerId);
      if (fresh && used.size >= problem.max) continue;
      const gain = option.value - (fresh ? problem.costPerPartner : 0);
      if (gain > chosenGain) [chosen, chosenGain] = [option, gain];
    }
    if (chosen === null) return null;
    if (!problem.existing.has(chosen.partnerId)) used.add(chosen.partnerId);
    return chosen.partnerId;
  });
  return { choice, objective: objectiveOf(problem, choice), exact: false };
}

function sortedOptions(options: readonly TeamOption[]): TeamOption[] {
  return [...options].sort((a, b) => b.value - a.value || compareText(a.partnerId, b.partnerId));
}

/** Drops a new partner when another one can do all its roles at least as well: an optimum without it remains. */
function withoutDominated(problem: TeamProblem): TeamProblem['roles'] {
  const values = new Map<string, (number | undefined)[]>();
  problem.roles.forEach(({ options }, at) => {
    for (const { partnerId, value } of options) {
      const row = values.get(partnerId) ?? problem.roles.map(() => undefined);
      row[at] = Math.max(value, row[at] ?? value);
      values.set(partnerId, row);
    }
  });
  const ids = [...values.keys()].filter((id) => !problem.existing.has(id)).sort(compareText);
  const dominates = (a: string, b: string): boolean => {
    const [rowA, rowB] = [values.get(a) ?? [], values.get(b) ?? []];
    let better = false;
    for (const [at, valueB] of rowB.entries()) {
      const valueA = rowA[at];
      if (valueB === undefined) better ||= valueA !== undefined;
      else if (valueA === undefined || valueA < valueB) return false;
      else better ||= valueA > valueB;
    }
    return better || compareText(a, b) < 0;
  };
  const dropped = new Set<string>();
  for (const id of ids) if (ids.some((other) => other !== id && !dropped.has(other) && dominates(other, id))) dropped.add(id);
  return problem.roles.map(({ role, options }) => ({ role, options: options.filter((option) => !dropped.has(option.partnerId)) }));
}

export function bestTeam(problem: TeamProblem): TeamSolution {
  const bonus = coverBonus(problem);
  const { existing, costPerPartner, max } = problem;
  const roles = withoutDominated(problem).map(({ options }) => sortedOptions(options));
  const greedy = greedyTeam(problem);
  let bestChoice = greedy.choice;
  let bestObjective = greedy.objective;
  let nodes = 0;
  const used = new Map<string, number>();
  const choice: (string | null)[] = roles.map(() => null);

  const rolesLeft = new Map<string, number[]>();
  for (let at = roles.length - 1; at >= 0; at -= 1) {
    for (const { partnerId } of roles[at] ?? []) rolesLeft.set(partnerId, [...(rolesLeft.get(partnerId) ?? []), at]);
  }
  const isPaid = (id: string): boolean => existing.has(id) || (used.get(id) ?? 0) > 0;

  /** Never too low: a new partner's cost is spread over all the roles it could still take. */
  const optimistic = (from: number): number => {
    let sum = 0;
    for (let at = from; at < roles.length; at += 1) {
      let most = 0;
      for (const { partnerId, value } of roles[at] ?? []) {
        const shared = isPaid(partnerId) ? 0 : costPerPartner / Math.max(1, (rolesLeft.get(partnerId) ?? []).filter((role) => role >= from).length);
        most = Math.max(most, bonus + value - shared);
      }
      sum += most;
    }
    return sum;
  };

  const visit = (at: number, total: number, fresh: number): void => {
    nodes += 1;
    if (nodes > NODE_BUDGET) return;
    if (at === roles.length) {
      if (total > bestObjective) [bestObjective, bestChoice] = [total, [...choice]];
      return;
    }
    if (total + optimistic(at) < bestObjective + 1 - 1e-6) return;
    for (const { partnerId, value } of roles[at] ?? []) {
      const paid = isPaid(partnerId);
      if (!paid && fresh >= max) continue;
      used.set(partnerId, (used.get(partnerId) ?? 0) + 1);
      choice[at] = partnerId;
      visit(at + 1, total + bonus + value - (paid ? 0 : costPerPartner), fresh + (paid ? 0 : 1));
      used.set(partnerId, (used.get(partnerId) ?? 1) - 1);
    }
    choice[at] = null;
    visit(at + 1, total, fresh);
  };
  visit(0, 0, 0);
  return { choice: bestChoice, objective: bestObjective, exact: nodes <= NODE_BUDGET };
}
