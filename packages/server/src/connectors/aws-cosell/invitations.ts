import type { EngagementInvitationSummary, ExpectedCustomerSpend, GetEngagementInvitationResponse } from '@aws-sdk/client-partnercentral-selling';
import type { CloudInvitation, StepProgress } from '../../modules/clouds/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import type { Selling } from './client.ts';
import { afterAcceptance } from './leads.ts';
import { refusal } from './submission.ts';
import { decoded } from './values.ts';

const states = { PENDING: 'pending', ACCEPTED: 'accepted', REJECTED: 'rejected', EXPIRED: 'expired' } as const;
const statusOf = (status: string | undefined): CloudInvitation['status'] => Object.entries(states).find(([theirs]) => theirs === status)?.[1] ?? 'pending';

/** Those sent to us. Only one that waits is read as a whole; of the others nothing but the outcome is of interest. */
export async function listInvitations(selling: Selling): Promise<CloudInvitation[]> {
  const all: CloudInvitation[] = [];
  let token: string | undefined;
  do {
    const input = { Catalog: selling.catalog, ParticipantType: 'RECEIVER' as const, MaxResults: 100, ...(token === undefined ? {} : { NextToken: token }) };
    const page = await selling.call('ListEngagementInvitations', input, (client, sdk) => client.send(new sdk.ListEngagementInvitationsCommand(input)));
    for (const summary of page.EngagementInvitationSummaries ?? []) {
      if (summary.Id === undefined) continue;
      const whole = summary.Status === 'PENDING' ? await readInvitation(selling, summary.Id) : null;
      all.push(whole ?? ofSummary(decoded(summary), summary.Id, selling));
    }
    token = page.NextToken;
  } while (token !== undefined);
  return all;
}

export async function readInvitation(selling: Selling, id: string): Promise<CloudInvitation | null> {
  const input = { Catalog: selling.catalog, Identifier: id };
  try {
    return ofWhole(
      decoded(await selling.call('GetEngagementInvitation', input, (client, sdk) => client.send(new sdk.GetEngagementInvitationCommand(input)))),
      id,
      selling,
    );
  } catch (error) {
    if (error instanceof OutsideError && error.failure === 'gone') return null;
    throw error;
  }
}

function ofSummary(summary: EngagementInvitationSummary | GetEngagementInvitationResponse, id: string, selling: Selling): CloudInvitation {
  return {
    outsideId: id,
    engagementId: summary.EngagementId ?? null,
    payloadKind: summary.PayloadType ?? 'OpportunityInvitation',
    sender: summary.SenderCompanyName ?? summary.SenderAwsAccountId ?? 'Unknown sender',
    title: summary.EngagementTitle ?? id,
    customer: {},
    details: [],
    status: statusOf(summary.Status),
    expiresAt: summary.ExpirationDate?.toISOString() ?? null,
    receivedAt: (summary.InvitationDate ?? selling.now()).toISOString(),
  };
}

/** What the sender shows before it is accepted: no street, no contacts, no account (documentation of AWS-originated opportunities). */
function ofWhole(answer: GetEngagementInvitationResponse, id: string, selling: Selling): CloudInvitation {
  const base = ofSummary(answer, id, selling);
  const offer = answer.Payload?.OpportunityInvitation;
  const lead = answer.Payload?.LeadInvitation;
  const customer = offer?.Customer ?? lead?.Customer;
  const senders = (offer?.SenderContacts ?? []).map((each) =>
    [[each.FirstName, each.LastName].filter(Boolean).join(' '), each.Email].filter(Boolean).join(', '),
  );
  return {
    ...base,
    title: offer?.Project?.Title ?? base.title,
    customer: customer
      ? {
          name: customer.CompanyName ?? null,
          website: customer.WebsiteUrl ?? null,
          country: customer.CountryCode ?? null,
          industry: customer.Industry ?? null,
          city: null,
          street: null,
          postalCode: null,
          contact: null,
        }
      : {},
    details: [
      ['Message', answer.InvitationMessage],
      ['Business problem', offer?.Project?.BusinessProblem],
      ['Close date', offer?.Project?.TargetCompletionDate],
      ['Expected spend', (offer?.Project?.ExpectedCustomerSpend ?? []).map(spendInWords).join(', ')],
      ['What they ask of us', (offer?.ReceiverResponsibilities ?? []).join(', ')],
      ['Sent by', senders.join('; ')],
      ['Use case', lead?.Interaction?.Usecase],
      ['Interest shown at', lead?.Interaction?.SourceName],
      ['Whom to talk to', lead?.Interaction?.ContactBusinessTitle],
      [
        'Members already',
        (answer.ExistingMembers ?? [])
          .map((each) => each.CompanyName ?? '')
          .filter(Boolean)
          .join(', '),
      ],
    ].flatMap(([label, value]) => (label === undefined || value === undefined || value === '' ? [] : [{ label, value }])),
  };
}
const spendInWords = (spend: ExpectedCustomerSpend): string =>
  `${spend.Amount ?? '0'} ${spend.CurrencyCode ?? ''} a month${spend.TargetCompany === 'Self' ? ' (deal value)' : ''}`;

