import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { CreateOpportunityCommandInput, UpdateOpportunityCommandInput } from '@aws-sdk/client-partnercentral-selling';
import fc from 'fast-check';
import { newId } from '@entente/kernel';
import type { CosellRemote, Goal, PlanResult } from '../../modules/clouds/index.ts';
import type { OutsideRecord } from '../../modules/sync/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { sellingClient } from './client.ts';
import { apply } from './fields.ts';
import { awsCosellPort, awsCosellRecords } from './index.ts';
import { getOpportunity } from './opportunity.ts';
import { planAws } from './plan.ts';
import { complete, simulatedAws } from './simulated.fixture.ts';
import type { Fields, Value, Values } from './values.ts';

/*
 * The plan is held against another product: what it allows is accepted there, and what it blocks is refused there. Requests go through
 * the official client as they are, past our own checks.
 */
const aws = await simulatedAws();
after(() => aws.stop());
const { control, world } = aws.simulators;
const access = aws.access();
const selling = sellingClient(access);
const records = awsCosellRecords(access);
const port = awsCosellPort(access);
const today = (): string => world.clock.now().toISOString().slice(0, 10);
const CLOSE = new Date(world.clock.now().getTime() + 90 * 86_400_000).toISOString().slice(0, 10);
const base = complete(CLOSE);

const pools: Readonly<Record<string, readonly Value[]>> = {
  'Customer.Account.CompanyName': ['Nordwind Logistik', null, 'x'.repeat(121)],
  'Customer.Account.WebsiteUrl': ['www.nordwind.example', 'a.b', null, `www.${'x'.repeat(252)}`],
  'Customer.Account.Industry': ['Retail', 'Government', 'Other', null, 'Fishing'],
  'Customer.Account.OtherIndustry': ['Boats', null],
  'Customer.Account.AwsAccountId': ['123456789012', 'alias1', null, '12-3'],
  'Customer.Account.Duns': ['123456789', null, '12'],
  'Customer.Account.Address.CountryCode': ['DE', 'US', 'AE', null, 'XX'],
  'Customer.Account.Address.StateOrRegion': ['Hamburg', 'New York', 'Dist. of Columbia', 'NY', null],
  'Customer.Account.Address.PostalCode': ['20095', null, 'x'.repeat(21)],
  'contact.email': ['Ada@Nordwind.example', null, 'nobody'],
  'contact.phone': ['+49 40 1234', null, '040 1'],
  'contact.name': ['Ada Lund', 'Cher', `${'a'.repeat(81)} b`, null],
  'contact.title': ['CEO', null, 'x'.repeat(81)],
  'Project.Title': ['Move: "all" & <more>', null, 'x'.repeat(256)],
  'Project.CustomerBusinessProblem': ['Twenty characters and more.', 'short', null, 'x'.repeat(2001)],
  'Project.CustomerUseCase': ['Database', 'Security & Compliance', null, 'Nothing'],
  'Project.DeliveryModels': [['Resell', 'Other'], [], ['Boat']],
  'Project.SalesActivities': [['SOW Signed'], []],
  'Project.OtherSolutionDescription': ['In words', null],
  'Project.AdditionalComments': ['Seen', null, 'x'.repeat(256)],
  'Project.RelatedOpportunityIdentifier': ['O1', null, '4711'],
  'Project.CompetitorName': ['Microsoft Azure', 'A local firm', null],
  'spend.currency': ['EUR', 'USD', 'GBP', 'JPY'],
  'spend.monthly': [0, 1, 123_456, null, -5],
  'spend.tcv': [0, 99_00, null],
  OpportunityType: ['Expansion', 'Flat Renewal', null],
  NationalSecurity: [true, false, null],
  PrimaryNeedsFromAws: [['Co-Sell - Deal Support'], []],
  'LifeCycle.Stage': ['Prospect', 'Committed', 'Launched', 'Closed Lost', 'Nowhere'],
  'LifeCycle.ClosedLostReason': ['Price', null],
  'LifeCycle.NextSteps': ['Call', null, 'x'.repeat(256)],
  'LifeCycle.TargetCloseDate': [CLOSE, '2020-01-01', '2027-02-31', null],
  'Marketing.AwsFundingUsed': [true, false, null],
};
/** Some fields of a complete deal changed to something good, bad or nothing. */
const changes = (keys: readonly string[], most: number): fc.Arbitrary<Values> =>
  fc
    .uniqueArray(fc.constantFrom(...keys), { maxLength: most })
    .chain((chosen) => fc.tuple(...chosen.map((key) => fc.constantFrom(...(pools[key] ?? [null])).map((value): readonly [string, Value] => [key, value]))))
    .map((pairs) => Object.fromEntries(pairs));
