import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  AcceptEngagementInvitationCommand,
  AssociateOpportunityCommand,
  ConflictException,
  CreateOpportunityCommand,
  GetAwsOpportunitySummaryCommand,
  ListEngagementFromOpportunityTasksCommand,
  ListOpportunitiesCommand,
  ListSolutionsCommand,
  ResourceNotFoundException,
  StartEngagementFromOpportunityTaskCommand,
  SubmitOpportunityCommand,
  ThrottlingException,
  UpdateOpportunityCommand,
  ValidationException,
  paginateListOpportunities,
} from '@aws-sdk/client-partnercentral-selling';
import type { PartnerCentralSellingClient } from '@aws-sdk/client-partnercentral-selling';
import { ActRefused } from '../../core/simulator.ts';
import type { RunningSimulators } from '../../start-simulators.ts';
import { accountA, accountB, approved, clientOf, completeInput, created, inDays, putOf, read, solutionA, startAws, submitted } from './cosell-fixture.ts';

const refusal = async (work: Promise<unknown>): Promise<ValidationException> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ValidationException, `expected a ValidationException, got ${String(error)}`);
  return error;
};
const codes = (error: ValidationException): Record<string, string> =>
  Object.fromEntries((error.ErrorList ?? []).map((one) => [one.FieldName ?? '', one.Code ?? '']));

