import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once as eventOnce } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import {
  AccessDeniedException,
  AssignOpportunityCommand,
  CreateEngagementCommand,
  CreateEngagementInvitationCommand,
  GetEngagementCommand,
  GetEngagementInvitationCommand,
  GetResourceSnapshotCommand,
  GetResourceSnapshotJobCommand,
  ListEngagementByAcceptingInvitationTasksCommand,
  ListEngagementFromOpportunityTasksCommand,
  ListEngagementInvitationsCommand,
  ListEngagementMembersCommand,
  ListEngagementResourceAssociationsCommand,
  ListEngagementsCommand,
  ListOpportunityFromEngagementTasksCommand,
  ListResourceSnapshotsCommand,
  ListTagsForResourceCommand,
  PutSellingSystemSettingsCommand,
  RejectEngagementInvitationCommand,
  ResourceNotFoundException,
  StartEngagementByAcceptingInvitationTaskCommand,
  StartOpportunityFromEngagementTaskCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateOpportunityCommand,
  ValidationException,
} from '@aws-sdk/client-partnercentral-selling';
import type { CreateEngagementInvitationCommandInput, PartnerCentralSellingClient } from '@aws-sdk/client-partnercentral-selling';
import type { RunningSimulators } from '../../start-simulators.ts';
import { accountA, accountB, approved, clientOf, putOf, read, startAws, submitted } from './cosell-fixture.ts';

const day = 24 * 3_600_000;

