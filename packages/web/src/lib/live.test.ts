import assert from 'node:assert/strict';
import { test } from 'node:test';
import { belongsTo } from './api/areas.ts';
import { areasOf } from './live.ts';

test('a view that changed refreshes what outside systems show of deals, and not every list of deals', () => {
  const reads = (type: string, operation: string): boolean => areasOf(type).some((area) => belongsTo([operation], area));
  for (const operation of ['views.ofDeal', 'offers.list', 'offers.chain', 'agreements.get', 'entitlements.list'])
    assert.ok(reads('view.changed', operation), operation);
  for (const operation of ['deals.list', 'deals.get', 'acts.list', 'connections.list']) assert.ok(!reads('view.changed', operation), operation);
  for (const operation of ['views.ofDeal', 'deals.get', 'connections.get']) assert.ok(reads('view.linked', operation), operation);
});
