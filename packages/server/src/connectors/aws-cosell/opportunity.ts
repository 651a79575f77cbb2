import type { GetAwsOpportunitySummaryResponse, GetOpportunityResponse } from '@aws-sdk/client-partnercentral-selling';
import type { OutsideRecord, OutsideState } from '../../modules/sync/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import type { Selling } from './client.ts';
import { flatten } from './fields.ts';
import { lockOf } from './locks.ts';
import { linkTypes } from './lists.ts';
import { ourStage } from './mapping.ts';
import { decoded, type Fields } from './values.ts';

export type Opportunity = {
  readonly id: string;
  readonly partnerId: string | null;
  /** Issued by AWS; the lock of every update. */
  readonly modified: Date;
  readonly review: string | null;
  /** What a full PUT writes back, decoded. */
  readonly body: Fields;
  readonly answer: GetOpportunityResponse;
};

/** Only what an update takes: the rest is read-only, or is set when the opportunity is made. */
const putMembers = [
  'PrimaryNeedsFromAws',
  'NationalSecurity',
  'PartnerOpportunityIdentifier',
  'Customer',
  'Project',
  'OpportunityType',
  'Marketing',
  'SoftwareRevenue',
] as const;
const lifeCycleMembers = ['Stage', 'ClosedLostReason', 'NextSteps', 'TargetCloseDate'] as const;

export async function getOpportunity(selling: Selling, id: string): Promise<Opportunity | null> {
  const input = { Catalog: selling.catalog, Identifier: id };
  try {
    const answer = await selling.call('GetOpportunity', input, (client, sdk) => client.send(new sdk.GetOpportunityCommand(input)));
    return opportunityOf(decoded(answer));
  } catch (error) {
    if (error instanceof OutsideError && error.failure === 'gone') return null;
    throw error;
  }
}

function opportunityOf(answer: GetOpportunityResponse): Opportunity {
  if (answer.Id === undefined || answer.LastModifiedDate === undefined)
    throw new OutsideError('protocol', 'AWS answered an opportunity without its number or date.');
  const body: Fields = Object.fromEntries(putMembers.flatMap((name) => (answer[name] === undefined ? [] : [[name, answer[name]]])));
  const cycle = Object.fromEntries(lifeCycleMembers.flatMap((name) => (answer.LifeCycle?.[name] === undefined ? [] : [[name, answer.LifeCycle[name]]])));
  if (Object.keys(cycle).length > 0) body['LifeCycle'] = cycle;
  return {
    id: answer.Id,
    partnerId: answer.PartnerOpportunityIdentifier ?? null,
    modified: answer.LastModifiedDate,
    review: answer.LifeCycle?.ReviewStatus ?? null,
    body,
    answer,
  };
}

/** AWS' own side of it. There is none before it was submitted. */
export async function getSummary(selling: Selling, id: string): Promise<GetAwsOpportunitySummaryResponse | null> {
  const input = { Catalog: selling.catalog, RelatedOpportunityIdentifier: id };
  try {
    return decoded(await selling.call('GetAwsOpportunitySummary', input, (client, sdk) => client.send(new sdk.GetAwsOpportunitySummaryCommand(input))));
  } catch (error) {
    if (error instanceof OutsideError && (error.failure === 'gone' || error.failure === 'permission' || error.failure === 'invalid')) return null;
    throw error;
  }
}

export async function readRecord(selling: Selling, id: string): Promise<OutsideRecord | null> {
  const opportunity = await getOpportunity(selling, id);
  return opportunity === null ? null : recordOf(selling, opportunity);
}
export async function recordOf(selling: Selling, opportunity: Opportunity): Promise<OutsideRecord> {
  const summary = opportunity.review === null || opportunity.review === 'Pending Submission' ? null : await getSummary(selling, opportunity.id);
  return shaped(opportunity, summary);
}

export function shaped(opportunity: Opportunity, summary: GetAwsOpportunitySummaryResponse | null): OutsideRecord {
  const values = flatten(opportunity.body);
  const stage = typeof values['LifeCycle.Stage'] === 'string' ? values['LifeCycle.Stage'] : null;
  const lock = lockOf(opportunity.review, stage);
  return {
    id: opportunity.id,
    version: opportunity.modified.toISOString(),
    modifiedAt: opportunity.modified.toISOString(),
    values,
    url: `https://partnercentral.awspartner.com/partnercentral2/s/ace-opportunity-detail?id=${opportunity.id}`,
    locked: lock === null ? null : { ...lock, until: null },
    state: stateOf(opportunity, stage, summary),
    links: linksOf(opportunity.answer),
  };
}

const reviewKeys: Readonly<Record<string, string>> = {
  'Pending Submission': 'draft',
  Submitted: 'waiting',
  'In review': 'waiting',
  'Action Required': 'needs_work',
  Approved: 'accepted',
  Rejected: 'refused',
};

/** The review, with what AWS says of it and where AWS itself stands. The stage is in our words. */
function stateOf(opportunity: Opportunity, stage: string | null, summary: GetAwsOpportunitySummaryResponse | null): OutsideState | null {
  const { review, answer } = opportunity;
  if (review === null) return null;
  const said = [answer.LifeCycle?.ReviewStatusReason, answer.LifeCycle?.ReviewComments].flatMap((each) =>
    each === undefined || each.trim() === '' ? [] : [closed(each)],
  );
  return {
    key: reviewKeys[review] ?? 'waiting',
    label: review,
    stage: ourStage(stage),
    // What they ask for is not to be lost among how they stand.
    sentence: (review === 'Action Required' && said.length > 0 ? said : [...said, ...theirSide(summary)]).join(' ') || null,
  };
}
function theirSide(summary: GetAwsOpportunitySummaryResponse | null): string[] {
  if (summary === null) return [];
  const { LifeCycle: cycle, Insights: insights } = summary;
  const team = (summary.OpportunityTeam ?? []).flatMap((each) => [each.FirstName, each.LastName].filter((part) => part !== undefined).join(' ') || []);
  return [
    summary.InvolvementType === undefined ? null : `AWS takes part as: ${summary.InvolvementType}.`,
    cycle?.Stage === undefined ? null : `AWS stage: ${cycle.Stage}.`,
    cycle?.ClosedLostReason === undefined ? null : `AWS reason: ${cycle.ClosedLostReason}.`,
    blank(cycle?.NextSteps) ? null : `AWS next steps: ${closed(cycle?.NextSteps ?? '')}`,
    team.length === 0 ? null : `AWS team: ${team.join(', ')}.`,
    insights?.EngagementScore === undefined ? null : `Engagement score: ${insights.EngagementScore.toLowerCase()}.`,
    blank(insights?.NextBestActions) ? null : `AWS proposes: ${closed(insights?.NextBestActions ?? '')}`,
  ].filter((each) => each !== null);
}
const blank = (text: string | undefined): boolean => text === undefined || text.trim() === '';
const closed = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

function linksOf(answer: GetOpportunityResponse): { type: string; id: string; label: string | null }[] {
  return linkTypes.flatMap((type) => (answer.RelatedEntityIdentifiers?.[type] ?? []).map((id) => ({ type, id, label: null })));
}