describe('invitations and engagements, with the official client', () => {
  let running: RunningSimulators;
  let client: PartnerCentralSellingClient;
  let other: PartnerCentralSellingClient;
  before(async () => {
    running = await startAws();
    client = clientOf(running, accountA);
    other = clientOf(running, accountB);
  });
  after(async () => {
    client.destroy();
    other.destroy();
    await running.stop();
  });

  const referral = (fields: Record<string, string> = {}): string => {
    const sent = running.control.act('aws', 'send-referral', {
      account: accountA,
      company: 'Nordlys Energy',
      title: 'Grid forecasts',
      problem: 'Forecasts of the load arrive too late to act on them.',
      city: 'Bergen',
      postalCode: '5003',
      country: 'NO',
      contactEmail: 'pia@nordlys.example',
      ...fields,
    });
    return (sent as { invitation: string }).invitation;
  };
  const invitationOf = (id: string) => client.send(new GetEngagementInvitationCommand({ Catalog: 'AWS', Identifier: id }));

  test('a referral by AWS hides address and contacts until it is accepted', async () => {
    const id = referral();
    const listed = await client.send(new ListEngagementInvitationsCommand({ Catalog: 'AWS', ParticipantType: 'RECEIVER', Status: ['PENDING'] }));
    assert.deepEqual(
      listed.EngagementInvitationSummaries?.map((one) => [one.Id, one.SenderCompanyName]),
      [[id, 'Amazon Web Services']],
    );
    const invitation = await invitationOf(id);
    assert.equal((invitation.ExpirationDate?.getTime() ?? 0) - (invitation.InvitationDate?.getTime() ?? 0), 15 * day);
    const seen = JSON.stringify(invitation.Payload);
    assert.match(seen, /Nordlys Energy/);
    for (const hidden of ['Bergen', '5003', 'pia@nordlys.example']) assert.ok(!seen.includes(hidden), hidden);

    const task = await client.send(new StartEngagementByAcceptingInvitationTaskCommand({ Catalog: 'AWS', Identifier: id }));
    running.control.advance(3000);
    const { TaskSummaries } = await client.send(new ListEngagementByAcceptingInvitationTasksCommand({ Catalog: 'AWS', TaskIdentifier: [task.TaskId ?? ''] }));
    assert.equal(TaskSummaries?.[0]?.TaskStatus, 'COMPLETE');
    const opportunity = await read(client, TaskSummaries?.[0]?.OpportunityId ?? '');
    assert.equal(opportunity.LifeCycle?.ReviewStatus, 'Approved');
    assert.equal(opportunity.Customer?.Account?.Address?.City, 'Bergen');
    assert.equal(opportunity.Customer?.Contacts?.[0]?.Email, 'pia@nordlys.example');
    assert.equal((await invitationOf(id)).Status, 'ACCEPTED');
  });

  test('a rejected referral shows no more than that it was there', async () => {
    const id = referral({ company: 'Second' });
    await client.send(new RejectEngagementInvitationCommand({ Catalog: 'AWS', Identifier: id, RejectionReason: 'Customer problem unclear' }));
    const invitation = await invitationOf(id);
    assert.equal(invitation.Status, 'REJECTED');
    assert.equal(invitation.RejectionReason, 'Customer problem unclear');
    assert.equal(invitation.Payload, undefined);
    await assert.rejects(client.send(new StartEngagementByAcceptingInvitationTaskCommand({ Catalog: 'AWS', Identifier: id })), ValidationException);
    await assert.rejects(other.send(new GetEngagementInvitationCommand({ Catalog: 'AWS', Identifier: id })), ResourceNotFoundException);
  });

  async function acceptedLead(company: string, more: Record<string, string> = {}): Promise<{ engagement: string; context: string; task: string }> {
    const sent = running.control.act('aws', 'send-lead', {
      account: accountA,
      company,
      title: `Interest of ${company}`,
      problem: 'Reports on the fleet take all night, and are late.',
      city: 'Kiel',
      ...more,
    }) as { invitation: string; engagement: string };
    const before = await invitationOf(sent.invitation);
    assert.equal(before.PayloadType, 'LeadInvitation');
    assert.equal(before.Payload?.LeadInvitation?.Customer?.CompanyName, company);
    const start = { Catalog: 'AWS', ClientToken: sent.invitation, Identifier: sent.invitation };
    await client.send(new StartEngagementByAcceptingInvitationTaskCommand(start));
    running.control.advance(3000);
    const accepted = await client.send(new StartEngagementByAcceptingInvitationTaskCommand(start));
    assert.deepEqual([accepted.TaskStatus, accepted.OpportunityId], ['COMPLETE', undefined]);
    const { Contexts } = await client.send(new GetEngagementCommand({ Catalog: 'AWS', Identifier: sent.engagement }));
    const context = Contexts?.find(({ Type }) => Type === 'Lead')?.Id ?? '';
    const input = { Catalog: 'AWS', ClientToken: 'convert', Identifier: sent.engagement, ContextIdentifier: context };
    const { TaskId } = await client.send(new StartOpportunityFromEngagementTaskCommand({ ...input, ClientToken: `convert-${sent.invitation}` }));
    running.control.advance(3000);
    return { engagement: sent.engagement, context, task: TaskId ?? '' };
  }
  const conversion = async (task: string) =>
    (await client.send(new ListOpportunityFromEngagementTasksCommand({ Catalog: 'AWS', TaskIdentifier: [task] }))).TaskSummaries?.[0];

  test('a lead that is accepted has no opportunity until a task of its own makes one', async () => {
    const { engagement, context, task } = await acceptedLead('Fjord Ferries');
    const done = await conversion(task);
    assert.deepEqual([done?.TaskStatus, done?.EngagementId, done?.ContextId], ['COMPLETE', engagement, context]);
    const made = await read(client, done?.OpportunityId ?? '');
    assert.equal(made.LifeCycle?.ReviewStatus, 'Pending Submission');
    assert.equal(made.Customer?.Account?.CompanyName, 'Fjord Ferries');
    assert.equal(made.Customer?.Account?.Address?.City, 'Kiel');
    assert.equal(made.Project?.CustomerBusinessProblem, 'Reports on the fleet take all night, and are late.');
    const again = await client.send(
      new StartOpportunityFromEngagementTaskCommand({ Catalog: 'AWS', ClientToken: 'once more', Identifier: engagement, ContextIdentifier: context }),
    );
    running.control.advance(3000);
    const refused = await conversion(again.TaskId ?? '');
    assert.deepEqual([refused?.TaskStatus, refused?.ReasonCode], ['FAILED', 'OpportunityConflict']);
  });

  test('a disqualified lead becomes no opportunity', async () => {
    const refused = await conversion((await acceptedLead('Still Waters', { qualification: 'Disqualified' })).task);
    assert.deepEqual([refused?.TaskStatus, refused?.ReasonCode, refused?.OpportunityId], ['FAILED', 'DisqualifiedLeadNotPermitted', undefined]);
  });

  test('an opportunity has tags and a team of its own', async () => {
    const id = await approved(running, client);
    const { Arn } = await read(client, id);
    const tagsNow = async () => (await client.send(new ListTagsForResourceCommand({ ResourceArn: Arn }))).Tags;
    assert.deepEqual(await tagsNow(), []);
    const Tags = ['team', 'region'].map((Key) => ({ Key, Value: `${Key} one` }));
    await client.send(new TagResourceCommand({ ResourceArn: Arn, Tags }));
    await client.send(new TagResourceCommand({ ResourceArn: Arn, Tags: [{ Key: 'team', Value: 'alliances' }] }));
    await client.send(new UntagResourceCommand({ ResourceArn: Arn, TagKeys: ['region'] }));
    assert.deepEqual(await tagsNow(), [{ Key: 'team', Value: 'alliances' }]);
    await assert.rejects(other.send(new ListTagsForResourceCommand({ ResourceArn: Arn })), ResourceNotFoundException);
    const Assignee = { Email: 'ida@ours.example', FirstName: 'Ida', LastName: 'Holm', BusinessTitle: 'Alliances' };
    await client.send(new AssignOpportunityCommand({ Catalog: 'AWS', Identifier: id, Assignee }));
    assert.deepEqual((await read(client, id)).OpportunityTeam, [Assignee]);
  });

  test('an invitation expires after fifteen days', async () => {
    const id = referral({ company: 'Third' });
    running.control.advance(15 * day - 60_000);
    assert.equal((await invitationOf(id)).Status, 'PENDING');
    running.control.advance(60_000);
    assert.equal((await invitationOf(id)).Status, 'EXPIRED');
    await assert.rejects(client.send(new RejectEngagementInvitationCommand({ Catalog: 'AWS', Identifier: id, RejectionReason: 'Late' })), ValidationException);
  });

  const engagementOf = async (opportunity: string): Promise<string> => {
    const { TaskSummaries } = await client.send(new ListEngagementFromOpportunityTasksCommand({ Catalog: 'AWS', OpportunityIdentifier: [opportunity] }));
    return TaskSummaries?.[0]?.EngagementId ?? '';
  };
  const invite = (engagement: string, account: string): CreateEngagementInvitationCommandInput => ({
    Catalog: 'AWS',
    EngagementIdentifier: engagement,
    Invitation: {
      Message: 'Join us',
      Receiver: { Account: { AwsAccountId: account } },
      Payload: {
        OpportunityInvitation: {
          ReceiverResponsibilities: ['Reseller'],
          Customer: { Industry: 'Retail', CompanyName: 'Ravn', WebsiteUrl: 'www.ravn.example', CountryCode: 'DE' },
          Project: {
            Title: 'Data platform',
            BusinessProblem: 'Reports on the fleet take a week.',
            TargetCompletionDate: '2030-01-01',
            ExpectedCustomerSpend: [{ Amount: '100', CurrencyCode: 'EUR', Frequency: 'Monthly', TargetCompany: 'AWS' }],
          },
        },
      },
    },
  });

  test('a second partner gets its own opportunity, whose review follows the first', async () => {
    const mine = await submitted(running, client);
    const engagement = await engagementOf(mine);
    const { Id: invitation } = await client.send(new CreateEngagementInvitationCommand(invite(engagement, accountB)));
    const accepted = await other.send(new StartEngagementByAcceptingInvitationTaskCommand({ Catalog: 'AWS', Identifier: invitation }));
    running.control.advance(3000);
    const { TaskSummaries } = await other.send(
      new ListEngagementByAcceptingInvitationTasksCommand({ Catalog: 'AWS', TaskIdentifier: [accepted.TaskId ?? ''] }),
    );
    const theirs = TaskSummaries?.[0]?.OpportunityId ?? '';
    assert.notEqual(theirs, mine);
    const copy = await read(other, theirs);
    assert.equal(copy.LifeCycle?.ReviewStatus, 'Submitted');
    assert.equal(copy.PartnerOpportunityIdentifier, undefined);
    assert.equal(copy.Customer?.Contacts, undefined);
    await assert.rejects(read(other, mine), ResourceNotFoundException);

    running.control.act('aws', 'approve-opportunity', { opportunity: mine });
    assert.equal((await read(other, theirs)).LifeCycle?.ReviewStatus, 'Approved');
    const members = await other.send(new ListEngagementMembersCommand({ Catalog: 'AWS', Identifier: engagement }));
    assert.deepEqual(members.EngagementMemberList?.map((one) => one.AccountId).toSorted(), [accountA, accountB, 'aws']);
    const shared = await other.send(new ListEngagementResourceAssociationsCommand({ Catalog: 'AWS', EngagementIdentifier: engagement }));
    assert.deepEqual(shared.EngagementResourceAssociationSummaries?.map((one) => one.ResourceId).toSorted(), [mine, theirs].toSorted());
    const engagements = await other.send(new ListEngagementsCommand({ Catalog: 'AWS', EngagementIdentifier: [engagement] }));
    assert.equal(engagements.EngagementSummaryList?.[0]?.MemberCount, 3);
  });

  test('who joins an approved engagement brings its own use case and spend', async () => {
    const mine = await approved(running, client);
    const { Id: invitation } = await client.send(new CreateEngagementInvitationCommand(invite(await engagementOf(mine), accountB)));
    const joined = running.control.act('aws', 'accept-invitation', { invitation: invitation ?? '' }) as { opportunity: string };
    const copy = await read(other, joined.opportunity);
    assert.equal(copy.LifeCycle?.ReviewStatus, 'Approved');
    assert.equal(copy.Project?.Title, 'Data platform');
    for (const absent of [
      copy.Project?.CustomerUseCase,
      copy.Project?.ExpectedCustomerSpend,
      copy.Project?.DeliveryModels,
      copy.PrimaryNeedsFromAws,
      copy.LifeCycle?.TargetCloseDate,
    ]) {
      assert.equal(absent, undefined);
    }
  });

  test('an engagement takes nine invited partners, and only connected ones', async () => {
    const engagement = await engagementOf(await submitted(running, client));
    running.control.act('aws', 'set-connection', { account: accountA, otherAccount: '600000000000', connected: 'no' });
    await assert.rejects(client.send(new CreateEngagementInvitationCommand(invite(engagement, '600000000000'))), AccessDeniedException);
    for (let count = 1; count <= 9; count += 1) await client.send(new CreateEngagementInvitationCommand(invite(engagement, `60000000000${count}`)));
    await assert.rejects(client.send(new CreateEngagementInvitationCommand(invite(engagement, '700000000000'))), ValidationException);
    const empty = await client.send(new CreateEngagementCommand({ Catalog: 'AWS', Title: 'Nothing submitted', Description: 'Yet' }));
    await assert.rejects(client.send(new CreateEngagementInvitationCommand(invite(empty.Id ?? '', accountB))), ValidationException);
  });

  test("a snapshot job republishes only with a role, and AWS' full view is for the owner", async () => {
    const mine = await approved(running, client);
    const engagement = await engagementOf(mine);
    const of = { Catalog: 'AWS', EngagementIdentifier: engagement, ResourceType: 'Opportunity', ResourceIdentifier: mine } as const;
    const revisions = async (): Promise<number> =>
      (await client.send(new ListResourceSnapshotsCommand({ ...of, ResourceSnapshotTemplateIdentifier: 'OpportunitySummaryView' }))).ResourceSnapshotSummaries
        ?.length ?? 0;
    const step = async (NextSteps: string): Promise<void> => {
      const put = putOf(await read(client, mine));
      await client.send(new UpdateOpportunityCommand({ ...put, LifeCycle: { ...put.LifeCycle, NextSteps } }));
    };
    const at = await revisions();
    await step('Without a role');
    assert.equal(await revisions(), at);
    const { TaskSummaries } = await client.send(new ListEngagementFromOpportunityTasksCommand({ Catalog: 'AWS', OpportunityIdentifier: [mine] }));
    const job = await client.send(
      new GetResourceSnapshotJobCommand({ Catalog: 'AWS', ResourceSnapshotJobIdentifier: TaskSummaries?.[0]?.ResourceSnapshotJobId }),
    );
    assert.equal(job.Status, 'Running');
    assert.match(job.LastFailure ?? '', /role/);

    await client.send(new PutSellingSystemSettingsCommand({ Catalog: 'AWS', ResourceSnapshotJobRoleIdentifier: 'Snapshots' }));
    await step('With a role');
    assert.equal(await revisions(), at + 1);
    const latest = await client.send(new GetResourceSnapshotCommand({ ...of, ResourceSnapshotTemplateIdentifier: 'OpportunitySummaryView' }));
    assert.equal(latest.Payload?.OpportunitySummary?.Lifecycle?.NextSteps, 'With a role');

    await client
      .send(new CreateEngagementInvitationCommand(invite(engagement, accountB)))
      .then(({ Id }) => running.control.act('aws', 'accept-invitation', { invitation: Id ?? '' }));
    const full = new GetResourceSnapshotCommand({ ...of, ResourceSnapshotTemplateIdentifier: 'AwsOpportunitySummaryFullView' });
    assert.equal((await client.send(full)).Payload?.AwsOpportunitySummaryFullView?.RelatedOpportunityId, mine);
    await assert.rejects(other.send(full), ResourceNotFoundException);
  });
});

