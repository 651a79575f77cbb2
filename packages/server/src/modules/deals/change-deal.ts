import type { Parsed, Result } from '@entente/contracts';
import { minorDigits, Problem, type DealStage } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { setAmount } from './domain/amount.ts';
import { factsOf, withStage, type DealFacts } from './domain/deal.ts';
import { moveStage as decideStage } from './domain/stage-move.ts';
import { accountNamed, ownerNamed } from './names.ts';
import type { DealsPorts } from './ports.ts';
import { lineCounts } from './set-lines.ts';
import { day, insist, lockDeal, lockDeals, visitedStages, writeDeals, type DealWrite } from './store.ts';

type Update = Parsed<'deals.update'>['body'];

export async function updateDeal(tx: Tx, context: Context, dealId: string, input: Update, ifVersion: number | null): Promise<void> {
  const tenant = context.tenantId;
  const deal = await lockDeal(tx, tenant, dealId, ifVersion);
  const lines = input.amountMinor === undefined && input.currency === undefined ? null : await lineCounts(tx, tenant, dealId);
  if (input.amountMinor !== undefined && lines) insist(setAmount(input.amountMinor, lines.count, lines.sum));
  const account = input.accountId === undefined ? undefined : await accountNamed(tx, tenant, input.accountId);
  const owner = input.ownerId === undefined ? undefined : await ownerNamed(tx, tenant, input.ownerId);
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<DealFacts>;
  const after: DealFacts = {
    ...factsOf(deal),
    ...given,
    ...(account === undefined ? {} : { accountName: account?.name ?? null }),
    ...(owner === undefined ? {} : { ownerName: owner?.name ?? null }),
  };
  await writeDeals(tx, context, 'deals.update', [{ before: deal, after }]);
}

/** A person changes the currency as long as nothing was promised or paid in it. What comes from a CRM is the CRM's to say. */
export async function requireFreeCurrency(tx: Tx, context: Context, ports: DealsPorts, dealId: string, currency: string): Promise<void> {
  const deal = await lockDeal(tx, context.tenantId, dealId);
  if (deal.currency === currency) return;
  const settled = (await ports.settledIn?.(tx, context.tenantId, dealId)) ?? null;
  if (settled !== null) throw new Problem('conflict', settled, { reason: 'currency_settled' });
  const { count } = await lineCounts(tx, context.tenantId, dealId);
  if (count > 0 && minorDigits(deal.currency) !== minorDigits(currency))
    throw new Problem('conflict', `The prices of the lines are in ${deal.currency}, which is divided otherwise than ${currency}. Take the lines off first.`, {
      reason: 'currency_lines',
    });
}

/** For plays and outcomes: what happens next on the deal. */
export async function setNextStep(tx: Tx, context: Context, dealId: string, nextStep: string | null): Promise<void> {
  const deal = await lockDeal(tx, context.tenantId, dealId);
  if (deal.nextStep === nextStep) return;
  await writeDeals(tx, context, 'deals.setNextStep', [{ before: deal, after: { ...factsOf(deal), nextStep } }]);
}

export async function moveStage(
  tx: Tx,
  context: Context,
  dealId: string,
  to: DealStage,
  reason: string | null,
  ifVersion: number | null = null,
): Promise<void> {
  const deal = await lockDeal(tx, context.tenantId, dealId, ifVersion);
  const visited = (await visitedStages(tx, context.tenantId, [dealId])).get(dealId) ?? [];
  insist(decideStage({ ...deal, reason: reason || null, visited }, to));
  await writeDeals(tx, context, 'deals.moveStage', [
    { before: deal, after: withStage(factsOf(deal), to, day(context.now), reason || null), reason: reason || null },
  ]);
}

/** Each deal is decided for itself; what is refused is told, and the rest is done. */
export async function changeMany(tx: Tx, context: Context, input: Parsed<'deals.bulk'>['body']): Promise<Result<'deals.bulk'>> {
  if (input.ownerId === undefined && input.stage === undefined) throw new Problem('invalid_input', 'Name an owner or a stage.');
  const owner = await ownerNamed(tx, context.tenantId, input.ownerId);
  const ids = [...new Set(input.ids)];
  const deals = await lockDeals(tx, context.tenantId, ids);
  const visited = input.stage ? await visitedStages(tx, context.tenantId, ids) : new Map<string, DealStage[]>();
  const writes: DealWrite[] = [];
  const refused: { id: string; sentence: string }[] = [];
  for (const id of ids) {
    const deal = deals.get(id);
    if (!deal) {
      refused.push({ id, sentence: 'There is no such deal, or it is outside your reach.' });
      continue;
    }
    let after = factsOf(deal);
    if (input.ownerId !== undefined) after = { ...after, ownerId: owner?.id ?? null, ownerName: owner?.name ?? null };
    if (input.stage) {
      const decision = decideStage({ ...deal, reason: input.reason || null, visited: visited.get(id) ?? [] }, input.stage);
      if (!decision.ok) {
        refused.push({ id, sentence: decision.sentence });
        continue;
      }
      after = withStage(after, input.stage, day(context.now), input.reason || null);
    }
    writes.push({ before: deal, after, reason: input.reason || null });
  }
  await writeDeals(tx, context, 'deals.bulk', writes);
  return { changed: writes.map(({ before }) => before.id), refused };
}
