import type { Result } from '@entente/contracts';
import { notFound } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';
import { basisOf, changedSince } from './domain/basis.ts';
import { differenceOf } from './domain/difference.ts';
import { gather, quoteId } from './gather.ts';
import type { SettlementPorts } from './ports.ts';
import { rowOf, standing, versionOf, type Version } from './store.ts';

const shown = ({ basis: _basis, ...version }: Version, current: number): Result<'settlement.version'> => ({
  ...version,
  option: { ...version.option, chosen: version.number === current },
  current: version.number === current,
});

export async function requireDeal(tx: Tx, ports: SettlementPorts, tenantId: string, dealId: string, now: Date): Promise<void> {
  if (!(await ports.deal(tx, tenantId, dealId, now.toISOString().slice(0, 10), false))) throw notFound('deal');
}

/** The plan that stands, and what has changed since it was chosen. */
export async function planOf(tx: Tx, ports: SettlementPorts, tenantId: string, dealId: string, now: Date): Promise<Result<'settlement.plan'>> {
  const version = await standing(tx, tenantId, dealId);
  if (!version) {
    await requireDeal(tx, ports, tenantId, dealId, now);
    return { dealId, number: 0, plan: null, outOfDate: [] };
  }
  const { facts, quote } = await gather(tx, ports, tenantId, { dealId, now, candidates: [version.candidate] });
  const follows = facts.routes.some(({ id, settles }) => id === version.routeId && settles);
  const nameOf = (id: string): string => facts.partners.get(id)?.name ?? version.option.credit.find(({ partnerId }) => partnerId === id)?.name ?? 'a partner';
  return {
    dealId,
    number: version.number,
    plan: shown(version, version.number),
    outOfDate: changedSince(version.basis, basisOf(facts, quoteId(quote)), version.candidate, follows, nameOf),
  };
}

export async function oneVersion(tx: Tx, tenantId: string, dealId: string, number: number): Promise<Result<'settlement.version'>> {
  return shown(await versionOf(tx, tenantId, dealId, number), (await standing(tx, tenantId, dealId))?.number ?? 0);
}

export async function difference(tx: Tx, tenantId: string, dealId: string, query: { from: number; to: number }): Promise<Result<'settlement.difference'>> {
  const [from, to] = [await versionOf(tx, tenantId, dealId, query.from), await versionOf(tx, tenantId, dealId, query.to)];
  const current = (await standing(tx, tenantId, dealId))?.number ?? 0;
  return {
    currency: { from: from.option.currency, to: to.option.currency },
    from: rowOf(from, current),
    to: rowOf(to, current),
    ...differenceOf(from.option, to.option),
  };
}

export async function waterfall(tx: Tx, tenantId: string, dealId: string, number: number | undefined): Promise<Result<'settlement.waterfall'>> {
  const version = number === undefined ? await standing(tx, tenantId, dealId) : await versionOf(tx, tenantId, dealId, number);
  if (!version?.option.money) throw notFound('plan');
  const { option } = version;
  return {
    number: version.number,
    kind: option.kind,
    label: option.label,
    currency: option.currency,
    steps: version.option.money.steps,
    parties: version.option.money.parties,
    assumptions: option.assumptions,
  };
}