test('events have the shape of EventBridge, identifiers only, and are signed', async () => {
  const running = await startAws();
  const client = clientOf(running, accountA);
  const received: { body: string; headers: NodeJS.Dict<string | string[]> }[] = [];
  const receiver = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString('utf8');
      received.push({ body, headers: request.headers });
      response.writeHead(204).end();
    })();
  }).listen(0, '127.0.0.1');
  await eventOnce(receiver, 'listening');
  try {
    running.control.subscribe({ simulator: 'aws', url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`, secret: 'secret' });
    const id = await approved(running, client);
    await running.control.settle();
    const types = received.map(({ body }) => (JSON.parse(body) as { 'detail-type': string })['detail-type']);
    const afterSubmission = [
      'Engagement Created',
      'Engagement Member Added',
      'Engagement Resource Snapshot Created',
      'Engagement Invitation Created',
      'Opportunity Updated',
    ];
    const afterApproval = ['Engagement Invitation Accepted', 'Engagement Member Added', 'Opportunity Updated', 'Engagement Resource Snapshot Created'];
    const start = types.indexOf('Engagement Created');
    assert.deepEqual(types.slice(start, start + 5), afterSubmission);
    assert.deepEqual(types.slice(start + 5, start + 9), afterApproval);
    const updated = JSON.parse(received.find(({ body }) => body.includes('"Opportunity Updated"'))?.body ?? '{}') as { source: string; detail: object };
    assert.equal(updated.source, 'aws.partnercentral-selling');
    assert.deepEqual(updated.detail, { schemaVersion: '1', catalog: 'AWS', opportunity: { identifier: id } });
    for (const { body, headers } of received) {
      assert.equal(headers['x-entente-signature'], createHmac('sha256', 'secret').update(body).digest('hex'));
      assert.equal(headers['x-entente-event-id'], (JSON.parse(body) as { id: string }).id);
      assert.ok(!body.includes('Ravn'));
    }
  } finally {
    client.destroy();
    receiver.close();
    await running.stop();
  }
});
