import { isObject } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { addOpportunity, changeOpportunity, keptBody, lockValue } from './change-opportunity.ts';
import { nowOf, once, ownOpportunity, text } from './context.ts';
import type { Call, Cosell } from './context.ts';
import { editRules } from './edit-mask.ts';
import type { Opportunity, ReviewStatus } from './model.ts';
import { awsSummary, opportunityView } from './opportunity-views.ts';
import { conflict, fieldError, invalidBusiness, notFound, throwIfAny } from './refusals.ts';
import type { FieldError } from './refusals.ts';
import { at, fieldRules, stageRules } from './rules.ts';
import { inheritReview } from './review.ts';

export function createOpportunity(cosell: Cosell, call: Call): object {
  return once(cosell, call, 'CreateOpportunity', () => {
    const { input } = call;
    const body = keptBody({ ...input, LifeCycle: { Stage: 'Prospect', ...(isObject(input.LifeCycle) ? input.LifeCycle : {}) } });
    const origin = input.Origin === 'AWS Referral' ? 'AWS Referral' : 'Partner Referral';
    const errors = fieldRules(body, nowOf(cosell));
    if (origin === 'AWS Referral' && call.catalog === 'AWS') {
      errors.push(fieldError('Origin', 'ACTION_NOT_PERMITTED', 'A partner cannot create a referral of AWS; the Sandbox catalog lets it be simulated.'));
    }
    const stage = at(body, 'LifeCycle.Stage');
    if (stage === 'Closed Lost' || stage === 'Launched')
      errors.push(fieldError('LifeCycle.Stage', 'ACTION_NOT_PERMITTED', `A new opportunity cannot begin as ${stage}.`));
    errors.push(...reviewOnCreate(input));
    throwIfAny(errors);
    const team = Array.isArray(input.OpportunityTeam) ? (input.OpportunityTeam as readonly JsonObject[]) : [];
    const added = addOpportunity(cosell, {
      account: call.account,
      catalog: call.catalog,
      origin,
      body,
      review: { status: 'Pending Submission' },
      team,
      related: {},
    });
    if (Array.isArray(input.Tags)) cosell.store.tags.set(added.id, new Map(input.Tags.filter(isObject).map((tag) => [text(tag.Key), text(tag.Value)])));
    const own = body.PartnerOpportunityIdentifier;
    return { Id: added.id, LastModifiedDate: lockValue(added), ...(own === undefined ? {} : { PartnerOpportunityIdentifier: own }) };
  });
}

function reviewOnCreate(input: JsonObject): FieldError[] {
  const status = at(input, 'LifeCycle.ReviewStatus');
  if (status === undefined || status === 'Pending Submission') return [];
  return [fieldError('LifeCycle.ReviewStatus', 'ACTION_NOT_PERMITTED', 'A new opportunity is Pending Submission.')];
}

export function updateOpportunity(cosell: Cosell, call: Call): object {
  const { input } = call;
  const before = ownOpportunity(cosell, call, input.Identifier);
  if (input.LastModifiedDate !== before.modifiedAt) {
    throw conflict('The opportunity was changed in the meantime: LastModifiedDate is not the one it has now. Read it again.');
  }
  const wanted = at(input, 'LifeCycle.ReviewStatus');
  if (typeof wanted === 'string' && wanted !== before.review.status) return answered(reviewInSandbox(cosell, call, before, wanted));
  const body = keptBody(input);
  const errors = editRules(before, body);
  if (!errors.some((error) => error.Code === 'INVALID_RESOURCE_STATE')) errors.push(...fieldRules(body, nowOf(cosell), before.body));
  if (before.review.status === 'Approved' && errors.length === 0) errors.push(...stageRules(before, body));
  throwIfAny(errors);
  // An update while action is required sends the opportunity back to the reviewers.
  const review = before.review.status === 'Action Required' ? { review: { status: 'Submitted' } as const } : {};
  return answered(changeOpportunity(cosell, before, { body, ...review }));
}

const answered = (record: Opportunity): object => ({ Id: record.id, LastModifiedDate: lockValue(record) });

const playable = ['Approved', 'Action Required', 'Rejected'] as const;
/** In the Sandbox a partner plays the reviewer: Submitted and In review cannot be set, and Approved is the end of it. */
function reviewInSandbox(cosell: Cosell, call: Call, before: Opportunity, wanted: string): Opportunity {
  const refuse = (message: string): never => {
    throw invalidBusiness([fieldError('LifeCycle.ReviewStatus', 'ACTION_NOT_PERMITTED', message)]);
  };
  if (call.catalog !== 'Sandbox') refuse('The review status is written by AWS.');
  const status = playable.find((candidate) => candidate === wanted) ?? refuse(`${wanted} cannot be set.`);
  const from: ReviewStatus = before.review.status;
  if (from !== 'Submitted' && from !== 'In review' && from !== 'Action Required') refuse(`A review status ${from} cannot be changed.`);
  const changed = changeOpportunity(cosell, before, { review: { status } });
  inheritReview(cosell, changed);
  return changed;
}

/** What a read finds: the caller's own, and under lag perhaps the record before the last write. */
function readable(cosell: Cosell, call: Call, id: unknown): Opportunity {
  const record = cosell.store.opportunities.visible(text(id), nowOf(cosell));
  if (record === undefined || record.account !== call.account || record.catalog !== call.catalog) throw notFound('The opportunity', text(id));
  return record;
}

export const getOpportunity = (cosell: Cosell, call: Call): object => opportunityView(readable(cosell, call, call.input.Identifier));

export function getAwsOpportunitySummary(cosell: Cosell, call: Call): object {
  const record = readable(cosell, call, call.input.RelatedOpportunityIdentifier);
  if (record.aws === undefined) throw notFound('A summary by AWS for the opportunity', record.id);
  return { Catalog: record.catalog, ...awsSummary(record) };
}

/** The first of the team is the owner. */
export function assignOpportunity(cosell: Cosell, call: Call): object {
  const before = ownOpportunity(cosell, call, call.input.Identifier);
  if (before.review.status === 'Rejected')
    throw invalidBusiness([fieldError('Identifier', 'INVALID_RESOURCE_STATE', 'A rejected opportunity cannot be assigned.')]);
  const assignee = call.input.Assignee as JsonObject;
  const others = before.team.filter((member) => member.Email !== assignee.Email);
  changeOpportunity(cosell, before, { team: [assignee, ...others].slice(0, 10) });
  return {};
}
