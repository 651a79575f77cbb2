import { associateOpportunity, disassociateOpportunity, listSolutions } from './associations.ts';
import type { Call, Cosell } from './context.ts';
import { createEngagement, getEngagement, listEngagementMembers, listEngagementResourceAssociations, listEngagements } from './engagements.ts';
import {
  acceptEngagementInvitation,
  createEngagementInvitation,
  getEngagementInvitation,
  listEngagementInvitations,
  rejectEngagementInvitation,
} from './invitations.ts';
import { listOpportunities } from './list-opportunities.ts';
import { assignOpportunity, createOpportunity, getAwsOpportunitySummary, getOpportunity, updateOpportunity } from './opportunities.ts';
import type { QuotaKind } from './quotas.ts';
import type { SellingOperation } from './requests.ts';
import * as snapshots from './snapshots.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import {
  listTasks,
  startEngagementByAcceptingInvitationTask,
  startEngagementFromOpportunityTask,
  startOpportunityFromEngagementTask,
  submitOpportunity,
} from './tasks.ts';

export const operations: Readonly<Record<SellingOperation, (cosell: Cosell, call: Call) => object>> = {
  CreateOpportunity: createOpportunity,
  UpdateOpportunity: updateOpportunity,
  GetOpportunity: getOpportunity,
  ListOpportunities: listOpportunities,
  AssignOpportunity: assignOpportunity,
  AssociateOpportunity: associateOpportunity,
  DisassociateOpportunity: disassociateOpportunity,
  SubmitOpportunity: submitOpportunity,
  GetAwsOpportunitySummary: getAwsOpportunitySummary,
  ListSolutions: listSolutions,
  StartEngagementFromOpportunityTask: startEngagementFromOpportunityTask,
  ListEngagementFromOpportunityTasks: listTasks('submission'),
  StartEngagementByAcceptingInvitationTask: startEngagementByAcceptingInvitationTask,
  ListEngagementByAcceptingInvitationTasks: listTasks('acceptance'),
  StartOpportunityFromEngagementTask: startOpportunityFromEngagementTask,
  ListOpportunityFromEngagementTasks: listTasks('conversion'),
  ListEngagementInvitations: listEngagementInvitations,
  GetEngagementInvitation: getEngagementInvitation,
  AcceptEngagementInvitation: acceptEngagementInvitation,
  RejectEngagementInvitation: rejectEngagementInvitation,
  CreateEngagementInvitation: createEngagementInvitation,
  CreateEngagement: createEngagement,
  GetEngagement: getEngagement,
  ListEngagements: listEngagements,
  ListEngagementMembers: listEngagementMembers,
  ListEngagementResourceAssociations: listEngagementResourceAssociations,
  CreateResourceSnapshot: snapshots.createResourceSnapshot,
  GetResourceSnapshot: snapshots.getResourceSnapshot,
  ListResourceSnapshots: snapshots.listResourceSnapshots,
  CreateResourceSnapshotJob: snapshots.createResourceSnapshotJob,
  StartResourceSnapshotJob: snapshots.setJobStatus('Running'),
  StopResourceSnapshotJob: snapshots.setJobStatus('Stopped'),
  GetResourceSnapshotJob: snapshots.getResourceSnapshotJob,
  DeleteResourceSnapshotJob: snapshots.deleteResourceSnapshotJob,
  ListResourceSnapshotJobs: snapshots.listResourceSnapshotJobs,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsForResource: listTagsForResource,
  GetSellingSystemSettings: snapshots.getSellingSystemSettings,
  PutSellingSystemSettings: snapshots.putSellingSystemSettings,
};

export function quotaOf(operation: SellingOperation): QuotaKind {
  if (operation === 'CreateEngagement') return 'createEngagement';
  return operation.startsWith('Get') || operation.startsWith('List') ? 'read' : 'write';
}
