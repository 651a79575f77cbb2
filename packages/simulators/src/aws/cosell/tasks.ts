import { AwsError } from '../wire/errors.ts';
import { awsSideOf, changeOpportunity } from './change-opportunity.ts';
import { identifier, instant, isDescending, nowOf, once, ownOpportunity, pageOf, text, texts } from './context.ts';
import type { Call, Cosell } from './context.ts';
import { ownCopy } from './copies.ts';
import { addEngagement } from './engagements.ts';
import { addInvitation, answerable, decide } from './invitations.ts';
import { finishConversion } from './leads.ts';
import { awsAccountId } from './model.ts';
import type { Engagement, Invitation, Opportunity, Task } from './model.ts';
import { pick } from './opportunity-views.ts';
import { conflict, fieldError, invalidBusiness, notFound } from './refusals.ts';
import { at, submissionRules } from './rules.ts';
import { addSnapshotJob, attach, ownEngagement, sharedTemplate, takeSnapshot } from './snapshots.ts';

/** How long a task takes on the virtual clock. */
export const taskTakesMs = 2000;

const arnNames: Readonly<Record<Task['kind'], string>> = {
  submission: 'engagement-from-opportunity-task',
  acceptance: 'engagement-by-accepting-invitation-task',
  conversion: 'opportunity-from-engagement-task',
};

export function taskView(task: Task): object {
  const optional = (name: string, value: string | undefined): object => (value === undefined ? {} : { [name]: value });
  return {
    TaskId: task.id,
    TaskArn: `arn:aws:partnercentral:us-east-1:${task.account}:catalog/${task.catalog}/${arnNames[task.kind]}/${task.id}`,
    StartTime: instant(task.startedAt),
    TaskStatus: task.status,
    ...optional('Message', task.message),
    ...optional('ReasonCode', task.reasonCode),
    ...optional('OpportunityId', task.opportunityId),
    ...optional('ResourceSnapshotJobId', task.snapshotJobId),
    ...optional('EngagementInvitationId', task.invitationId),
    ...(task.kind === 'acceptance' ? {} : optional('EngagementId', task.engagementId)),
    ...optional('ContextId', task.contextId),
  };
}

function startTask(
  cosell: Cosell,
  call: Call,
  given: Pick<Task, 'kind' | 'opportunityId' | 'invitationId' | 'engagementId' | 'contextId' | 'submission'>,
): Task {
  const startedAt = nowOf(cosell);
  const task: Task = {
    ...given,
    id: `task-${cosell.world.ids.letters(13)}`,
    catalog: call.catalog,
    account: call.account,
    startedAt,
    dueAt: startedAt + taskTakesMs,
    status: 'IN_PROGRESS',
  };
  cosell.store.addTask(task);
  return task;
}

/** Asking again with the same token and body tells how the task is getting on. */
function started(cosell: Cosell, call: Call, operation: string, start: () => Task): object {
  const { taskId } = once(cosell, call, operation, () => ({ taskId: start().id }));
  const task = cosell.store.tasks.get(taskId);
  if (task === undefined) throw notFound('The task', taskId);
  return taskView(task);
}

export function startEngagementFromOpportunityTask(cosell: Cosell, call: Call): object {
  return started(cosell, call, 'StartEngagementFromOpportunityTask', () => {
    const record = ownOpportunity(cosell, call, call.input.Identifier);
    if ([...cosell.store.runningTasks.values()].some((task) => task.opportunityId === record.id)) throw conflict('A task for this opportunity is running.');
    mustBePending(record, 'Identifier');
    const submission = call.input.AwsSubmission as { InvolvementType: string; Visibility?: string };
    return startTask(cosell, call, {
      kind: 'submission',
      opportunityId: record.id,
      submission: { involvementType: submission.InvolvementType, visibility: submission.Visibility ?? 'Full' },
    });
  });
}

export function startEngagementByAcceptingInvitationTask(cosell: Cosell, call: Call): object {
  return started(cosell, call, 'StartEngagementByAcceptingInvitationTask', () => {
    const invitation = answerable(cosell, call);
    if ([...cosell.store.runningTasks.values()].some((task) => task.invitationId === invitation.id)) throw conflict('A task for this invitation is running.');
    return startTask(cosell, call, { kind: 'acceptance', invitationId: invitation.id });
  });
}

