import type { Import } from './words.ts';

export const stepIds = ['columns', 'values', 'duplicates', 'check', 'result'] as const;
export type StepId = (typeof stepIds)[number];

const written: readonly Import['status'][] = ['running', 'done', 'cancelled', 'failed', 'undoing', 'undone'];

export function mayEnter(item: Import, step: StepId): boolean {
  if (written.includes(item.status)) return step === 'result';
  if (item.status === 'dry_running') return step === 'check';
  return step !== 'result';
}

/** Where somebody finds the import who comes back to it without saying where. */
export function naturalStep(item: Import): StepId {
  if (written.includes(item.status)) return 'result';
  return item.status === 'dry_running' || item.status === 'dry_run' ? 'check' : 'columns';
}

/** Values about which nothing is decided, and questions without an answer. */
export const openDecisions = (item: Import): number =>
  item.questions.filter((question) => question.answer === null).length + item.unknownValues.filter((unknown) => unknown.fix === null).length;
