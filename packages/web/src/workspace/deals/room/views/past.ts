import { dealStages } from '@entente/kernel';
import type { Result } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';

export type Past = Result<'views.history'>['items'][number];
export type Save = { readonly at: string; readonly who: string | null; readonly changes: readonly Past[] };

/** Changes of one moment by one person are one save. */
export function saves(changes: readonly Past[]): Save[] {
  const found: { at: string; who: string | null; changes: Past[] }[] = [];
  for (const change of changes) {
    const last = found.at(-1);
    if (last && last.at === change.at && last.who === change.who) last.changes.push(change);
    else found.push({ at: change.at, who: change.who, changes: [change] });
  }
  return found;
}

/** Their own words, where they say something that ours do not. */
export function saysOtherwise(change: Past): boolean {
  const loose = (value: Past['old']): string => {
    const label = typeof value === 'string' ? (change.choices.find((choice) => choice.value === value)?.label ?? value) : value;
    return (JSON.stringify(label) ?? '').trim().toLowerCase();
  };
  return loose(change.old) !== loose(change.oldThere) || loose(change.new) !== loose(change.newThere);
}

/** Stages of ours in the reader's language. */
export const stageChoices = (): { value: string; label: string }[] => dealStages.map((stage) => ({ value: stage, label: t(`stage.${stage}`) }));
