import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeClaim, type Authorisation, type ProofLine } from './ship-and-debit.ts';

const authorisation: Authorisation = {
  id: 'a',
  partnerId: 'p',
  productId: 'x',
  customer: 'Acme',
  from: '2027-01-01',
  to: '2027-04-01',
  currency: 'EUR',
  supportMinor: 10_000n,
  mostUnits: '10',
};
const proof = (over: Partial<ProofLine> = {}): ProofLine => ({
  key: 'pos-1',
  authorisationId: 'a',
  productId: 'x',
  customer: 'Acme',
  soldOn: '2027-02-01',
  quantity: '7',
  currency: 'EUR',
  claimedMinor: 70_000n,
  ...over,
});
const judge = (lines: ProofLine[]) => judgeClaim([authorisation], 'p', lines, { proofs: new Set(['old']), units: new Map() });

test('each proof once, within the authorisation, and for no more than it gives', () => {
  assert.equal(judge([proof()]).creditMinor, 70_000n);
  const both = judge([proof(), proof(), proof({ key: 'pos-2', quantity: '5', claimedMinor: 50_000n })]);
  assert.deepEqual(
    both.lines.map(({ state, creditMinor }) => [state, creditMinor]),
    [
      ['credited', 70_000n],
      ['refused', 0n],
      ['partly', 30_000n],
    ],
  );
  for (const over of [
    { key: 'old' },
    { productId: 'y' },
    { customer: 'Other' },
    { soldOn: '2027-04-01' },
    { currency: 'USD' },
    { quantity: '0' },
    { claimedMinor: -1n },
    { authorisationId: 'z' },
  ] as const)
    assert.equal(judge([proof(over)]).lines[0]?.state, 'refused', JSON.stringify(Object.keys(over)));
  assert.deepEqual(judge([proof({ claimedMinor: 90_000n })]).lines[0], {
    key: 'pos-1',
    state: 'partly',
    creditMinor: 70_000n,
    sentence: 'More was claimed than the authorisation gives.',
  });
  assert.equal(judgeClaim([authorisation], 'other', [proof()], { proofs: new Set(), units: new Map() }).creditMinor, 0n);
});