const keys = Object.keys(pools);

const blocks = (result: PlanResult): boolean => result.issues.some(({ severity }) => severity !== 'warning');
const planned = (theirs: Values, remote: OutsideRecord | null, goal: Goal): PlanResult =>
  planAws({ ours: {}, theirs, links: [] }, remote === null ? null : asRemote(remote), goal, today());
const asRemote = (record: OutsideRecord): CosellRemote => ({
  id: record.id,
  values: record.values,
  state: record.state ?? null,
  locked: record.locked ?? null,
  links: (record.links ?? []).map(({ type, id }) => ({ type, id })),
});
/** Null when it was accepted. */
async function refusedBecause(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    assert.ok(error instanceof OutsideError && error.failure === 'invalid', String(error));
    return error.message;
  }
}
async function createRaw(values: Values): Promise<{ id: string | null; why: string | null }> {
  const body: Fields = {};
  apply(body, values);
  const input = { ...body, Catalog: 'AWS', ClientToken: newId(), Origin: 'Partner Referral' } as CreateOpportunityCommandInput;
  let id: string | null = null;
  const why = await refusedBecause(async () => {
    id = (await selling.call('CreateOpportunity', input, (client, sdk) => client.send(new sdk.CreateOpportunityCommand(input)))).Id ?? null;
  });
  return { id, why };
}
async function updateRaw(id: string, values: Values): Promise<string | null> {
  const now = await getOpportunity(selling, id);
  assert.ok(now);
  const body = structuredClone(now.body);
  apply(body, values);
  const input = { ...body, Catalog: 'AWS', Identifier: id, LastModifiedDate: now.modified } as UpdateOpportunityCommandInput;
  return refusedBecause(() => selling.call('UpdateOpportunity', input, (client, sdk) => client.send(new sdk.UpdateOpportunityCommand(input))));
}
async function submitRaw(id: string): Promise<boolean> {
  let progress = await port.submit({ outsideId: id }, { involvement: null, visibility: null }, newId());
  while (!progress.done) {
    world.clock.advance(2_500);
    progress = await port.ask(progress.handle, newId());
  }
  return !('failed' in progress);
}
async function read(id: string): Promise<OutsideRecord> {
  const [record] = await records.read('opportunity', [], [id]);
  assert.ok(record);
  return record;
}
const approve = (id: string): unknown => control.act('aws', 'approve-opportunity', { opportunity: id });
const review = (result: PlanResult): string => JSON.stringify(result.issues);
/** Written as plan says: only what it would write. */
const writesOf = (result: PlanResult): Values => Object.fromEntries(result.writes.map(({ outsideField, to }) => [outsideField, to]));

test('making: allowed is accepted, blocked is refused', async () => {
  let allowed = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(changes(keys, 4), async (change) => {
      const values = { ...base, ...change };
      const result = planned(values, null, { kind: 'save' });
      const { why } = await createRaw(writesOf(result));
      if (blocks(result)) refused += 1;
      else allowed += 1;
      assert.equal(why !== null, blocks(result), `${review(result)} — ${why ?? 'accepted'}`);
    }),
    { numRuns: 250 },
  );
  assert.ok(allowed > 20 && refused > 20, `${allowed} allowed, ${refused} refused`);
});

