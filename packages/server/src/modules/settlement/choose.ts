import { Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { basisOf, changedSince } from './domain/basis.ts';
import { sameCandidate, type Candidate } from './domain/facts.ts';
import { gather, quoteId } from './gather.ts';
import type { SettlementPorts } from './ports.ts';
import { keepVersion, standing } from './store.ts';
import { optionsOf } from './ways.ts';

export type Choice = {
  readonly operation: 'settlement.choose' | 'settlement.recompute';
  readonly candidate: Candidate | null;
  readonly reason: string;
  readonly seen: number;
  readonly fingerprint?: string | undefined;
};

/**
 * A new version of the plan, and the deal's settling route with it. The deal is locked first: of two who choose at once the second
 * finds another version than it saw, and is told so.
 */
export async function choose(tx: Tx, ports: SettlementPorts, context: Context, dealId: string, choice: Choice): Promise<void> {
  const { tenantId, now, actor } = context;
  const known = choice.candidate === null ? await standing(tx, tenantId, dealId) : null;
  const gathered = await gather(tx, ports, tenantId, {
    dealId,
    now,
    candidates: [...(choice.candidate ? [choice.candidate] : []), ...(known ? [known.candidate] : [])],
    lock: true,
  });
  const { deal, quote, facts } = gathered;
  const before = await standing(tx, tenantId, dealId);
  if ((before?.number ?? 0) !== choice.seen)
    throw new Problem(
      'version_stale',
      before
        ? `${before.chosenBy} chose “${before.option.label}” in the meantime (version ${before.number}). Read the plan again.`
        : 'No way was chosen for this deal yet. Read the plan again.',
    );
  const candidate = choice.candidate ?? before?.candidate;
  if (!candidate) throw new Problem('conflict', 'No way was chosen for this deal yet, so that nothing can be computed anew.', { reason: 'no_plan' });
  if (deal.status === 'lost') throw new Problem('conflict', 'The deal is lost; nothing of it is settled any more.', { reason: 'deal_lost' });
  const [option] = await optionsOf(tx, ports, tenantId, gathered, [{ kind: candidate.kind, candidate, missing: null }], candidate);
  const [refusal] = option?.refusals ?? [];
  if (!option || refusal) throw new Problem('conflict', refusal?.sentence ?? 'The deal cannot be settled this way.', { reason: refusal?.code ?? 'refused' });
  if (choice.fingerprint !== undefined && choice.fingerprint !== option.fingerprint)
    throw new Problem('version_stale', 'Prices, rules or participants changed since you compared. Compare again, then choose.', { reason: 'comparison_stale' });
  const basis = basisOf(facts, quoteId(quote));
  if (before && sameCandidate(before.candidate, candidate) && before.option.fingerprint === option.fingerprint) {
    const follows = facts.routes.some(({ id, settles }) => id === before.routeId && settles);
    if (changedSince(before.basis, basis, candidate, follows, () => '').length === 0)
      throw new Problem('conflict', 'This way is chosen already, and nothing has changed since.', { reason: 'unchanged' });
  }
  if (!before || !sameCandidate(before.candidate, candidate)) {
    const obstacles = await ports.obstacles(tx, tenantId, dealId, { from: before?.candidate ?? null, to: candidate });
    if (obstacles.length > 0) throw new Problem('conflict', obstacles.join(' '), { reason: 'stands_against' });
  }
  const routeId = await ports.settleBy(tx, context, dealId, candidate);
  const number = choice.seen + 1;
  await keepVersion(
    tx,
    tenantId,
    dealId,
    { number, candidate, option, basis, routeId, reason: choice.reason, chosenBy: actor.name, chosenAt: now.toISOString() },
    actor.id,
  );
  await recordChange(tx, context, {
    operation: choice.operation,
    recordType: 'settlement_plan',
    recordId: dealId,
    before: before ? { number: before.number, candidate: before.candidate } : null,
    after: {
      number,
      candidate,
      routeId,
      buyerMinor: option.money?.buyerMinor,
      netMinor: option.money?.netMinor,
      currency: option.currency,
      ruleVersions: option.ruleVersions,
    },
    reason: choice.reason,
    events: [
      {
        type: 'settlement.chosen',
        dealId,
        payload: {
          number,
          kind: option.kind,
          label: option.label,
          from: before?.option.label ?? null,
          routeId,
          netMinor: option.money?.netMinor ?? null,
          currency: option.currency,
        },
      },
    ],
  });
}
