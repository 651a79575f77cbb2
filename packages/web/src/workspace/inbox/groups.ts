import type { Result } from '@entente/contracts/client';

export type Act = Result<'acts.list'>['items'][number];
export const clockGroups = ['overdue', 'today', 'later', 'none'] as const;
export type ClockGroup = (typeof clockGroups)[number];

/** The day of the reader decides what "today" is, so the day ends at local midnight. */
export function groupOf(dueAt: string | null, now: Date): ClockGroup {
  if (dueAt === null) return 'none';
  const due = new Date(dueAt).getTime();
  if (due <= now.getTime()) return 'overdue';
  const endOfDay = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime();
  return due < endOfDay ? 'today' : 'later';
}

/** Soonest due first inside each group; groups that hold nothing are left out. */
export function byClock<T extends { dueAt: string | null; openedAt: string }>(acts: readonly T[], now: Date): { group: ClockGroup; acts: readonly T[] }[] {
  const order = (act: T): string => act.dueAt ?? act.openedAt;
  return clockGroups.flatMap((group) => {
    const members = acts.filter((act) => groupOf(act.dueAt, now) === group).toSorted((a, b) => order(a).localeCompare(order(b)));
    return members.length === 0 ? [] : [{ group, acts: members }];
  });
}

const reserved = new Set(['j', 'k', 'e', 'g', '?']);

/** One key for each answer: its first letter that is still free. */
export function keysFor(choices: readonly { key: string; label: string }[]): Map<string, string> {
  const taken = new Set(reserved);
  const keys = new Map<string, string>();
  for (const choice of choices) {
    const letter = choice.key
      .toLowerCase()
      .match(/[a-z]/g)
      ?.find((candidate) => !taken.has(candidate));
    if (letter === undefined) continue;
    taken.add(letter);
    keys.set(choice.key, letter);
  }
  return keys;
}
