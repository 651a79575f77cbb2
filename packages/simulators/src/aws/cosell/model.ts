import type { JsonObject } from '../wire/json.ts';

/** Who AWS is among the members and senders of this world. */
export const awsAccountId = '000000000000';
export const awsCompanyName = 'Amazon Web Services';

export type ReviewStatus = 'Pending Submission' | 'Submitted' | 'In review' | 'Approved' | 'Rejected' | 'Action Required';
export type RelatedEntityType =
  | 'Solutions'
  | 'AwsProducts'
  | 'AwsMarketplaceOffers'
  | 'AwsMarketplaceOfferSets'
  | 'AwsMarketplaceSolutions'
  | 'AwsMarketplaceProducts';
export type NextStep = { readonly value: string; readonly at: number };

/** AWS' own view of the deal: another record, which the partner cannot write. */
export type AwsSide = {
  readonly involvementType: string;
  readonly visibility: string;
  readonly involvementTypeChangeReason?: string;
  readonly stage: string;
  readonly nextSteps?: string;
  readonly nextStepsHistory: readonly NextStep[];
  readonly closedLostReason?: string;
  readonly targetCloseDate?: string;
  readonly team: readonly JsonObject[];
  readonly engagementScore?: string;
  readonly nextBestActions?: string;
};

/** One partner's copy. A change makes a new record, so that a read that lags can show the one before. */
export type Opportunity = {
  readonly id: string;
  readonly account: string;
  readonly catalog: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly origin: 'AWS Referral' | 'Partner Referral';
  /** What CreateOpportunity and UpdateOpportunity write, and a full PUT replaces. LifeCycle holds no review here. */
  readonly body: JsonObject;
  readonly review: { readonly status: ReviewStatus; readonly comments?: string; readonly reason?: string };
  readonly nextStepsHistory: readonly NextStep[];
  readonly team: readonly JsonObject[];
  readonly related: Readonly<Partial<Record<RelatedEntityType, readonly string[]>>>;
  readonly engagementId?: string;
  readonly aws?: AwsSide;
};

export type EngagementContext = { readonly Id: string; readonly Type: string; readonly Payload?: unknown };
export type Engagement = {
  readonly id: string;
  readonly catalog: string;
  readonly title: string;
  readonly description: string;
  readonly createdAt: number;
  readonly createdBy: string;
  modifiedAt: number;
  modifiedBy: string;
  readonly members: string[];
  readonly contexts: EngagementContext[];
  /** Every party's own copy. */
  readonly opportunityIds: string[];
};

export type InvitationStatus = 'PENDING' | 'ACCEPTED' | 'REJECTED' | 'EXPIRED';
export type Invitation = {
  readonly id: string;
  readonly catalog: string;
  readonly engagementId: string;
  readonly sender: string;
  readonly receiver: string;
  readonly receiverAlias?: string;
  readonly message: string;
  readonly invitedAt: number;
  readonly expiresAt: number;
  status: InvitationStatus;
  rejectionReason?: string;
  readonly payloadType: 'OpportunityInvitation' | 'LeadInvitation';
  /** What the receiver may see before accepting. */
  readonly payload: JsonObject;
  /** What becomes the receiver's opportunity when AWS sent the invitation. */
  readonly full?: { readonly body: JsonObject; readonly aws: AwsSide };
  /** The sender's own opportunity, which the receiver's copy follows. */
  readonly sourceOpportunityId?: string;
};

export type Task = {
  readonly id: string;
  readonly kind: 'submission' | 'acceptance' | 'conversion';
  readonly catalog: string;
  readonly account: string;
  readonly startedAt: number;
  readonly dueAt: number;
  status: 'IN_PROGRESS' | 'COMPLETE' | 'FAILED';
  reasonCode?: string;
  message?: string;
  opportunityId?: string;
  engagementId?: string;
  invitationId?: string;
  /** Of its engagement, the lead that becomes an opportunity. */
  readonly contextId?: string;
  snapshotJobId?: string;
  readonly submission?: { readonly involvementType: string; readonly visibility: string };
};

export type Snapshot = {
  readonly catalog: string;
  readonly engagementId: string;
  readonly opportunityId: string;
  readonly template: string;
  readonly revision: number;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly targets: readonly string[];
  readonly payload: JsonObject;
};
export type SnapshotJob = {
  readonly id: string;
  readonly catalog: string;
  readonly account: string;
  readonly engagementId: string;
  readonly opportunityId: string;
  readonly template: string;
  readonly createdAt: number;
  status: 'Running' | 'Stopped';
  succeededAt?: number;
  lastFailure?: string;
};
export type Solution = {
  readonly id: string;
  readonly account: string;
  readonly catalog: string;
  readonly name: string;
  readonly category: string;
  readonly status: 'Active' | 'Inactive' | 'Draft';
  readonly createdAt: number;
};