export function startOpportunityFromEngagementTask(cosell: Cosell, call: Call): object {
  return started(cosell, call, 'StartOpportunityFromEngagementTask', () => {
    const engagement = ownEngagement(cosell, call, call.input.Identifier);
    const running = [...cosell.store.runningTasks.values()];
    if (running.some((task) => task.kind === 'conversion' && task.account === call.account && task.engagementId === engagement.id))
      throw conflict('A task for this engagement is running.');
    return startTask(cosell, call, { kind: 'conversion', engagementId: engagement.id, contextId: text(call.input.ContextIdentifier) });
  });
}

function mustBePending(record: Opportunity, field: string): void {
  if (record.review.status === 'Pending Submission') return;
  throw invalidBusiness([fieldError(field, 'INVALID_RESOURCE_STATE', `The opportunity is ${record.review.status}, and cannot be submitted again.`)]);
}

/** Tasks whose time has come end, well or badly. */
export function finishTasks(cosell: Cosell): void {
  const now = nowOf(cosell);
  for (const task of cosell.store.runningTasks.values()) {
    if (task.dueAt > now) break;
    cosell.store.runningTasks.delete(task.id);
    try {
      finish[task.kind](cosell, task);
      task.status = 'COMPLETE';
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      task.status = 'FAILED';
      task.reasonCode = text(error.members.ReasonCode) || (task.kind === 'acceptance' ? 'InvitationValidationFailed' : 'OpportunityValidationFailed');
      task.message = error.message;
    }
  }
}

const finish: Readonly<Record<Task['kind'], (cosell: Cosell, task: Task) => void>> = {
  submission: finishSubmission,
  acceptance: finishAcceptance,
  conversion: finishConversion,
};

function finishSubmission(cosell: Cosell, task: Task): void {
  const record = cosell.store.opportunities.get(task.opportunityId ?? '');
  if (record === undefined) throw notFound('The opportunity', task.opportunityId ?? '');
  checkSubmission(record);
  const engagement = (record.engagementId === undefined ? undefined : cosell.store.engagements.get(record.engagementId)) ?? engagementFor(cosell, record);
  const attached = attach(cosell, engagement, record);
  takeSnapshot(cosell, attached, sharedTemplate, record.account);
  const job = cosell.store.jobsOf.get(record.id)?.[0] ?? addSnapshotJob(cosell, attached, engagement.id, 'Running');
  const invitation = submit(cosell, attached, engagement, task.submission ?? { involvementType: 'Co-Sell', visibility: 'Full' });
  task.engagementId = engagement.id;
  task.snapshotJobId = job.id;
  task.invitationId = invitation.id;
}

function checkSubmission(record: Opportunity): void {
  mustBePending(record, 'Identifier');
  const errors = submissionRules(record);
  if (errors.length > 0) throw invalidBusiness(errors);
}

function engagementFor(cosell: Cosell, record: Opportunity): Engagement {
  const customer = {
    ...pick(at(record.body, 'Customer.Account'), ['Industry', 'CompanyName', 'WebsiteUrl']),
    CountryCode: at(record.body, 'Customer.Account.Address.CountryCode'),
  };
  const project = {
    Title: at(record.body, 'Project.Title'),
    BusinessProblem: at(record.body, 'Project.CustomerBusinessProblem'),
    TargetCompletionDate: at(record.body, 'LifeCycle.TargetCloseDate'),
  };
  const engagement = addEngagement(cosell, {
    catalog: record.catalog,
    title: text(project.Title).slice(0, 40),
    description: text(project.BusinessProblem).slice(0, 255),
    createdBy: record.account,
    contexts: [{ Type: 'CustomerProject', Payload: { CustomerProject: { Customer: customer, Project: project } } }],
  });
  cosell.events.memberAdded(engagement, record.account);
  return engagement;
}

