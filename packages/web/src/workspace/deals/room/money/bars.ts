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
  /** How many parties a bar stands for where there is no room for one each. */
  readonly others?: number;
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

/**
 * No more bars than there is room for, so that what is left to us is in sight: first those that change nothing are left out, then the
 * smallest parties of a step become one bar. The table beside the drawing keeps each of them.
 */
export function fitted(bars: readonly Bar[], most: number): Bar[] {
  let shown = bars.filter((bar) => bar.isTotal || bar.amountMinor !== 0);
  for (const key of byParty) {
    const own = shown.filter((bar) => bar.part !== null && bar.step.key === key);
    const over = shown.length - most;
    if (over <= 0 || own.length < 2) continue;
    const largest = own.toSorted((a, b) => Math.abs(b.amountMinor) - Math.abs(a.amountMinor)).slice(0, Math.max(0, own.length - over - 1));
    shown = shown.flatMap((bar) => (bar === own[0] ? merged(own, new Set(largest)) : own.includes(bar) ? [] : bar));
  }
  return shown;
}

function merged(own: readonly Bar[], kept: ReadonlySet<Bar>): Bar[] {
  const [first] = own;
  if (first === undefined) return [];
  const rest = own.filter((bar) => !kept.has(bar));
  let at = first.fromMinor;
  const placed = own
    .filter((bar) => kept.has(bar))
    .map((bar): Bar => {
      const from = at;
      at += bar.amountMinor;
      return { ...bar, fromMinor: from, toMinor: at };
    });
  const amountMinor = rest.reduce((sum, bar) => sum + bar.amountMinor, 0);
  return [
    ...placed,
    { ...first, id: `${first.step.key}:others`, part: null, others: rest.length, role: null, amountMinor, fromMinor: at, toMinor: at + amountMinor },
  ];
}
