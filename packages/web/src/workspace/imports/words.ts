import type { Result } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import type { Tone } from '../../ui/badge.tsx';

export type Import = Result<'imports.get'>;
export type Row = Result<'imports.rows'>['items'][number];
export type Action = Row['action'];
export type Target = Import['target'];

/** In the order in which related files find each other's records. */
export const targets: readonly Target[] = ['product', 'person', 'account', 'partner', 'contact', 'deal'];
export const actions: readonly Action[] = ['error', 'create', 'update', 'unchanged', 'skip'];

export const actionTone: Record<Action, Tone> = { create: 'ok', update: 'accent', unchanged: 'neutral', skip: 'warn', error: 'bad' };
export const statusTone: Record<Import['status'], Tone> = {
  uploaded: 'neutral',
  profiled: 'neutral',
  dry_running: 'accent',
  dry_run: 'accent',
  running: 'accent',
  done: 'ok',
  cancelled: 'warn',
  failed: 'bad',
  undoing: 'accent',
  undone: 'neutral',
};

export const isMoving = (status: Import['status']): boolean => status === 'dry_running' || status === 'running' || status === 'undoing';

const delimiters: Readonly<Record<string, 'comma' | 'semicolon' | 'tab' | 'pipe'>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' };
export function delimiterName(delimiter: string): string {
  const known = delimiters[delimiter];
  return known ? t(`imports.delimiter.${known}`) : delimiter;
}