/** The opportunity goes to the reviewers, by way of an invitation to AWS. */
function submit(
  cosell: Cosell,
  record: Opportunity,
  engagement: Engagement,
  submission: { readonly involvementType: string; readonly visibility: string },
): Invitation {
  const open = (cosell.store.invitationsOf.get(engagement.id) ?? [])
    .flatMap((id) => cosell.store.pendingInvitations.get(id) ?? [])
    .find((one) => one.receiver === awsAccountId);
  const invitation =
    open ??
    addInvitation(cosell, {
      catalog: record.catalog,
      engagementId: engagement.id,
      sender: record.account,
      receiver: awsAccountId,
      message: 'Submitted to AWS.',
      payloadType: 'OpportunityInvitation',
      payload: awsPayload(record),
      sourceOpportunityId: record.id,
    });
  changeOpportunity(cosell, record, { review: { status: 'Submitted' }, engagementId: engagement.id, aws: awsSideOf(record, submission) });
  return invitation;
}

const awsPayload = (record: Opportunity): Invitation['payload'] => ({
  OpportunityInvitation: {
    ReceiverResponsibilities: ['Co-Sell Facilitator'],
    Customer: {
      ...pick(at(record.body, 'Customer.Account'), ['Industry', 'CompanyName', 'WebsiteUrl']),
      CountryCode: at(record.body, 'Customer.Account.Address.CountryCode'),
    },
    Project: {
      Title: at(record.body, 'Project.Title'),
      BusinessProblem: at(record.body, 'Project.CustomerBusinessProblem'),
      TargetCompletionDate: at(record.body, 'LifeCycle.TargetCloseDate'),
      ExpectedCustomerSpend: at(record.body, 'Project.ExpectedCustomerSpend'),
    },
  },
});

/** The lower step: the engagement and a snapshot of the opportunity have to be there. */
export function submitOpportunity(cosell: Cosell, call: Call): object {
  const record = ownOpportunity(cosell, call, call.input.Identifier);
  checkSubmission(record);
  const engagement = record.engagementId === undefined ? undefined : cosell.store.engagements.get(record.engagementId);
  if (engagement === undefined) {
    throw invalidBusiness([
      fieldError(
        'Identifier',
        'INVALID_RESOURCE_STATE',
        'The opportunity has no snapshot in an engagement yet. StartEngagementFromOpportunityTask does all steps.',
      ),
    ]);
  }
  submit(cosell, record, engagement, { involvementType: text(call.input.InvolvementType), visibility: text(call.input.Visibility) || 'Full' });
  return {};
}

function finishAcceptance(cosell: Cosell, task: Task): void {
  const invitation = cosell.store.invitations.get(task.invitationId ?? '');
  if (invitation?.status !== 'PENDING') {
    throw invalidBusiness([fieldError('Identifier', 'INVALID_RESOURCE_STATE', `The invitation is ${invitation?.status ?? 'gone'}.`)]);
  }
  decide(cosell, invitation, 'ACCEPTED');
  const copy = ownCopy(cosell, invitation);
  if (copy === undefined) return;
  task.opportunityId = copy.id;
  task.engagementId = invitation.engagementId;
  task.snapshotJobId = addSnapshotJob(cosell, copy, invitation.engagementId, 'Running').id;
}

export function listTasks(kind: Task['kind']): (cosell: Cosell, call: Call) => object {
  return (cosell, call) => {
    const { input } = call;
    const accepts = (name: string, value: string | undefined): boolean => {
      const wanted = texts(input[name]).map(identifier);
      return wanted.length === 0 || (value !== undefined && wanted.includes(value));
    };
    const named = texts(input.TaskIdentifier).map(identifier);
    const candidates = named.length === 0 ? [...cosell.store.tasks.values()] : named.flatMap((id) => cosell.store.tasks.get(id) ?? []);
    const all = candidates.filter(
      (task) =>
        task.kind === kind &&
        task.account === call.account &&
        task.catalog === call.catalog &&
        accepts('TaskStatus', task.status) &&
        accepts('OpportunityIdentifier', task.opportunityId) &&
        accepts('EngagementIdentifier', task.engagementId) &&
        accepts('EngagementInvitationIdentifier', task.invitationId) &&
        accepts('ContextIdentifier', task.contextId),
    );
    const { items, ...next } = pageOf(isDescending(input) ? all.toReversed() : all, (task) => task.id, input);
    return { TaskSummaries: items.map(taskView), ...next };
  };
}