/** Accepts, and makes our own opportunity, in one task. */
export async function acceptInvitation(selling: Selling, id: string, token: string): Promise<StepProgress> {
  const input = { Catalog: selling.catalog, ClientToken: token, Identifier: id };
  try {
    const task = await selling.call('StartEngagementByAcceptingInvitationTask', input, (client, sdk) =>
      client.send(new sdk.StartEngagementByAcceptingInvitationTaskCommand(input)),
    );
    return await afterAcceptance(selling, task, token);
  } catch (error) {
    if (!(error instanceof OutsideError) || (error.failure !== 'conflict' && error.failure !== 'invalid')) throw error;
    return (await acceptedBefore(selling, id, token)) ?? over(selling, id, error);
  }
}
async function acceptedBefore(selling: Selling, id: string, token: string): Promise<StepProgress | null> {
  const input = { Catalog: selling.catalog, EngagementInvitationIdentifier: [id] };
  const answer = await selling.call('ListEngagementByAcceptingInvitationTasks', input, (client, sdk) =>
    client.send(new sdk.ListEngagementByAcceptingInvitationTasksCommand(input)),
  );
  const task = (answer.TaskSummaries ?? []).find((each) => each.TaskStatus !== 'FAILED');
  return task === undefined ? null : afterAcceptance(selling, task, token);
}
export async function askAcceptance(selling: Selling, id: string, token: string): Promise<StepProgress> {
  const input = { Catalog: selling.catalog, TaskIdentifier: [id] };
  const answer = await selling.call('ListEngagementByAcceptingInvitationTasks', input, (client, sdk) =>
    client.send(new sdk.ListEngagementByAcceptingInvitationTasksCommand(input)),
  );
  return afterAcceptance(selling, answer.TaskSummaries?.[0] ?? { TaskId: id, TaskStatus: 'IN_PROGRESS' }, token);
}
async function over(selling: Selling, id: string, error: OutsideError): Promise<StepProgress> {
  const now = await readInvitation(selling, id);
  const ended =
    now === null || now.status === 'expired'
      ? 'The time to answer is over; AWS has taken the invitation back.'
      : now.status === 'rejected'
        ? 'The invitation was rejected already, and access to it has ended.'
        : null;
  if (ended === null) return refusal(error);
  return {
    done: true,
    failed: true,
    sentence: ended,
    issues: [{ field: null, code: 'expired', severity: 'blocks_submit', sentence: ended }],
    freshToken: false,
  };
}

export async function rejectInvitation(selling: Selling, id: string, reason: string): Promise<StepProgress> {
  const input = { Catalog: selling.catalog, Identifier: id, RejectionReason: reason };
  try {
    await selling.call('RejectEngagementInvitation', input, (client, sdk) => client.send(new sdk.RejectEngagementInvitationCommand(input)));
    return { done: true, sentence: 'Rejected.' };
  } catch (error) {
    if (!(error instanceof OutsideError) || (error.failure !== 'conflict' && error.failure !== 'invalid' && error.failure !== 'gone')) throw error;
    const now = await readInvitation(selling, id);
    if (now?.status === 'rejected') return { done: true, sentence: 'It was rejected already.' };
    return over(selling, id, error);
  }
}