describe('AWS co-selling, with the official client', () => {
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

  test('an opportunity goes from its creation to its launch', async () => {
    const id = await created(running, client);
    assert.match(id, /^O\d{1,19}$/);
    const { SolutionSummaries } = await client.send(new ListSolutionsCommand({ Catalog: 'AWS' }));
    assert.equal(SolutionSummaries?.[0]?.Id, solutionA);
    const associate = new AssociateOpportunityCommand({
      Catalog: 'AWS',
      OpportunityIdentifier: id,
      RelatedEntityType: 'Solutions',
      RelatedEntityIdentifier: solutionA,
    });
    await client.send(associate);
    await assert.rejects(client.send(associate), ConflictException);

    const task = await client.send(
      new StartEngagementFromOpportunityTaskCommand({ Catalog: 'AWS', Identifier: id, AwsSubmission: { InvolvementType: 'Co-Sell' } }),
    );
    assert.equal(task.TaskStatus, 'IN_PROGRESS');
    running.control.advance(3000);
    const polled = await client.send(new ListEngagementFromOpportunityTasksCommand({ Catalog: 'AWS', TaskIdentifier: [task.TaskId ?? ''] }));
    assert.equal(polled.TaskSummaries?.[0]?.TaskStatus, 'COMPLETE');
    assert.match(polled.TaskSummaries?.[0]?.EngagementId ?? '', /^eng-[0-9a-z]{14}$/);
    assert.match(polled.TaskSummaries?.[0]?.EngagementInvitationId ?? '', /^engi-[0-9a-z]{13}$/);

    const waiting = await read(client, id);
    assert.equal(waiting.LifeCycle?.ReviewStatus, 'Submitted');
    const locked = await refusal(client.send(new UpdateOpportunityCommand(putOf(waiting))));
    assert.deepEqual(codes(locked), { 'LifeCycle.ReviewStatus': 'INVALID_RESOURCE_STATE' });

    running.control.act('aws', 'start-review', { opportunity: id });
    running.control.act('aws', 'request-action', { opportunity: id, comments: 'Which site?', fields: 'Customer.Account.WebsiteUrl' });
    const asked = await read(client, id);
    assert.equal(asked.LifeCycle?.ReviewStatus, 'Action Required');
    assert.equal(asked.LifeCycle?.ReviewComments, 'Which site?');
    const refused = putOf(asked);
    const beyond = await refusal(client.send(new UpdateOpportunityCommand({ ...refused, Project: { ...refused.Project, Title: 'Another title' } })));
    assert.deepEqual(codes(beyond), { 'Project.Title': 'ACTION_NOT_PERMITTED' });
    const corrected = putOf(asked);
    await client.send(
      new UpdateOpportunityCommand({
        ...corrected,
        Customer: {
          ...corrected.Customer,
          Account: { ...corrected.Customer?.Account, CompanyName: corrected.Customer?.Account?.CompanyName, WebsiteUrl: 'https://fleet.ravn.example' },
        },
      }),
    );
    assert.equal((await read(client, id)).LifeCycle?.ReviewStatus, 'Submitted');

    running.control.act('aws', 'approve-opportunity', { opportunity: id });
    const approvedNow = await read(client, id);
    assert.equal(approvedNow.LifeCycle?.ReviewStatus, 'Approved');
    const summary = await client.send(new GetAwsOpportunitySummaryCommand({ Catalog: 'AWS', RelatedOpportunityIdentifier: id }));
    assert.equal(summary.LifeCycle?.Stage, 'Qualified');
    assert.equal(summary.InvolvementType, 'Co-Sell');

    const stageOf = async (change: object): Promise<void> => {
      const put = putOf(await read(client, id));
      await client.send(new UpdateOpportunityCommand({ ...put, LifeCycle: { ...put.LifeCycle, ...change } }));
    };
    await stageOf({ Stage: 'Technical Validation' });
    await stageOf({ Stage: 'Committed', NextSteps: 'Sign' });
    await stageOf({ Stage: 'Launched' });
    const launched = await read(client, id);
    assert.equal(launched.LifeCycle?.Stage, 'Launched');
    assert.deepEqual(
      launched.LifeCycle?.NextStepsHistory?.map((step) => step.Value),
      ['Sign', 'Workshop'],
    );
    const late = putOf(launched);
    assert.deepEqual(codes(await refusal(client.send(new UpdateOpportunityCommand({ ...late, LifeCycle: { ...late.LifeCycle, NextSteps: 'Later' } })))), {
      'LifeCycle.NextSteps': 'ACTION_NOT_PERMITTED',
    });
    await client.send(new UpdateOpportunityCommand({ ...late, Project: { ...late.Project, AdditionalComments: 'Live since today' } }));
  });

  test('an update replaces everything: what is left out is gone', async () => {
    const id = await created(running, client);
    const now = await read(client, id);
    await client.send(
      new UpdateOpportunityCommand({ Catalog: 'AWS', Identifier: id, LastModifiedDate: now.LastModifiedDate, Project: { Title: 'Only this' } }),
    );
    const left = await read(client, id);
    assert.equal(left.Project?.Title, 'Only this');
    assert.equal(left.Customer, undefined);
    assert.equal(left.Project?.CustomerBusinessProblem, undefined);
    assert.equal(left.PartnerOpportunityIdentifier, undefined);
  });

  test('after the approval, leaving a locked field out is refused as a change of it', async () => {
    const put = putOf(await read(client, await approved(running, client)));
    const error = await refusal(client.send(new UpdateOpportunityCommand({ ...put, PartnerOpportunityIdentifier: undefined })));
    assert.equal(error.Reason, 'BUSINESS_VALIDATION_FAILED');
    assert.deepEqual(codes(error), { PartnerOpportunityIdentifier: 'ACTION_NOT_PERMITTED' });
  });

  test('LastModifiedDate is the lock, and each change moves it', async () => {
    const id = await created(running, client);
    const first = await read(client, id);
    await client.send(new UpdateOpportunityCommand(putOf(first)));
    await assert.rejects(client.send(new UpdateOpportunityCommand(putOf(first))), ConflictException);
    const second = await read(client, id);
    assert.ok((second.LastModifiedDate?.getTime() ?? 0) > (first.LastModifiedDate?.getTime() ?? 0));
    await client.send(new UpdateOpportunityCommand(putOf(second)));
  });

  test('the same client token answers the same, and another body with it is a conflict', async () => {
    const input = { ...completeInput(running), ClientToken: 'token-1' };
    const first = await client.send(new CreateOpportunityCommand(input));
    const again = await client.send(new CreateOpportunityCommand(input));
    assert.equal(again.Id, first.Id);
    await assert.rejects(client.send(new CreateOpportunityCommand({ ...input, PartnerOpportunityIdentifier: 'other' })), ConflictException);
    const elsewhere = await other.send(new CreateOpportunityCommand(input));
    assert.notEqual(elsewhere.Id, first.Id);
  });

  test('what the model forbids is told all at once, with the path and the code of each field', async () => {
    const error = await refusal(
      client.send(
        new CreateOpportunityCommand({
          Catalog: 'AWS',
          Customer: { Account: { CompanyName: 'x'.repeat(121), Duns: '12' }, Contacts: [{ Email: 'Upper@Example.com' }] },
          Project: {
            CustomerBusinessProblem: 'too short',
            DeliveryModels: ['Nothing of the kind' as 'Other'],
            ExpectedCustomerSpend: [{ Amount: '1.234', CurrencyCode: 'EUR', Frequency: 'Monthly', TargetCompany: undefined }],
          },
        }),
      ),
    );
    assert.equal(error.Reason, 'REQUEST_VALIDATION_FAILED');
    assert.deepEqual(codes(error), {
      'Customer.Account.CompanyName': 'INVALID_STRING_FORMAT',
      'Customer.Account.Duns': 'INVALID_STRING_FORMAT',
      'Customer.Contacts[0].Email': 'INVALID_STRING_FORMAT',
      'Project.CustomerBusinessProblem': 'INVALID_STRING_FORMAT',
      'Project.DeliveryModels[0]': 'INVALID_ENUM_VALUE',
      'Project.ExpectedCustomerSpend[0].Amount': 'INVALID_STRING_FORMAT',
      'Project.ExpectedCustomerSpend[0].TargetCompany': 'REQUIRED_FIELD_MISSING',
    });
  });

  test('what the rules of co-selling forbid', async () => {
    const base = completeInput(running);
    const wrong: readonly [object, string, string][] = [
      [{ Origin: 'AWS Referral' }, 'Origin', 'ACTION_NOT_PERMITTED'],
      [{ NationalSecurity: 'Yes' }, 'NationalSecurity', 'INVALID_VALUE'],
      [{ OpportunityType: 'Flat Renewal' }, 'Project.RelatedOpportunityIdentifier', 'REQUIRED_FIELD_MISSING'],
      [{ LifeCycle: { Stage: 'Closed Lost', ClosedLostReason: 'Price' } }, 'LifeCycle.Stage', 'ACTION_NOT_PERMITTED'],
      [{ LifeCycle: { ...base.LifeCycle, TargetCloseDate: '2020-01-01' } }, 'LifeCycle.TargetCloseDate', 'INVALID_VALUE'],
      [{ LifeCycle: { ...base.LifeCycle, ClosedLostReason: 'Price' } }, 'LifeCycle.ClosedLostReason', 'INVALID_VALUE'],
      [{ LifeCycle: { ...base.LifeCycle, ReviewStatus: 'Approved' } }, 'LifeCycle.ReviewStatus', 'ACTION_NOT_PERMITTED'],
      [{ Marketing: { AwsFundingUsed: 'No', UseCases: ['AI/ML'] } }, 'Marketing.UseCases', 'INVALID_VALUE'],
      [{ Project: { ...base.Project, CustomerUseCase: 'Security &amp; Compliance' } }, 'Project.CustomerUseCase', 'INVALID_ENUM_VALUE'],
    ];
    for (const [change, field, code] of wrong) {
      const error = await refusal(client.send(new CreateOpportunityCommand({ ...base, ...change })));
      assert.equal(error.Reason, 'BUSINESS_VALIDATION_FAILED', field);
      assert.deepEqual(codes(error), { [field]: code });
    }
  });

  test('the stage stays while the opportunity waits for its submission, and a bare one cannot be submitted', async () => {
    const { Id: id } = await client.send(new CreateOpportunityCommand({ Catalog: 'AWS', Project: { Title: 'Bare' } }));
    const put = putOf(await read(client, id ?? ''));
    assert.deepEqual(codes(await refusal(client.send(new UpdateOpportunityCommand({ ...put, LifeCycle: { Stage: 'Committed' } })))), {
      'LifeCycle.Stage': 'ACTION_NOT_PERMITTED',
    });
    const error = await refusal(client.send(new SubmitOpportunityCommand({ Catalog: 'AWS', Identifier: id, InvolvementType: 'Co-Sell' })));
    assert.ok((error.ErrorList ?? []).length > 10);
    const task = await client.send(
      new StartEngagementFromOpportunityTaskCommand({ Catalog: 'AWS', Identifier: id, AwsSubmission: { InvolvementType: 'Co-Sell' } }),
    );
    running.control.advance(3000);
    const { TaskSummaries } = await client.send(new ListEngagementFromOpportunityTasksCommand({ Catalog: 'AWS', TaskIdentifier: [task.TaskId ?? ''] }));
    assert.equal(TaskSummaries?.[0]?.TaskStatus, 'FAILED');
    assert.equal(TaskSummaries?.[0]?.ReasonCode, 'OpportunityValidationFailed');
  });

  test('a loss needs its reason in the same update, and closes the opportunity', async () => {
    const id = await approved(running, client);
    const put = putOf(await read(client, id));
    assert.deepEqual(codes(await refusal(client.send(new UpdateOpportunityCommand({ ...put, LifeCycle: { ...put.LifeCycle, Stage: 'Closed Lost' } })))), {
      'LifeCycle.ClosedLostReason': 'REQUIRED_FIELD_MISSING',
    });
    await client.send(new UpdateOpportunityCommand({ ...put, LifeCycle: { ...put.LifeCycle, Stage: 'Closed Lost', ClosedLostReason: 'Price' } }));
    const lost = putOf(await read(client, id));
    assert.deepEqual(codes(await refusal(client.send(new UpdateOpportunityCommand(lost)))), { 'LifeCycle.ReviewStatus': 'INVALID_RESOURCE_STATE' });
  });

  test('in the Sandbox a partner plays the reviewer, in the AWS catalog it may not', async () => {
    const input: object = { ...completeInput(running), Catalog: 'Sandbox', Origin: 'AWS Referral' };
    const { Id: id } = await client.send(new CreateOpportunityCommand(input as ReturnType<typeof completeInput>));
    await client.send(new StartEngagementFromOpportunityTaskCommand({ Catalog: 'Sandbox', Identifier: id, AwsSubmission: { InvolvementType: 'Co-Sell' } }));
    running.control.advance(3000);
    const list = await client.send(new ListOpportunitiesCommand({ Catalog: 'Sandbox', Identifier: [id ?? ''] }));
    const lock = list.OpportunitySummaries?.[0]?.LastModifiedDate;
    await client.send(new UpdateOpportunityCommand({ Catalog: 'Sandbox', Identifier: id, LastModifiedDate: lock, LifeCycle: { ReviewStatus: 'Approved' } }));
    const now = await client.send(new ListOpportunitiesCommand({ Catalog: 'Sandbox', LifeCycleReviewStatus: ['Approved'] }));
    assert.deepEqual(
      now.OpportunitySummaries?.map((one) => one.Id),
      [id],
    );
    const real = await read(client, await submitted(running, client));
    const refused = new UpdateOpportunityCommand({
      Catalog: 'AWS',
      Identifier: real.Id,
      LastModifiedDate: real.LastModifiedDate,
      LifeCycle: { ReviewStatus: 'Approved' },
    });
    assert.deepEqual(codes(await refusal(client.send(refused))), { 'LifeCycle.ReviewStatus': 'ACTION_NOT_PERMITTED' });
  });

  test('text comes back escaped, and the company of a spend is coerced', async () => {
    const now = await read(client, await created(running, client));
    assert.equal(now.Customer?.Account?.CompanyName, 'Ravn &amp; Co&amp;colon; Shipping');
    assert.equal(now.Project?.CustomerUseCase, 'Big Data&amp;colon; Data Warehouse/Data Integration/ETL/Data Lake/BI');
    assert.equal(now.Customer?.Account?.WebsiteUrl, 'https://ravn.example');
    assert.equal(now.Project?.ExpectedCustomerSpend?.[0]?.TargetCompany, 'AWS');
  });

  test("nobody reads another account's opportunity, or in the other catalog", async () => {
    const id = await created(running, client);
    await assert.rejects(read(other, id), ResourceNotFoundException);
    await assert.rejects(client.send(new UpdateOpportunityCommand({ ...putOf(await read(client, id)), Catalog: 'Sandbox' })), ResourceNotFoundException);
  });

  test('a sweep by LastModifiedDate visits every opportunity once, in both directions', async () => {
    const sweeper = clientOf(running, '777700001111');
    const ids = await Promise.all(Array.from({ length: 23 }, (_, index) => created(running, sweeper, `sweep-${index}`)));
    for (const order of ['ASCENDING', 'DESCENDING'] as const) {
      const seen: { id: string; at: number }[] = [];
      for await (const page of paginateListOpportunities(
        { client: sweeper, pageSize: 5 },
        { Catalog: 'AWS', Sort: { SortBy: 'LastModifiedDate', SortOrder: order } },
      )) {
        for (const one of page.OpportunitySummaries ?? []) seen.push({ id: one.Id ?? '', at: one.LastModifiedDate?.getTime() ?? 0 });
      }
      assert.deepEqual(seen.map((one) => one.id).toSorted(), ids.toSorted());
      const times = seen.map((one) => one.at);
      assert.deepEqual(
        times,
        times.toSorted((one, two) => (order === 'ASCENDING' ? one - two : two - one)),
      );
    }
    const byName = await sweeper.send(
      new ListOpportunitiesCommand({ Catalog: 'AWS', MaxResults: 100, Sort: { SortBy: 'Identifier', SortOrder: 'ASCENDING' } }),
    );
    assert.deepEqual(
      byName.OpportunitySummaries?.map((one) => one.Id),
      ids.toSorted(),
    );
    sweeper.destroy();
  });

  test('what AWS changes on its side moves the lock, and shows in its summary', async () => {
    const id = await approved(running, client);
    const stale = putOf(await read(client, id));
    running.control.act('aws', 'aws-seller-update', { opportunity: id, stage: 'Contract Negotiation', nextSteps: 'Ask procurement' });
    const summary = await client.send(new GetAwsOpportunitySummaryCommand({ Catalog: 'AWS', RelatedOpportunityIdentifier: id }));
    assert.equal(summary.LifeCycle?.Stage, 'Contract Negotiation');
    assert.equal(summary.LifeCycle?.NextSteps, 'Ask procurement');
    await assert.rejects(client.send(new UpdateOpportunityCommand(stale)), ConflictException);
  });

  test('an act that the state forbids is refused with a sentence', async () => {
    const id = await created(running, client);
    assert.throws(() => running.control.act('aws', 'approve-opportunity', { opportunity: id }), ActRefused);
    await assert.rejects(client.send(new AcceptEngagementInvitationCommand({ Catalog: 'AWS', Identifier: 'engi-aaaaaaaaaaaaa' })), ResourceNotFoundException);
  });
});

