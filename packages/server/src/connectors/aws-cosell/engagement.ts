import type { CreateEngagementInvitationCommandInput, ResourceSnapshotSummary } from '@aws-sdk/client-partnercentral-selling';
import type { CosellPort, StepProgress } from '../../modules/clouds/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { keepSnapshotRole } from './around.ts';
import type { Selling } from './client.ts';
import { responsibilities } from './lists.ts';
import { getOpportunity } from './opportunity.ts';
import { refusal } from './submission.ts';
import { at, decoded } from './values.ts';

type Found = NonNullable<Awaited<ReturnType<CosellPort['engagement']>>>;
/** Each costs a request; the latest are the ones that are looked at. */
const DATED_SNAPSHOTS = 5;

export async function engagementOf(selling: Selling, opportunityId: string): Promise<Found | null> {
  const id = await engagementIdOf(selling, opportunityId);
  if (id === null) return null;
  const input = { Catalog: selling.catalog, Identifier: id };
  const engagement = decoded(await selling.call('GetEngagement', input, (client, sdk) => client.send(new sdk.GetEngagementCommand(input))));
  return { id, title: engagement.Title ?? null, members: await membersOf(selling, id), snapshots: await snapshotsOf(selling, id) };
}

async function engagementIdOf(selling: Selling, opportunityId: string): Promise<string | null> {
  const input = { Catalog: selling.catalog, ResourceType: 'Opportunity' as const, ResourceIdentifier: opportunityId };
  const answer = await selling.call('ListEngagementResourceAssociations', input, (client, sdk) =>
    client.send(new sdk.ListEngagementResourceAssociationsCommand(input)),
  );
  return answer.EngagementResourceAssociationSummaries?.find((each) => each.ResourceId === opportunityId)?.EngagementId ?? null;
}

/** Those who joined, and after them those who were invited and have not. */
async function membersOf(selling: Selling, id: string): Promise<Found['members']> {
  const members: Found['members'][number][] = [];
  const invited = await invitedTo(selling, id);
  let token: string | undefined;
  do {
    const input = { Catalog: selling.catalog, Identifier: id, MaxResults: 10, ...(token === undefined ? {} : { NextToken: token }) };
    const page = decoded(await selling.call('ListEngagementMembers', input, (client, sdk) => client.send(new sdk.ListEngagementMembersCommand(input))));
    for (const { AccountId = '', CompanyName } of page.EngagementMemberList ?? []) {
      members.push({
        account: AccountId,
        name: CompanyName ?? null,
        responsibilities: invited.find((each) => each.account === AccountId)?.responsibilities ?? [],
        status: 'Member',
        ours: AccountId === selling.account,
      });
    }
    token = page.NextToken;
  } while (token !== undefined);
  const joined = new Set(members.map(({ account }) => account));
  return [
    ...members,
    ...invited
      .filter(({ account, open }) => open && !joined.has(account))
      .map(({ account, name, responsibilities: asked }) => ({ account, name, responsibilities: asked, status: 'Invited', ours: false })),
  ];
}

async function invitedTo(
  selling: Selling,
  id: string,
): Promise<{ account: string; name: string | null; responsibilities: readonly string[]; open: boolean }[]> {
  const input = { Catalog: selling.catalog, ParticipantType: 'SENDER' as const, EngagementIdentifier: [id], MaxResults: 100 };
  const page = await selling.call('ListEngagementInvitations', input, (client, sdk) => client.send(new sdk.ListEngagementInvitationsCommand(input)));
  const all = [];
  for (const { Id, Status } of page.EngagementInvitationSummaries ?? []) {
    if (Id === undefined || (Status !== 'PENDING' && Status !== 'ACCEPTED')) continue;
    const one = { Catalog: selling.catalog, Identifier: Id };
    const whole = decoded(await selling.call('GetEngagementInvitation', one, (client, sdk) => client.send(new sdk.GetEngagementInvitationCommand(one))));
    const receiver = whole.Receiver?.Account;
    if (receiver?.AwsAccountId === undefined) continue;
    all.push({
      account: receiver.AwsAccountId,
      name: receiver.Alias ?? null,
      responsibilities: whole.Payload?.OpportunityInvitation?.ReceiverResponsibilities ?? [],
      open: Status === 'PENDING',
    });
  }
  return all;
}

