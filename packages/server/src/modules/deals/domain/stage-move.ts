import { dealStages, statusOfStage, type DealStage } from '@entente/kernel';
import { allow, refuse, type Decision } from './decision.ts';
import { stageLabel } from './words.ts';

export type StageFacts = {
  readonly stage: DealStage;
  readonly amountMinor: number | null;
  readonly closeOn: string | null;
  readonly reason: string | null;
  /** Every stage the deal has been in. */ readonly visited: readonly DealStage[];
};
export type StageMove = { readonly from: DealStage; readonly to: DealStage; readonly reopened: boolean };

type Guard = (facts: StageFacts) => string | null;
/** What a stage asks for before a deal may enter it. */
const entryGuards: Partial<Readonly<Record<DealStage, Guard>>> = {
  committed: (facts) => (facts.closeOn === null ? 'Set a close date before the deal is committed.' : null),
  won: (facts) => (facts.amountMinor === null ? 'Give the deal an amount before it is won.' : null),
  lost: (facts) => (facts.reason ? null : 'Say why the deal is lost.'),
};

const isOpen = (stage: DealStage): boolean => statusOfStage(stage) === 'open';

export function moveStage(facts: StageFacts, to: DealStage): Decision<StageMove> {
  const from = facts.stage;
  if (from === to) return refuse(`The deal is already in ${stageLabel[to]}.`);
  if (!isOpen(from)) {
    if (!isOpen(to)) return refuse(`The deal is ${stageLabel[from].toLowerCase()}. Reopen it before it becomes ${stageLabel[to].toLowerCase()}.`);
    // A deal that was recorded as closed has no open stage behind it; it may then be reopened anywhere.
    const behind = facts.visited.filter(isOpen);
    if (behind.length > 0 && !behind.includes(to)) return refuse(`The deal was never in ${stageLabel[to]}. Reopen it in a stage it has been in.`);
    if (!facts.reason) return refuse('Say why the deal is opened again.');
  }
  const refusal = entryGuards[to]?.(facts) ?? null;
  return refusal === null ? allow({ from, to, reopened: !isOpen(from) }) : refuse(refusal);
}

/** The stages a person can choose now, when they give a reason where one is asked for. */
export const nextStages = (facts: Omit<StageFacts, 'reason'>): DealStage[] => dealStages.filter((stage) => moveStage({ ...facts, reason: 'given' }, stage).ok);