test('quotas: one write and ten reads a second for each account, refilled by the clock', async () => {
  const running = await startAws({ real: () => 1_800_000_000_000 });
  const client = clientOf(running, accountA);
  const other = clientOf(running, accountB);
  try {
    running.control.setFaults('aws', { quotas: true });
    const id = await created(running, client);
    await assert.rejects(created(running, client), ThrottlingException);
    await created(running, other);
    running.control.advance(1000);
    await created(running, client);
    for (let count = 0; count < 10; count += 1) await read(client, id);
    await assert.rejects(read(client, id), ThrottlingException);
    running.control.advance(100);
    await read(client, id);
  } finally {
    client.destroy();
    other.destroy();
    await running.stop();
  }
});

test('a read may lag behind a write, and catches up', async () => {
  const running = await startAws({ real: () => 1_800_000_000_000 });
  const client = clientOf(running, accountA);
  try {
    running.control.setFaults('aws', { readLagMs: 3000 });
    const id = await created(running, client);
    await assert.rejects(read(client, id), ResourceNotFoundException);
    running.control.advance(3000);
    const first = await read(client, id);
    const put = putOf(first);
    await client.send(new UpdateOpportunityCommand({ ...put, LifeCycle: { ...put.LifeCycle, NextSteps: 'Changed' } }));
    assert.equal((await read(client, id)).LifeCycle?.NextSteps, 'Workshop');
    running.control.advance(3000);
    assert.equal((await read(client, id)).LifeCycle?.NextSteps, 'Changed');
  } finally {
    client.destroy();
    await running.stop();
  }
});

