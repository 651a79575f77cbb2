import { textAt, type Json } from '../values.ts';

/**
 * QUALIFY, REFINE and CLOSED are named in public; the name between them is not, and PROPOSE is assumed until it is seen. The mapping of
 * a connection can name others. How it was closed stands in another field of theirs and is told apart here.
 */
export const stages = ['QUALIFY', 'REFINE', 'PROPOSE', 'CLOSED', 'CLOSED_WON', 'CLOSED_LOST'] as const;

/** Ours in theirs; of several that mean the same there, the first is the one their word is read as. */
export const stagePairs: readonly { readonly ours: string; readonly theirs: string }[] = [
  { ours: 'qualified', theirs: 'QUALIFY' },
  { ours: 'prospect', theirs: 'QUALIFY' },
  { ours: 'technical', theirs: 'REFINE' },
  { ours: 'business', theirs: 'PROPOSE' },
  { ours: 'committed', theirs: 'PROPOSE' },
  { ours: 'won', theirs: 'CLOSED_WON' },
  { ours: 'lost', theirs: 'CLOSED_LOST' },
];
export const stageOf = (ours: string): string | null => stagePairs.find((pair) => pair.ours === ours)?.theirs ?? null;
export const ourStage = (theirs: unknown): string | null => stagePairs.find((pair) => pair.theirs === theirs)?.ours ?? null;
export const isClosed = (stage: unknown): boolean => typeof stage === 'string' && stage.startsWith('CLOSED');

export function readStage(record: Json): string | null {
  const stage = textAt(record, 'stage');
  if (stage !== 'CLOSED') return stage;
  const outcome = textAt(record, 'winLossInfo.outcome');
  return outcome === 'WON' || outcome === 'LOST' ? `CLOSED_${outcome}` : stage;
}
