import { identifier, instant, nowOf, once, ownOpportunity, pageOf, text } from './context.ts';
import type { Call, Cosell } from './context.ts';
import { shownAccount } from './events.ts';
import type { Engagement, Opportunity, Snapshot, SnapshotJob } from './model.ts';
import { awsSummary, sharedView } from './opportunity-views.ts';
import { conflict, denied, fieldError, invalidBusiness, notFound } from './refusals.ts';
import { snapshotKey } from './store.ts';

export const sharedTemplate = 'OpportunitySummaryView';
export const awsTemplate = 'AwsOpportunitySummaryFullView';

export const snapshotArn = (snapshot: Snapshot): string =>
  `arn:aws:partnercentral:us-east-1::catalog/${snapshot.catalog}/engagement/${snapshot.engagementId}/resource/Opportunity/${snapshot.opportunityId}` +
  `/template/${snapshot.template}/resource-snapshot/${snapshot.revision}`;

/** An engagement the caller is a member of. */
export function ownEngagement(cosell: Cosell, call: Call, given: unknown): Engagement {
  const engagement = cosell.store.engagements.get(identifier(given));
  if (engagement === undefined || engagement.catalog !== call.catalog) throw notFound('The engagement', identifier(given));
  if (!engagement.members.includes(call.account)) throw denied('The account is not a member of the engagement.');
  return engagement;
}

/** A new revision, if the content differs from the last one: revisions are never changed. */
export function takeSnapshot(cosell: Cosell, record: Opportunity, template: string, createdBy: string): Snapshot | undefined {
  const engagement = record.engagementId === undefined ? undefined : cosell.store.engagements.get(record.engagementId);
  if (engagement === undefined) return undefined;
  const payload = template === awsTemplate ? { AwsOpportunitySummaryFullView: awsSummary(record) } : { OpportunitySummary: sharedView(record) };
  const earlier = cosell.store.snapshots.get(snapshotKey(engagement.id, record.id, template)) ?? [];
  const last = earlier.at(-1);
  if (last !== undefined && JSON.stringify(last.payload) === JSON.stringify(payload)) return undefined;
  const snapshot: Snapshot = {
    catalog: record.catalog,
    engagementId: engagement.id,
    opportunityId: record.id,
    template,
    revision: earlier.length + 1,
    createdAt: nowOf(cosell),
    createdBy,
    targets: template === awsTemplate ? [record.account] : [...engagement.members],
    payload,
  };
  cosell.store.addSnapshot(snapshot);
  cosell.events.snapshot(snapshot, snapshotArn(snapshot));
  return snapshot;
}

/** After a change: AWS publishes its own changes itself; the partner's go out by a running job, and only with a role it may take. */
export function republish(cosell: Cosell, before: Opportunity, after: Opportunity, byAws: boolean): void {
  if (after.engagementId === undefined) return;
  if (byAws) {
    takeSnapshot(cosell, after, sharedTemplate, 'aws');
    if (after.aws !== undefined && after.review.status === 'Approved') takeSnapshot(cosell, after, awsTemplate, 'aws');
    return;
  }
  if (before.related !== after.related) takeSnapshot(cosell, after, sharedTemplate, after.account);
  for (const job of cosell.store.jobsOf.get(after.id) ?? []) {
    if (job.status !== 'Running') continue;
    if (!cosell.store.roles.has(`${after.account}/${after.catalog}`)) {
      job.lastFailure = 'No role is set with PutSellingSystemSettings that the job could take.';
      continue;
    }
    takeSnapshot(cosell, after, job.template, after.account);
    job.succeededAt = nowOf(cosell);
    delete job.lastFailure;
  }
}

export function attach(cosell: Cosell, engagement: Engagement, record: Opportunity): Opportunity {
  if (!engagement.opportunityIds.includes(record.id)) engagement.opportunityIds.push(record.id);
  if (record.engagementId === engagement.id) return record;
  const attached = { ...record, engagementId: engagement.id };
  cosell.store.opportunities.put(attached);
  return attached;
}