test('a restart goes on where it was', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'simulators-'));
  const file = join(folder, 'state.json');
  try {
    const first = await startAws({ file });
    const client = clientOf(first, accountA);
    const id = await submitted(first, client);
    const before = await read(client, id);
    const token = { ...completeInput(first), ClientToken: 'kept' };
    const once = await client.send(new CreateOpportunityCommand(token));
    client.destroy();
    await first.stop();

    const second = await startAws({ file });
    const later = clientOf(second, accountA);
    assert.ok(second.world.clock.aheadMs >= 3000);
    const afterwards = await read(later, id);
    assert.deepEqual({ ...afterwards, $metadata: undefined }, { ...before, $metadata: undefined });
    assert.equal((await later.send(new CreateOpportunityCommand(token))).Id, once.Id);
    const fresh = await created(second, later);
    assert.ok(Number(fresh.slice(1)) > Number(once.Id?.slice(1)));
    second.control.act('aws', 'approve-opportunity', { opportunity: id });
    assert.equal((await read(later, id)).LifeCycle?.ReviewStatus, 'Approved');
    assert.equal(
      (
        await later.send(
          new ListOpportunitiesCommand({
            Catalog: 'AWS',
            CustomerCompanyName: ['Ravn & Co: Shipping'],
            TargetCloseDate: { AfterTargetCloseDate: inDays(second, 1) },
          }),
        )
      ).OpportunitySummaries?.length,
      3,
    );
    later.destroy();
    await second.stop();
  } finally {
    await rm(folder, { recursive: true });
  }
});
