import type { Issue, StepProgress } from '../../../modules/clouds/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { isBlank, type Values } from '../values.ts';
import { submitIssues } from './constraints.ts';
import { apply, fieldByKey, flatten } from './fields.ts';
import { getOpportunity, type Opportunity } from './opportunity.ts';
import { inOurWords, patch } from './write.ts';

const done = (sentence: string): StepProgress => ({ done: true, sentence });
const failed = (sentence: string, issues: readonly Issue[]): StepProgress => ({ done: true, failed: true, sentence, issues, freshToken: false });
const issueOf = (found: { field: string | null; code: string; sentence: string }): Issue => ({ ...found, severity: 'blocks_submit' });

/** Submitting is a state, and setting it twice is once: one that is with Google already is done. */
export async function submitOpportunity(access: Access, name: string, usual: Values): Promise<StepProgress> {
  const now = await getOpportunity(access, name);
  if (now === null)
    return failed('Google does not know this opportunity any more.', [issueOf({ field: null, code: 'gone', sentence: 'Share the deal with Google anew.' })]);
  const already = withGoogle(now);
  if (already !== null) return already;
  const body = structuredClone(now.body);
  const before = flatten(body);
  const filling = Object.entries(usual).filter(([key]) => isBlank(before[key]));
  apply(body, Object.fromEntries(filling));
  const missing = submitIssues(flatten(body));
  if (missing.length > 0) return failed(missing.map(({ sentence }) => sentence).join(' '), missing.map(issueOf));
  const mask = ['state', ...filling.map(([key]) => fieldByKey.get(key)?.mask ?? key)];
  try {
    await patch(access, name, { ...body, state: 'SUBMITTED' }, mask);
    return done('Submitted to Google for review.');
  } catch (error) {
    if (!(error instanceof OutsideError) || (error.failure !== 'invalid' && error.failure !== 'locked')) throw error;
    const after = await getOpportunity(access, name);
    const meanwhile = after === null ? null : withGoogle(after);
    if (meanwhile !== null) return meanwhile;
    const issues = inOurWords(error.issues).map(issueOf);
    return failed(
      issues.length === 0 ? error.message : issues.map(({ sentence }) => sentence).join(' '),
      issues.length === 0 ? [issueOf({ field: null, code: 'refused', sentence: error.message })] : issues,
    );
  }
}

function withGoogle({ state }: Opportunity): StepProgress | null {
  if (state === 'SUBMITTED') return done('It is with Google for review.');
  return state === 'ACCEPTED' ? done('Google has accepted it already.') : null;
}
