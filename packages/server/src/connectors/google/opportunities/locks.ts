import type { Values, Value } from '../values.ts';
import { fields } from './fields.ts';
import { isClosed } from './stages.ts';

export type Lock = { readonly fields: 'all' | readonly string[]; readonly sentence: string };

/**
 * After acceptance “some” fields can be edited, and the documentation does not say which: the progress of the deal, as far as is known.
 * Google has the last word, and what it refuses all the same is shown as locked.
 */
const openWhenAccepted = new Set([
  'stage',
  'opportunityInfo.description',
  'qualificationInfo.dealSize',
  'qualificationInfo.dealSize.currencyCode',
  'qualificationInfo.estimatedCloseDate',
  'qualificationInfo.contractLengthMonths',
  'isvSolutionConnectInfo.nextStep',
  'isvSolutionConnectInfo.notes',
  'isvSolutionConnectInfo.supportLevel',
  'isvSolutionConnectInfo.customerContactRequested',
]);
const shutWhenAccepted = fields.map(({ key }) => key).filter((key) => !openWhenAccepted.has(key));

/** What Google's own state forbids now, and why, in one sentence. */
export function lockOf(state: string | null, stage: unknown): Lock | null {
  switch (state) {
    case null:
      return null;
    case 'SUBMITTED':
      return { fields: 'all', sentence: 'Google is reviewing it; nothing can be changed until Google has decided.' };
    case 'ACCEPTED':
      return isClosed(stage)
        ? { fields: [...shutWhenAccepted, 'stage'], sentence: 'Google has closed it; its stage and what was accepted stay as they are.' }
        : { fields: shutWhenAccepted, sentence: 'Google has accepted it; only stage, value, dates, description, help wanted and next step can be changed.' };
    default:
      return { fields: ['stage'], sentence: 'The stage moves once Google has accepted the opportunity.' };
  }
}
export const isLocked = (lock: Lock | null, key: string): boolean => lock !== null && (lock.fields === 'all' || lock.fields.includes(key));

/** What the record would hold after writing what may be written. */
export function afterWriting(now: Values | null, wanted: Values, lock: Lock | null): Readonly<Record<string, Value>> {
  const result: Record<string, Value> = { ...now };
  for (const [key, value] of Object.entries(wanted)) if (!isLocked(lock, key)) result[key] = value;
  return result;
}