async function snapshotsOf(selling: Selling, id: string): Promise<Found['snapshots']> {
  const input = { Catalog: selling.catalog, EngagementIdentifier: id, MaxResults: 100 };
  const page = await selling.call('ListResourceSnapshots', input, (client, sdk) => client.send(new sdk.ListResourceSnapshotsCommand(input)));
  const sorted = (page.ResourceSnapshotSummaries ?? []).toSorted((a, b) => (b.Revision ?? 0) - (a.Revision ?? 0));
  const all = [];
  for (const [place, each] of sorted.entries())
    all.push({
      revision: each.Revision ?? 0,
      template: each.ResourceSnapshotTemplateName ?? '',
      at: place < DATED_SNAPSHOTS ? await dateOf(selling, id, each) : null,
    });
  return all;
}
async function dateOf(selling: Selling, id: string, snapshot: ResourceSnapshotSummary): Promise<string | null> {
  const { Revision, ResourceId, ResourceSnapshotTemplateName } = snapshot;
  if (ResourceId === undefined || ResourceSnapshotTemplateName === undefined || Revision === undefined) return null;
  const input = {
    Catalog: selling.catalog,
    EngagementIdentifier: id,
    ResourceType: 'Opportunity' as const,
    ResourceIdentifier: ResourceId,
    ResourceSnapshotTemplateIdentifier: ResourceSnapshotTemplateName,
    Revision,
  };
  try {
    const answer = await selling.call('GetResourceSnapshot', input, (client, sdk) => client.send(new sdk.GetResourceSnapshotCommand(input)));
    return answer.CreatedAt?.toISOString() ?? null;
  } catch (error) {
    // Another member's copy may be listed and not shown.
    if (error instanceof OutsideError && (error.failure === 'gone' || error.failure === 'permission')) return null;
    throw error;
  }
}

export async function invitePartner(
  selling: Selling,
  engagementId: string,
  partner: { account: string; responsibilities: readonly string[]; message: string },
  token: string,
): Promise<StepProgress> {
  await keepSnapshotRole(selling);
  const asked = responsibilities.filter((each) => partner.responsibilities.includes(each));
  const own = await ownOpportunityIn(selling, engagementId);
  if (own === null || asked.length === 0) {
    const sentence =
      own === null ? 'Our own opportunity in this engagement cannot be read.' : `Choose what the partner is to do: ${responsibilities.join(', ')}.`;
    return { done: true, failed: true, sentence, issues: [{ field: null, code: 'state', severity: 'blocks_submit', sentence }], freshToken: false };
  }
  const account = at(own.body, ['Customer', 'Account']);
  const input = {
    Catalog: selling.catalog,
    ClientToken: token,
    EngagementIdentifier: engagementId,
    Invitation: {
      Message: partner.message,
      Receiver: { Account: { AwsAccountId: partner.account } },
      Payload: {
        OpportunityInvitation: {
          ReceiverResponsibilities: asked,
          Customer: {
            CompanyName: at(account, ['CompanyName']),
            WebsiteUrl: at(account, ['WebsiteUrl']),
            Industry: at(account, ['Industry']),
            CountryCode: at(account, ['Address', 'CountryCode']),
          },
          Project: {
            Title: at(own.body, ['Project', 'Title']),
            BusinessProblem: at(own.body, ['Project', 'CustomerBusinessProblem']),
            TargetCompletionDate: at(own.body, ['LifeCycle', 'TargetCloseDate']),
            ExpectedCustomerSpend: at(own.body, ['Project', 'ExpectedCustomerSpend']),
          },
        },
      },
    },
  } as CreateEngagementInvitationCommandInput;
  try {
    await selling.call('CreateEngagementInvitation', input, (client, sdk) => client.send(new sdk.CreateEngagementInvitationCommand(input)));
    return { done: true, sentence: 'Invited.', engagementId };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    if (error.failure === 'conflict') return { done: true, sentence: 'The partner is a member or has an invitation already.', engagementId };
    const sentence =
      error.failure === 'permission'
        ? 'AWS does not let us invite this account. Connect both accounts in Partner Central first, then invite again.'
        : error.failure === 'gone'
          ? 'AWS knows no partner with this account. Enter its 12 digits.'
          : null;
    if (sentence !== null)
      return { done: true, failed: true, sentence, issues: [{ field: null, code: error.failure, severity: 'blocks_submit', sentence }], freshToken: true };
    if (error.failure === 'invalid') return refusal(error);
    throw error;
  }
}

async function ownOpportunityIn(selling: Selling, engagementId: string): Promise<Awaited<ReturnType<typeof getOpportunity>>> {
  const input = { Catalog: selling.catalog, EngagementIdentifier: engagementId, ResourceType: 'Opportunity' as const, MaxResults: 100 };
  const answer = await selling.call('ListEngagementResourceAssociations', input, (client, sdk) =>
    client.send(new sdk.ListEngagementResourceAssociationsCommand(input)),
  );
  for (const { ResourceId, CreatedBy } of answer.EngagementResourceAssociationSummaries ?? []) {
    if (ResourceId === undefined || (CreatedBy !== undefined && CreatedBy !== selling.account)) continue;
    const own = await getOpportunity(selling, ResourceId);
    if (own !== null) return own;
  }
  return null;
}