function requestedOpportunity(cosell: Cosell, call: Call): { engagement: Engagement; record: Opportunity; template: string } {
  const engagement = ownEngagement(cosell, call, call.input.EngagementIdentifier);
  const record = ownOpportunity(cosell, call, call.input.ResourceIdentifier);
  const template = text(call.input.ResourceSnapshotTemplateIdentifier);
  if (template !== sharedTemplate) {
    throw invalidBusiness([
      fieldError('ResourceSnapshotTemplateIdentifier', 'INVALID_VALUE', `A partner can take snapshots with the template ${sharedTemplate}.`),
    ]);
  }
  if (record.engagementId !== undefined && record.engagementId !== engagement.id) throw conflict('The opportunity belongs to another engagement.');
  return { engagement, record: attach(cosell, engagement, record), template };
}

export function createResourceSnapshot(cosell: Cosell, call: Call): object {
  return once(cosell, call, 'CreateResourceSnapshot', () => {
    const { engagement, record, template } = requestedOpportunity(cosell, call);
    const snapshot =
      takeSnapshot(cosell, record, template, call.account) ?? cosell.store.snapshots.get(snapshotKey(engagement.id, record.id, template))?.at(-1);
    return snapshot === undefined ? {} : { Arn: snapshotArn(snapshot), Revision: snapshot.revision };
  });
}

export function getResourceSnapshot(cosell: Cosell, call: Call): object {
  const { input } = call;
  const engagement = ownEngagement(cosell, call, input.EngagementIdentifier);
  const all = cosell.store.snapshots.get(snapshotKey(engagement.id, text(input.ResourceIdentifier), text(input.ResourceSnapshotTemplateIdentifier))) ?? [];
  const snapshot = input.Revision === undefined ? all.at(-1) : all.find((one) => one.revision === input.Revision);
  if (snapshot === undefined || !mayRead(engagement, snapshot, call.account)) throw notFound('The snapshot of', text(input.ResourceIdentifier));
  return {
    Catalog: snapshot.catalog,
    Arn: snapshotArn(snapshot),
    CreatedBy: shownAccount(snapshot.createdBy),
    CreatedAt: instant(snapshot.createdAt),
    EngagementId: snapshot.engagementId,
    ResourceType: 'Opportunity',
    ResourceId: snapshot.opportunityId,
    ResourceSnapshotTemplateName: snapshot.template,
    Revision: snapshot.revision,
    Payload: snapshot.payload,
    TargetMemberAccounts: snapshot.targets.map(shownAccount),
  };
}

/** The shared template is for every member, also for those who joined later; AWS' full view is for the owner alone. */
const mayRead = (engagement: Engagement, snapshot: Snapshot, account: string): boolean =>
  snapshot.template === sharedTemplate ? engagement.members.includes(account) : snapshot.targets.includes(account);

export function listResourceSnapshots(cosell: Cosell, call: Call): object {
  const { input } = call;
  const engagement = ownEngagement(cosell, call, input.EngagementIdentifier);
  const all = engagement.opportunityIds
    .flatMap((id) => [sharedTemplate, awsTemplate].flatMap((template) => cosell.store.snapshots.get(snapshotKey(engagement.id, id, template)) ?? []))
    .filter((snapshot) => mayRead(engagement, snapshot, call.account))
    .filter((snapshot) => input.ResourceIdentifier === undefined || snapshot.opportunityId === input.ResourceIdentifier)
    .filter((snapshot) => input.ResourceSnapshotTemplateIdentifier === undefined || snapshot.template === input.ResourceSnapshotTemplateIdentifier)
    .filter((snapshot) => input.CreatedBy === undefined || snapshot.createdBy === input.CreatedBy)
    .reverse();
  const { items, ...next } = pageOf(all, snapshotArn, input);
  const ResourceSnapshotSummaries = items.map((snapshot) => ({
    Arn: snapshotArn(snapshot),
    Revision: snapshot.revision,
    ResourceType: 'Opportunity',
    ResourceId: snapshot.opportunityId,
    ResourceSnapshotTemplateName: snapshot.template,
    CreatedBy: shownAccount(snapshot.createdBy),
  }));
  return { ResourceSnapshotSummaries, ...next };
}

