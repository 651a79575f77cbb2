import { isObject } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { addOpportunity } from './change-opportunity.ts';
import type { Cosell } from './context.ts';
import type { Invitation, Opportunity } from './model.ts';
import { pick } from './opportunity-views.ts';
import { attach, takeSnapshot, sharedTemplate } from './snapshots.ts';

/** The receiver's own opportunity after accepting; undefined for an invitation to a lead, which has none yet. */
export function ownCopy(cosell: Cosell, invitation: Invitation): Opportunity | undefined {
  const engagement = cosell.store.engagements.get(invitation.engagementId);
  const source = invitation.sourceOpportunityId === undefined ? undefined : cosell.store.opportunities.get(invitation.sourceOpportunityId);
  if (engagement === undefined || invitation.payloadType === 'LeadInvitation') return undefined;
  const common = { account: invitation.receiver, catalog: invitation.catalog, team: [], related: {}, engagementId: engagement.id };
  let copy: Opportunity;
  if (invitation.full !== undefined) {
    copy = addOpportunity(cosell, { ...common, origin: 'AWS Referral', body: invitation.full.body, review: { status: 'Approved' }, aws: invitation.full.aws });
  } else if (source !== undefined) {
    const isApproved = source.review.status === 'Approved';
    const body = isApproved ? withoutOwnWork(source.body) : shareable(source.body);
    const aws = source.aws === undefined ? {} : { aws: source.aws };
    copy = addOpportunity(cosell, { ...common, origin: source.origin, body, review: source.review, ...aws });
  } else return undefined;
  attach(cosell, engagement, copy);
  takeSnapshot(cosell, copy, sharedTemplate, copy.account);
  return copy;
}

/** Contacts and the sender's own reference stay with the sender. */
function shareable(body: JsonObject): JsonObject {
  const { PartnerOpportunityIdentifier: _reference, ...rest } = body;
  return { ...rest, Customer: pick(body.Customer, ['Account']) };
}

/** After the approval the copy lacks what each partner brings itself: use case, delivery, solution, needs, date, spend, marketing. */
function withoutOwnWork(body: JsonObject): JsonObject {
  const { PrimaryNeedsFromAws: _needs, Marketing: _marketing, SoftwareRevenue: _revenue, ...rest } = shareable(body);
  const project = isObject(body.Project) ? body.Project : {};
  const kept = Object.keys(project).filter(
    (name) => !['CustomerUseCase', 'DeliveryModels', 'ExpectedCustomerSpend', 'OtherSolutionDescription'].includes(name),
  );
  return { ...rest, Project: pick(project, kept), LifeCycle: pick(body.LifeCycle, ['Stage', 'NextSteps']) };
}
