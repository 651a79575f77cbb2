import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hopsOf, isSide, shownChain, withoutPartnersPrice, type Price } from './chain.ts';
import { closesCircle, holdsOn, type Tie } from './tie.ts';

const partnerIds = ['p-one', 'p-two', 'p-three', 'p-four', 'p-five', 'p-six'];
const names = { vendor: 'Vendor', customer: 'Customer', partners: new Map(partnerIds.map((id) => [id, `Name of ${id}`])) };
const chains = fc.shuffledSubarray(partnerIds, { minLength: 1 });
const anyReader = fc.constantFrom(null, 'p-outside', ...partnerIds);

/** Each hop has an amount that no other hop has, so that it can be told from an answer whose it is. */
const pricesOf = (chain: readonly string[]): Price[] =>
  hopsOf(chain).map((hop) => ({
    ...hop,
    amountMinor: 70_001 + hop.hop * 1_111,
    currency: 'EUR',
    setBy: `Person ${hop.hop}`,
    setAt: '2026-03-01T09:00:00.000Z',
  }));

test('hops go from the vendor through each partner to the customer', () => {
  assert.deepEqual(hopsOf(['d', 'r']), [
    { hop: 0, sellerId: null, buyerId: 'd' },
    { hop: 1, sellerId: 'd', buyerId: 'r' },
    { hop: 2, sellerId: 'r', buyerId: null },
  ]);
});

test('no reader is ever given a price it is no side of, in whatever place of the answer', () => {
  fc.assert(
    fc.property(chains, anyReader, fc.boolean(), (chain, reader, maySet) => {
      const prices = pricesOf(chain);
      const shown = shownChain(chain, prices, names, reader, maySet);
      const { ownMarginMinor, ...rest } = shown;
      const json = JSON.stringify(rest);
      for (const price of prices) {
        assert.equal(json.includes(String(price.amountMinor)), isSide(price, reader));
        assert.equal(json.includes(price.setBy), isSide(price, reader) && price.sellerId === reader);
      }
      for (const hop of shown.hops) assert.equal(hop.hidden, hop.amountMinor === null);
      // The margin says something of two prices: it is for who knows both.
      const own = prices.filter((price) => reader !== null && isSide(price, reader));
      assert.equal(ownMarginMinor, own.length === 2 ? (own[1]?.amountMinor ?? 0) - (own[0]?.amountMinor ?? 0) : null);
    }),
    { numRuns: 2_000 },
  );
});

test('who looks through a partner’s eyes is given no price but the vendor’s own', () => {
  fc.assert(
    fc.property(chains, fc.constantFrom(...partnerIds), (chain, reader) => {
      const prices = pricesOf(chain);
      const json = JSON.stringify(shownChain(chain, prices, names, reader, true).hops.map(withoutPartnersPrice));
      for (const price of prices.slice(1)) assert.equal(json.includes(String(price.amountMinor)), false);
      assert.equal(json.includes('"maySet":true'), false);
    }),
  );
});

test('a partner is told the names of those it deals with, and of nobody further away', () => {
  fc.assert(
    fc.property(chains, fc.constantFrom(...partnerIds), (chain, reader) => {
      const json = JSON.stringify(shownChain(chain, pricesOf(chain), names, reader, true));
      const at = chain.indexOf(reader);
      for (const [index, id] of chain.entries()) {
        const near = at >= 0 && Math.abs(index - at) <= 1;
        assert.equal(json.includes(`Name of ${id}`) || json.includes(`"${id}"`), near);
      }
    }),
  );
});

test('only the seller of a hop may set its price', () => {
  fc.assert(
    fc.property(chains, anyReader, (chain, reader) => {
      for (const hop of shownChain(chain, [], names, reader, true).hops) assert.equal(hop.maySet, hopsOf(chain)[hop.hop]?.sellerId === reader);
    }),
  );
});

test('a price of a chain that was changed is shown to nobody', () => {
  const [first] = pricesOf(['p-one', 'p-two']);
  assert.ok(first);
  const { hops } = shownChain(['p-three', 'p-two'], [first], names, null, false);
  assert.deepEqual([hops[0]?.amountMinor, hops[0]?.hidden], [null, false]);
});

test('a margin needs both prices, in one currency', () => {
  const prices = pricesOf(['p-one', 'p-two']);
  const margin = (some: readonly Price[]) => shownChain(['p-one', 'p-two'], some, names, 'p-one', false).ownMarginMinor;
  assert.equal(margin(prices), 1_111);
  assert.equal(margin(prices.slice(0, 1)), null);
  assert.equal(margin(prices.map((price) => (price.hop === 1 ? { ...price, currency: 'USD' } : price))), null);
});

test('ties that are accepted one after another never form a circle', () => {
  const node = fc.integer({ min: 0, max: 7 }).map(String);
  fc.assert(
    fc.property(fc.array(fc.record({ distributorId: node, resellerId: node }), { maxLength: 40 }), (asked) => {
      const ties: Tie[] = [];
      for (const tie of asked) if (!closesCircle(ties, tie)) ties.push(tie);
      // Whoever is left without a distributor above can be taken away; in a circle nobody can be.
      let left = ties;
      for (;;) {
        const rest = left.filter((tie) => left.some((other) => other.resellerId === tie.distributorId));
        if (rest.length === left.length) break;
        left = rest;
      }
      assert.deepEqual(left, []);
    }),
    { numRuns: 1_000 },
  );
});

test('a tie refused is one that would close a circle', () => {
  assert.equal(closesCircle([], { distributorId: 'a', resellerId: 'a' }), true);
  const ties = [
    { distributorId: 'a', resellerId: 'b' },
    { distributorId: 'b', resellerId: 'c' },
  ];
  assert.equal(closesCircle(ties, { distributorId: 'c', resellerId: 'a' }), true);
  assert.equal(closesCircle(ties, { distributorId: 'a', resellerId: 'c' }), false);
});

test('a tie holds from its first day until the day it ends on', () => {
  const tie = { since: '2026-01-10', until: '2026-02-01' };
  assert.deepEqual(
    ['2026-01-09', '2026-01-10', '2026-01-31', '2026-02-01'].map((day) => holdsOn(tie, day)),
    [false, true, true, false],
  );
  assert.equal(holdsOn({ ...tie, until: null }, '2030-01-01'), true);
});