export function addSnapshotJob(cosell: Cosell, record: Opportunity, engagementId: string, status: 'Running' | 'Stopped'): SnapshotJob {
  const job: SnapshotJob = {
    id: `job-${cosell.world.ids.letters(13)}`,
    catalog: record.catalog,
    account: record.account,
    engagementId,
    opportunityId: record.id,
    template: sharedTemplate,
    createdAt: nowOf(cosell),
    status,
  };
  cosell.store.addJob(job);
  return job;
}

const jobArn = (job: SnapshotJob): string => `arn:aws:partnercentral:us-east-1:${job.account}:catalog/${job.catalog}/resource-snapshot-job/${job.id}`;

export function createResourceSnapshotJob(cosell: Cosell, call: Call): object {
  return once(cosell, call, 'CreateResourceSnapshotJob', () => {
    const { engagement, record } = requestedOpportunity(cosell, call);
    if ((cosell.store.jobsOf.get(record.id) ?? []).length > 0) throw conflict('The opportunity has a snapshot job already.');
    const job = addSnapshotJob(cosell, record, engagement.id, 'Stopped');
    return { Id: job.id, Arn: jobArn(job) };
  });
}

function ownJob(cosell: Cosell, call: Call): SnapshotJob {
  const id = text(call.input.ResourceSnapshotJobIdentifier);
  const job = cosell.store.jobs.get(id);
  if (job === undefined || job.account !== call.account || job.catalog !== call.catalog) throw notFound('The snapshot job', id);
  return job;
}

export function setJobStatus(status: 'Running' | 'Stopped'): (cosell: Cosell, call: Call) => object {
  return (cosell, call) => {
    ownJob(cosell, call).status = status;
    return {};
  };
}

export function deleteResourceSnapshotJob(cosell: Cosell, call: Call): object {
  const job = ownJob(cosell, call);
  if (job.status === 'Running') throw conflict('A running snapshot job has to be stopped before it is deleted.');
  cosell.store.removeJob(job);
  return {};
}

export function getResourceSnapshotJob(cosell: Cosell, call: Call): object {
  const job = ownJob(cosell, call);
  return {
    Catalog: job.catalog,
    Id: job.id,
    Arn: jobArn(job),
    EngagementId: job.engagementId,
    ResourceType: 'Opportunity',
    ResourceId: job.opportunityId,
    ResourceSnapshotTemplateName: job.template,
    CreatedAt: instant(job.createdAt),
    Status: job.status,
    ...(job.succeededAt === undefined ? {} : { LastSuccessfulExecutionDate: instant(job.succeededAt) }),
    ...(job.lastFailure === undefined ? {} : { LastFailure: job.lastFailure }),
  };
}

export function listResourceSnapshotJobs(cosell: Cosell, call: Call): object {
  const { input } = call;
  const all = [...cosell.store.jobs.values()].filter(
    (job) =>
      job.account === call.account &&
      job.catalog === call.catalog &&
      (input.EngagementIdentifier === undefined || job.engagementId === input.EngagementIdentifier) &&
      (input.Status === undefined || job.status === input.Status),
  );
  const { items, ...next } = pageOf(all, (job) => job.id, input);
  return { ResourceSnapshotJobSummaries: items.map((job) => ({ Id: job.id, Arn: jobArn(job), EngagementId: job.engagementId, Status: job.status })), ...next };
}

export function getSellingSystemSettings(cosell: Cosell, call: Call): object {
  const role = cosell.store.roles.get(`${call.account}/${call.catalog}`);
  return { Catalog: call.catalog, ...(role === undefined ? {} : { ResourceSnapshotJobRoleArn: role }) };
}

export function putSellingSystemSettings(cosell: Cosell, call: Call): object {
  const key = `${call.account}/${call.catalog}`;
  const given = text(call.input.ResourceSnapshotJobRoleIdentifier);
  if (given === '') cosell.store.roles.delete(key);
  else cosell.store.roles.set(key, given.startsWith('arn:') ? given : `arn:aws:iam::${call.account}:role/${given}`);
  return getSellingSystemSettings(cosell, call);
}
