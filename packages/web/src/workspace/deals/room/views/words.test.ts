import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { isUnderWay, plainWords } from './words.ts';

const step = (status: 'waiting' | 'under_way' | 'done' | 'failed') => ({
  id: '1',
  step: 'submit' as const,
  status,
  sentence: null,
  issues: [],
  createdBy: 'Ada',
  createdAt: '2026-11-21T10:00:00Z',
  finishedAt: null,
});

test('words of other systems are spelled out', () => {
  deepEqual(['AwsMarketplaceOffers', 'co_sell', 'Co-Sell', ''].map(plainWords), ['Aws Marketplace Offers', 'Co sell', 'Co-Sell', '']);
});

test('a view is under way while it waits itself or a step of it does', () => {
  equal(isUnderWay({ status: 'same', steps: [step('done'), step('failed')] }), false);
  equal(isUnderWay({ status: 'same', steps: [step('done'), step('under_way')] }), true);
  equal(isUnderWay({ status: 'waiting', steps: [] }), true);
  equal(isUnderWay({ status: 'locked', steps: [] }), false);
});
