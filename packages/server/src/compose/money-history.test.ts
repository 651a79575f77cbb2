import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moneyHistory } from './money-history.ts';

test('in thousands of random histories no money is lost, made or owed to nobody', () => {
  for (let seed = 1; seed <= 3_000; seed += 1) assert.equal(moneyHistory(seed), null, `history ${seed}`);
});
