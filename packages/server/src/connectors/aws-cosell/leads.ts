import type { StepProgress } from '../../modules/clouds/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import type { Selling } from './client.ts';
import { progressOf, refusal, type Task } from './submission.ts';

/** A token for the second task of one step: the same step always asks with the same. */
const secondToken = (token: string): string => `${token}-lead`;
const acceptedOnly = (sentence: string, engagementId: string | null): StepProgress => ({
  done: true,
  sentence,
  ...(engagementId === null ? {} : { engagementId }),
});

/**
 * Accepting a lead makes no opportunity, as accepting an opportunity does: that is a task of its own, which begins when the first has
 * ended (StartOpportunityFromEngagementTask).
 */
export async function afterAcceptance(
  selling: Selling,
  task: Task & { readonly EngagementInvitationId?: string | undefined },
  token: string,
): Promise<StepProgress> {
  const progress = progressOf('acceptance', task);
  if (!progress.done || 'failed' in progress || progress.outsideId !== undefined || task.EngagementInvitationId === undefined) return progress;
  const input = { Catalog: selling.catalog, Identifier: task.EngagementInvitationId };
  const invitation = await selling.call('GetEngagementInvitation', input, (client, sdk) => client.send(new sdk.GetEngagementInvitationCommand(input)));
  const engagementId = invitation.EngagementId ?? null;
  if (invitation.PayloadType !== 'LeadInvitation' || engagementId === null) return progress;
  return opportunityOfLead(selling, engagementId, token);
}

async function opportunityOfLead(selling: Selling, engagementId: string, token: string): Promise<StepProgress> {
  const asked = { Catalog: selling.catalog, Identifier: engagementId };
  const engagement = await selling.call('GetEngagement', asked, (client, sdk) => client.send(new sdk.GetEngagementCommand(asked)));
  const context = (engagement.Contexts ?? []).find(({ Type }) => Type === 'Lead')?.Id;
  if (context === undefined) return acceptedOnly('Accepted. The engagement holds no lead that an opportunity could be made of.', engagementId);
  const before = await startedBefore(selling, engagementId, context);
  if (before !== null) return conversionOf(before, engagementId);
  const input = { Catalog: selling.catalog, ClientToken: secondToken(token), Identifier: engagementId, ContextIdentifier: context };
  try {
    const task = await selling.call('StartOpportunityFromEngagementTask', input, (client, sdk) =>
      client.send(new sdk.StartOpportunityFromEngagementTaskCommand(input)),
    );
    return conversionOf(task, engagementId);
  } catch (error) {
    if (!(error instanceof OutsideError) || (error.failure !== 'conflict' && error.failure !== 'invalid')) throw error;
    const other = await startedBefore(selling, engagementId, context);
    return other === null ? refusal(error) : conversionOf(other, engagementId);
  }
}

/** One that runs or has made the opportunity: by an attempt of ours whose answer was lost, or by somebody in Partner Central. */
async function startedBefore(selling: Selling, engagementId: string, context: string): Promise<Task | null> {
  const input = { Catalog: selling.catalog, EngagementIdentifier: [engagementId], ContextIdentifier: [context] };
  const answer = await selling.call('ListOpportunityFromEngagementTasks', input, (client, sdk) =>
    client.send(new sdk.ListOpportunityFromEngagementTasksCommand(input)),
  );
  return (answer.TaskSummaries ?? []).find(({ TaskStatus }) => TaskStatus !== 'FAILED') ?? null;
}

export async function askConversion(selling: Selling, id: string): Promise<StepProgress> {
  const input = { Catalog: selling.catalog, TaskIdentifier: [id] };
  const answer = await selling.call('ListOpportunityFromEngagementTasks', input, (client, sdk) =>
    client.send(new sdk.ListOpportunityFromEngagementTasksCommand(input)),
  );
  const task = answer.TaskSummaries?.[0];
  return conversionOf(task ?? { TaskId: id, TaskStatus: 'IN_PROGRESS' }, task?.EngagementId ?? null);
}

/** The invitation stays accepted whatever becomes of the opportunity: of a lead that AWS gave up, a deal without a record is left. */
function conversionOf(task: Task, engagementId: string | null): StepProgress {
  if (task.TaskStatus === 'FAILED' && task.ReasonCode === 'DisqualifiedLeadNotPermitted')
    return acceptedOnly('Accepted. AWS has disqualified the lead, and makes no opportunity of it.', engagementId);
  const progress = progressOf('conversion', task);
  return progress.done && !('failed' in progress) && progress.engagementId === undefined && engagementId !== null ? { ...progress, engagementId } : progress;
}
