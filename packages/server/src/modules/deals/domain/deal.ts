import { statusOfStage, type DealStage, type DealStatus } from '@entente/kernel';

/** What a change tells the rest of the product. */
type ChangeEvent = { readonly type: string; readonly dealId?: string | null; readonly payload: Readonly<Record<string, unknown>> };

/** The facts of a deal that people, imports and plays change. */
export type DealFacts = {
  readonly name: string;
  readonly accountId: string | null;
  readonly accountName: string | null;
  readonly stage: DealStage;
  readonly amountMinor: number | null;
  readonly currency: string;
  readonly closeOn: string | null;
  readonly openedOn: string | null;
  readonly closedOn: string | null;
  readonly closedReason: string | null;
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  readonly region: string | null;
  readonly source: string | null;
  readonly nextStep: string | null;
  readonly externalId: string | null;
};
export type DealState = DealFacts & { readonly id: string; readonly number: number; readonly version: number };

export const statusOf = (facts: DealFacts): DealStatus => statusOfStage(facts.stage);

/** Entering or leaving a terminal stage sets or clears the day and the reason of closing. */
export function withStage(facts: DealFacts, stage: DealStage, today: string, reason: string | null): DealFacts {
  const closed = statusOfStage(stage) !== 'open';
  return { ...facts, stage, closedOn: closed ? today : null, closedReason: closed ? reason : null };
}

const factKeys = [
  'name',
  'accountId',
  'accountName',
  'stage',
  'amountMinor',
  'currency',
  'closeOn',
  'openedOn',
  'closedOn',
  'closedReason',
  'ownerId',
  'ownerName',
  'region',
  'source',
  'nextStep',
  'externalId',
] as const satisfies readonly (keyof DealFacts)[];

export const factsOf = (deal: DealFacts): DealFacts => Object.fromEntries(factKeys.map((key) => [key, deal[key]])) as DealFacts;
export const changedKeys = (before: DealFacts, after: DealFacts): (keyof DealFacts)[] => factKeys.filter((key) => before[key] !== after[key]);

const ofStage: ReadonlySet<string> = new Set(['stage', 'closedOn', 'closedReason']);
const derived: ReadonlySet<string> = new Set(['accountName', 'ownerName']);

/** What the rest of the house is told about a change of facts. */
export function eventsOfChange(before: DealState, after: DealFacts, reason: string | null): ChangeEvent[] {
  const dealId = before.id;
  const changed = changedKeys(before, after);
  const events: ChangeEvent[] = [];
  const facts = changed.filter((key) => !ofStage.has(key) && !derived.has(key));
  if (facts.length > 0)
    events.push({
      type: 'deal.updated',
      dealId,
      payload: {
        fields: facts,
        ...Object.fromEntries(facts.map((key) => [key, after[key]])),
        ...(facts.includes('accountId') ? { accountName: after.accountName } : {}),
        ...(facts.includes('ownerId') ? { ownerName: after.ownerName } : {}),
      },
    });
  if (before.stage !== after.stage)
    events.push({ type: 'deal.stage_moved', dealId, payload: { from: before.stage, to: after.stage, ...(reason ? { reason } : {}) } });
  if (before.closeOn !== null && after.closeOn !== null && after.closeOn > before.closeOn)
    events.push({ type: 'deal.close_slipped', dealId, payload: { from: before.closeOn, to: after.closeOn, days: daysBetween(before.closeOn, after.closeOn) } });
  return events;
}

export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
