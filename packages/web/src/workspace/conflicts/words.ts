import type { Result } from '@entente/contracts/client';
import { t } from '../../lib/i18n/i18n.ts';

export type Conflict = Result<'conflicts.list'>['items'][number];
export type Failure = Result<'failures.list'>['items'][number];

export const conflictStates = ['open', 'resolved', 'passed'] as const;
export const failureStates = ['open', 'retried', 'skipped', 'passed'] as const;

const known = ['auth', 'permission', 'invalid', 'conflict', 'locked', 'gone', 'throttled', 'unavailable', 'protocol'] as const;

/** The class of a failure in words; one the catalogue does not know is shown as the server names it. */
export function failureLabel(failure: string): string {
  const id = known.find((one) => one === failure);
  return id === undefined ? failure.replaceAll('_', ' ') : t(`conflicts.failure.${id}`);
}
