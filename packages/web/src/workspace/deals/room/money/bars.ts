import type { ParticipantRole } from '@entente/kernel';
import type { Result } from '../../../../lib/api/index.ts';

export type Option = Result<'settlement.compare'>['options'][number];
export type Money = NonNullable<Option['money']>;
export type Step = Money['steps'][number];
export type Part = Step['parts'][number];

/** One bar of a waterfall: a step, or one party's part of it. It reaches from what was there before it to what is there after. */
export type Bar = {
  readonly id: string;
  readonly step: Step;
  readonly part: Part | null;
  readonly role: ParticipantRole | null;
  readonly isTotal: boolean;
  readonly amountMinor: number;
  readonly fromMinor: number;
  readonly toMinor: number;
};

/** Steps of which each party is its own bar; the parts of other steps are lines of the deal and are read when the bar is opened. */
const byParty: ReadonlySet<Step['key']> = new Set(['margin', 'split', 'incentive']);

export function barsOf(steps: readonly Step[]): Bar[] {
  return steps.flatMap((step): Bar[] => {
    const parts = byParty.has(step.key) ? step.parts.filter(({ amountMinor }) => amountMinor !== 0) : [];
    // The list price begins the waterfall: it stands on the ground like a total.
    const isTotal = step.kind === 'total' || step.key === 'list';
    const before = isTotal ? 0 : step.afterMinor - step.amountMinor;
    if (parts.length === 0)
      return [{ id: step.key, step, part: null, role: null, isTotal, amountMinor: step.amountMinor, fromMinor: before, toMinor: step.afterMinor }];
    let at = before;
    return parts.map((part, index) => {
      const from = at;
      at += part.amountMinor;
      return { id: `${step.key}:${index}`, step, part, role: part.role, isTotal: false, amountMinor: part.amountMinor, fromMinor: from, toMinor: at };
    });
  });
}

export function colourOf({ step, role, isTotal }: Bar): string {
  if (isTotal) return 'var(--total)';
  if (step.key === 'fee') return 'var(--role-marketplace)';
  if (role !== null) return `var(--role-${role})`;
  return step.key === 'margin' ? 'var(--role-resell)' : 'var(--role-none)';
}

/** From the lowest to the highest amount that a bar touches; the ground is always among them. */
export function reachOf(bars: readonly Bar[]): { low: number; high: number } {
  const ends = bars.flatMap(({ fromMinor, toMinor }) => [fromMinor, toMinor]);
  return { low: Math.min(0, ...ends), high: Math.max(1, ...ends) };
}

/** At most `lines` lines of about `width` signs, broken between words; what does not fit ends in an ellipsis. */
export function wrapped(text: string, width: number, lines: number): string[] {
  const rows: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  const kept = rows.slice(0, lines).map((row) => (row.length > width ? `${row.slice(0, Math.max(1, width - 1))}…` : row));
  const end = kept.at(-1);
  if (rows.length > lines && end !== undefined && !end.endsWith('…')) kept[kept.length - 1] = `${end.length >= width ? end.slice(0, -1) : end}…`;
  return kept;
}
