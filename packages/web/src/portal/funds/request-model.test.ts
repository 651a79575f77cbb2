import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, emptyRequest, faultsOf, mostOf, type RequestDraft } from './request-model.ts';

const typed: RequestDraft = {
  ...emptyRequest(undefined),
  allocationId: 'fund',
  activityType: 'event',
  name: ' Breakfast ',
  description: 'One morning at the quay.',
  startsOn: '2026-12-10',
  endsOn: '2026-12-10',
  localCurrency: 'SEK',
  cost: '124,000',
  requested: '62 000.50',
};

test('a request is stored as it was typed, in minor units', () => {
  assert.deepEqual(faultsOf(typed, 'EUR'), {});
  const body = bodyOf({ ...typed, pipeline: '400000', contacts: '30' }, 'EUR');
  assert.deepEqual(
    [body.name, body.totalCostMinor, body.requestedLocalMinor, body.expectedPipelineMinor, body.targetContacts, body.place],
    ['Breakfast', 12_400_000, 6_200_050, 40_000_000, 30, null],
  );
});

test('what is missing or contradicts itself is named at its field', () => {
  assert.deepEqual(faultsOf({ ...typed, name: ' ', endsOn: '2026-12-09', requested: '124001', contacts: '3.5' }, 'EUR'), {
    name: 'missing',
    endsOn: 'order',
    requested: 'cost',
    contacts: 'count',
  });
  assert.deepEqual(faultsOf({ ...typed, cost: 'much', requested: '0' }, 'EUR'), { cost: 'amount', requested: 'amount' });
});

test('the share of a fund is rounded as the server rounds it', () => {
  assert.equal(mostOf(12_345, 5_000), 6_173);
  assert.equal(mostOf(10_001, 3_333), 3_333);
});