test('submitting: allowed goes through, blocked fails', async () => {
  const results = { true: 0, false: 0 };
  await fc.assert(
    fc.asyncProperty(changes(keys, 3), async (change) => {
      const values = { ...base, ...change };
      if (blocks(planned(values, null, { kind: 'save' }))) return;
      const { id } = await createRaw(values);
      assert.ok(id);
      const result = planned(values, await read(id), { kind: 'submit' });
      const through = await submitRaw(id);
      results[through ? 'true' : 'false'] += 1;
      assert.equal(through, !blocks(result), review(result));
    }),
    { numRuns: 200 },
  );
  assert.ok(results.true > 5 && results.false > 5, JSON.stringify(results));
});

type Standing = 'draft' | 'waiting' | 'needs_work' | 'accepted' | 'refused' | 'launched' | 'lost';
async function standing(at: Standing): Promise<OutsideRecord> {
  const { id } = await createRaw({ ...base, 'Customer.Account.AwsAccountId': '123456789012' });
  assert.ok(id);
  if (at === 'draft') return read(id);
  await port.link(id, { type: 'Solutions', id: `S-${access.account}01` }, true);
  assert.ok(await submitRaw(id));
  if (at === 'needs_work') control.act('aws', 'request-action', { opportunity: id, comments: 'Mend it' });
  if (at === 'refused') control.act('aws', 'reject-opportunity', { opportunity: id, comments: 'No' });
  if (at === 'accepted' || at === 'launched' || at === 'lost') approve(id);
  if (at === 'launched') assert.equal(await updateRaw(id, { 'LifeCycle.Stage': 'Launched' }), null);
  if (at === 'lost') assert.equal(await updateRaw(id, { 'LifeCycle.Stage': 'Closed Lost', 'LifeCycle.ClosedLostReason': 'Price' }), null);
  return read(id);
}

for (const at of ['draft', 'waiting', 'needs_work', 'accepted', 'refused', 'launched', 'lost'] as const)
  test(`changing while ${at}: what plan would write is accepted, what it blocks or locks is refused`, async () => {
    await fc.assert(
      fc.asyncProperty(changes(keys, 3), async (change) => {
        const record = await standing(at);
        const wanted = { ...record.values, ...change };
        const result = planned(wanted, record, { kind: 'save' });
        // What is locked alone is refused.
        const [shut] = result.locked;
        if (shut !== undefined) {
          const why = await updateRaw(record.id, { [shut.outsideField]: wanted[shut.outsideField] ?? null });
          assert.notEqual(why, null, `${shut.outsideField} was accepted though it is locked`);
        }
        if (result.writes.length === 0) return;
        const why = await updateRaw(record.id, writesOf(result));
        assert.equal(why !== null, blocks(result), `${review(result)} — ${why ?? 'accepted'}`);
      }),
      { numRuns: 40 },
    );
  });

test('moving the stage after approval: allowed is accepted, blocked is refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('qualified', 'technical', 'business', 'committed', 'won', 'lost'),
      fc.boolean(),
      changes(['Customer.Account.AwsAccountId', 'LifeCycle.ClosedLostReason', 'LifeCycle.NextSteps'], 3),
      async (stage, linked, change) => {
        const { id } = await createRaw(base);
        assert.ok(id);
        if (linked) await port.link(id, { type: 'Solutions', id: `S-${access.account}01` }, true);
        assert.ok(await submitRaw(id));
        approve(id);
        const record = await read(id);
        const result = planned({ ...record.values, ...change }, record, { kind: 'stage', stage });
        const why = await updateRaw(id, writesOf(result));
        assert.equal(why !== null, blocks(result), `${stage}: ${review(result)} — ${why ?? 'accepted'}`);
      },
    ),
    { numRuns: 60 },
  );
});
