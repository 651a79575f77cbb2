import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupOfEvent } from './timeline-groups.ts';

test('each event of a deal stands in one group, unknown ones with the deal', () => {
  assert.equal(groupOfEvent('deal.stage_moved'), 'deal');
  assert.equal(groupOfEvent('participant.added'), 'partners');
  assert.equal(groupOfEvent('outcome.logged'), 'talk');
  assert.equal(groupOfEvent('run.started'), 'cosell');
  assert.equal(groupOfEvent('something.new'), 'deal');
});
