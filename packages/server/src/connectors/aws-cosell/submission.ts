import type { Handle, Issue, StepProgress } from '../../modules/clouds/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { keepSnapshotRole } from './around.ts';
import type { Selling } from './client.ts';
import { keyOfPath, wordsOf } from './fields.ts';
import { involvements, visibilities } from './lists.ts';
import { getOpportunity } from './opportunity.ts';
import { inOurWords } from './write.ts';

const ASK_AGAIN_MS = 2_000;
/** What the answers to starting a task and to asking about it have in common. */
export type Task = {
  readonly TaskId?: string | undefined;
  readonly TaskStatus?: string | undefined;
  readonly Message?: string | undefined;
  readonly ReasonCode?: string | undefined;
  readonly OpportunityId?: string | undefined;
  readonly EngagementId?: string | undefined;
};

/**
 * One task makes the engagement, the snapshot and the submission. Calling it again with the same token tells how the same task is
 * getting on, so an interrupted step is simply repeated.
 */
export async function submitOpportunity(
  selling: Selling,
  id: string,
  choice: { involvement: string | null; visibility: string | null },
  token: string,
): Promise<StepProgress> {
  const InvolvementType = involvements.find((each) => each === choice.involvement) ?? 'Co-Sell';
  const Visibility = visibilities.find((each) => each === choice.visibility) ?? 'Full';
  const input = { Catalog: selling.catalog, ClientToken: token, Identifier: id, AwsSubmission: { InvolvementType, Visibility } };
  await keepSnapshotRole(selling);
  try {
    const task = await selling.call('StartEngagementFromOpportunityTask', input, (client, sdk) =>
      client.send(new sdk.StartEngagementFromOpportunityTaskCommand(input)),
    );
    return progressOf('submission', task);
  } catch (error) {
    if (!(error instanceof OutsideError) || (error.failure !== 'conflict' && error.failure !== 'invalid')) throw error;
    return (await alreadyUnderWay(selling, id)) ?? refusal(error);
  }
}

/** It may be with AWS already: by somebody in Partner Central, or by an attempt of ours whose answer was lost. */
async function alreadyUnderWay(selling: Selling, id: string): Promise<StepProgress | null> {
  const input = { Catalog: selling.catalog, OpportunityIdentifier: [id], TaskStatus: ['IN_PROGRESS'] as const };
  const running = await selling.call('ListEngagementFromOpportunityTasks', input, (client, sdk) =>
    client.send(new sdk.ListEngagementFromOpportunityTasksCommand({ ...input, TaskStatus: [...input.TaskStatus] })),
  );
  const [task] = running.TaskSummaries ?? [];
  if (task?.TaskId !== undefined) return progressOf('submission', task);
  const opportunity = await getOpportunity(selling, id);
  if (opportunity === null || opportunity.review === null || opportunity.review === 'Pending Submission') return null;
  return { done: true, sentence: `It is with AWS already: ${opportunity.review}.` };
}

export async function askSubmission(selling: Selling, handle: Handle): Promise<StepProgress> {
  const input = { Catalog: selling.catalog, TaskIdentifier: [handle.id] };
  const answer = await selling.call('ListEngagementFromOpportunityTasks', input, (client, sdk) =>
    client.send(new sdk.ListEngagementFromOpportunityTasksCommand(input)),
  );
  return progressOf('submission', answer.TaskSummaries?.[0] ?? { TaskId: handle.id, TaskStatus: 'IN_PROGRESS' });
}

export function progressOf(kind: 'submission' | 'acceptance' | 'conversion', task: Task): StepProgress {
  if (task.TaskId === undefined) throw new OutsideError('protocol', 'AWS began a task without telling its number.');
  if (task.TaskStatus === 'COMPLETE') {
    return {
      done: true,
      sentence: kind === 'submission' ? 'Submitted to AWS for review.' : 'Accepted.',
      ...(task.OpportunityId === undefined ? {} : { outsideId: task.OpportunityId }),
      ...(task.EngagementId === undefined ? {} : { engagementId: task.EngagementId }),
    };
  }
  if (task.TaskStatus === 'FAILED') return failed(task);
  return { done: false, handle: { kind, id: task.TaskId }, askAgainMs: ASK_AGAIN_MS };
}

/** Groups of the 22 reason codes of the model. What passes by itself has no issues, and is tried again with a new token. */
function failed(task: Task): StepProgress {
  const code = task.ReasonCode ?? '';
  const failure = (sentence: string, issues: readonly Issue[], freshToken: boolean): StepProgress => ({
    done: true,
    failed: true,
    sentence,
    issues,
    freshToken,
  });
  if (code.endsWith('AccessDenied'))
    return failure(
      'The access key may not do all parts of a submission at AWS. Add the permissions to its policy, then submit again.',
      [issue(null, code)],
      true,
    );
  if (code === 'ContextNotFound' || code.endsWith('NotPermitted')) return failure('AWS does not allow this for this engagement.', [issue(null, code)], true);
  if (/Conflict$|^ServiceQuotaExceeded$|^RequestThrottled$|^InternalError$/.test(code))
    return failure('AWS could not finish it at this moment. It is tried again.', [], true);
  const issues = fieldsIn(task.Message ?? '').map((key) => issue(key, code));
  return failure(
    issues.length === 0
      ? 'AWS did not take the submission. Look at what is missing, mend it and submit again.'
      : `AWS did not take the submission: check ${issues.map(({ field }) => wordsOf(field ?? '')).join(', ')}.`,
    issues.length === 0 ? [issue(null, code)] : issues,
    true,
  );
}
const issue = (field: string | null, code: string): Issue => ({
  field,
  code: code === '' ? 'refused' : code,
  severity: 'blocks_submit',
  sentence:
    field === null
      ? 'AWS refused it without naming a field; compare the record in Partner Central.'
      : `Check ${wordsOf(field)}: AWS does not take it as it is.`,
});
/** Messages of tasks name fields in running text. */
const fieldsIn = (message: string): string[] => [
  ...new Set((message.match(/[A-Z][\w.[\]]+/g) ?? []).map((word) => keyOfPath(word.replace(/\.$/, ''))).filter((key) => key !== null)),
];

export function refusal(error: OutsideError): StepProgress {
  const issues = inOurWords(error.issues).map((each): Issue => ({ ...each, severity: 'blocks_submit' }));
  // A token that was used for something else: with a new one it may well go through.
  const spent = error.failure === 'conflict' && issues.length === 0;
  return {
    done: true,
    failed: true,
    sentence: issues.length === 0 ? error.message : issues.map(({ sentence }) => sentence).join(' '),
    issues: spent ? [] : issues.length === 0 ? [issue(null, error.failure)] : issues,
    freshToken: true,
  };
}
