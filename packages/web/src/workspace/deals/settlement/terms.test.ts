import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALWAYS, clashOf, nextTerm, type FeeTerm } from './terms.ts';

const term = (from: string, marketplaceId: string | null = null, base: FeeTerm['base'] = 'buyer_price'): FeeTerm => ({
  from,
  marketplaceId,
  base,
  bearer: 'us',
  upliftBearer: 'seller',
});

test('two entries of one day for one marketplace clash, and those of other days or marketplaces do not', () => {
  assert.deepEqual([...clashOf([term(ALWAYS), term('2026-01-01'), term('2026-01-01', 'aws'), term('2026-01-01')])], [3]);
  assert.deepEqual([...clashOf([])], []);
});

test('a new entry begins with what holds for every marketplace now', () => {
  assert.deepEqual(nextTerm([term(ALWAYS), term('2026-01-01', null, 'wholesale'), term('2026-06-01', 'aws', 'list_price')], '2026-11-21'), {
    from: '2026-11-21',
    marketplaceId: null,
    base: 'wholesale',
    bearer: 'us',
    upliftBearer: 'seller',
  });
  assert.equal(nextTerm([], '2026-11-21').base, 'buyer_price');
});
