import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundleDefinition, priceModel } from '@entente/contracts';
import { fraction, newId, type Fraction } from '@entente/kernel';
import fc from 'fast-check';
import { priceBundle } from './bundle.ts';
import { checkSelection } from './compatibility.ts';
import { resolvePrice, type Asked, type Book, type Price, type Resolution } from './resolve.ts';

const PRODUCT = newId();
const asked: Asked = {
  productId: PRODUCT,
  productName: 'Sensor',
  quantity: fraction(3n),
  currency: 'EUR',
  region: 'EMEA',
  tier: 'Gold',
  termMonths: 12,
  day: '2026-11-21',
  catalogue: { listPriceMinor: 500, currency: 'EUR' },
};
const bookOf = (id: string, more: Partial<Book> = {}): Book => ({
  id,
  name: id,
  currency: 'EUR',
  regions: 'everywhere',
  tiers: 'everyone',
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
  position: 1,
  ...more,
});
const priceIn = (bookId: string, unitPrice: string, more: Partial<Price> = {}): Price => ({
  entryId: `${bookId}-${unitPrice}`,
  bookId,
  productId: PRODUCT,
  termMonths: null,
  holding: { version: 1, per: 'month', model: priceModel.parse({ kind: 'unit', unitPrice }) },
  ...more,
});

test('the first book in order decides; the asked term goes before any term; the rest say why not', () => {
  const books = [
    bookOf('us', { currency: 'USD', position: 1 }),
    bookOf('apac', { regions: ['APAC'], position: 2 }),
    bookOf('platinum', { tiers: ['Platinum'], position: 3 }),
    bookOf('old', { effectiveTo: '2026-11-21', position: 4 }),
    bookOf('gold', { tiers: ['gold'], regions: ['emea'], position: 5 }),
    bookOf('all', { position: 6 }),
  ];
  const prices = [...books.map(({ id }) => priceIn(id, '2')), priceIn('gold', '1.5', { termMonths: 12 }), priceIn('gold', '1', { termMonths: 36 })];
  const found = resolvePrice(asked, books, prices);
  assert.ok(found.ok);
  assert.deepEqual([found.value.book?.id, found.value.price?.entryId, found.value.amountMinor], ['gold', 'gold-1.5', 5_400n]);
  assert.deepEqual(
    found.value.others.map(({ bookId, reason }) => [bookId, reason]),
    [
      ['us', 'It is in USD.'],
      ['apac', 'It is for APAC, not EMEA.'],
      ['platinum', 'It is for partners of tier Platinum, not Gold.'],
      ['old', 'It ended on 2026-11-21.'],
      ['gold', 'The price for this very term goes first.'],
      ['gold', 'It is for a term of 36 months.'],
      ['all', '“gold” goes before it.'],
    ],
  );
});

test('a book for somebody is never for nobody in particular, and the catalogue stands in only in its currency', () => {
  const nobody = { ...asked, tier: null, region: null };
  const found = resolvePrice(
    nobody,
    [bookOf('gold', { tiers: ['gold'] }), bookOf('emea', { regions: ['EMEA'], position: 2 })],
    [priceIn('gold', '1'), priceIn('emea', '1')],
  );
  assert.ok(found.ok);
  assert.deepEqual([found.value.source, found.value.amountMinor], ['catalogue', 1_500n]);
  assert.equal(resolvePrice({ ...nobody, currency: 'JPY' }, [], []).ok, false);
});

test('a price does not depend on the order of rows', () => {
  const position = fc.integer({ min: 1, max: 4 });
  const some = fc.array(fc.record({ position, fits: fc.boolean(), term: fc.constantFrom(null, 12, 24), price: fc.integer({ min: 1, max: 99 }) }), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(some, fc.infiniteStream(fc.nat(1000)), (rows, chance) => {
      const books = rows.map(({ position: at, fits }, index) => bookOf(`b${index}`, { position: at, currency: fits ? 'EUR' : 'USD' }));
      const prices = rows.map(({ term, price }, index) => priceIn(`b${index}`, String(price), { termMonths: term }));
      const shuffled = <Item>(list: readonly Item[]): Item[] =>
        list
          .map((item) => ({ item, at: chance.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ item }) => item);
      const key = (resolution: Resolution) => (resolution.ok ? [resolution.value.price, resolution.value.amountMinor] : null);
      assert.deepEqual(key(resolvePrice(asked, books, prices)), key(resolvePrice(asked, shuffled(books), shuffled(prices))));
    }),
    { numRuns: 300 },
  );
});

const standing =
  (prices: ReadonlyMap<string, bigint>) =>
  (productId: string, quantity: Fraction): Resolution => {
    const unit = prices.get(productId) ?? 0n;
    return {
      ok: true,
      value: {
        amountMinor: (unit * quantity.numerator) / quantity.denominator,
        source: 'price_book',
        book: null,
        price: null,
        per: 'once',
        model: priceModel.parse({ kind: 'unit', unitPrice: '1' }),
        explanation: { sentence: '', rule: null, inputs: [], steps: [], evidence: [] },
        others: [],
      },
    };
  };

test('a bundle’s price is allocated whole: parts sum to it, each within one minor unit of its share, whatever their order', () => {
  const parts = fc.array(fc.record({ standalone: fc.integer({ min: 1, max: 1_000_000 }), quantity: fc.integer({ min: 1, max: 500 }) }), {
    minLength: 1,
    maxLength: 9,
  });
  fc.assert(
    fc.property(
      parts,
      fc.integer({ min: 1, max: 2_000_000_000 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom('EUR', 'JPY', 'KWD'),
      (list, amountMinor, quantity, currency) => {
        const ids = list.map(() => newId());
        const prices = new Map(list.map(({ standalone }, index) => [ids[index] ?? '', BigInt(standalone)]));
        const partsOf = list.map((part, index) => ({
          productId: ids[index],
          quantity: String(part.quantity),
          required: true,
          standalone: [],
          allocationPercent: null,
        }));
        const price = (order: typeof partsOf) => {
          const definition = bundleDefinition.parse({ productId: null, price: { kind: 'fixed', amounts: [{ currency, amountMinor }] }, parts: order });
          return priceBundle({ id: newId(), name: 'Suite', version: 1, definition, quantity, optionalProductIds: [], currency }, standing(prices));
        };
        const priced = price(partsOf);
        const whole = BigInt(amountMinor) * BigInt(quantity);
        const weight = priced.reduce((sum, { standaloneMinor }) => sum + standaloneMinor, 0n);
        assert.equal(
          priced.reduce((sum, { listMinor }) => sum + listMinor, 0n),
          whole,
        );
        for (const { listMinor, standaloneMinor } of priced) {
          const off = listMinor * weight - whole * standaloneMinor;
          assert.ok((off < 0n ? -off : off) < weight);
        }
        const reversed = new Map(price([...partsOf].reverse()).map(({ productId, listMinor }) => [productId, listMinor]));
        for (const { productId, listMinor } of priced) assert.equal(reversed.get(productId), listMinor);
      },
    ),
    { numRuns: 300 },
  );
});

test('an optional part that is not taken takes its share with it, or leaves the price; stated shares go before standalone prices', () => {
  const [a, b] = [newId(), newId()];
  const price = (more: Record<string, unknown>, taken: readonly string[], shares: readonly [string | null, string | null] = [null, null]) => {
    const definition = bundleDefinition.parse({
      productId: null,
      price: { kind: 'fixed', amounts: [{ currency: 'EUR', amountMinor: 1_001 }] },
      parts: [
        { productId: a, quantity: '1', required: true, standalone: [{ currency: 'EUR', amountMinor: 100 }], allocationPercent: shares[0] },
        { productId: b, quantity: '1', required: false, standalone: [{ currency: 'EUR', amountMinor: 100 }], allocationPercent: shares[1] },
      ],
      ...more,
    });
    return priceBundle({ id: newId(), name: 'Pair', version: 1, definition, quantity: 1, optionalProductIds: taken, currency: 'EUR' }, standing(new Map())).map(
      ({ listMinor }) => listMinor,
    );
  };
  assert.equal(
    price({}, [b]).reduce((sum, each) => sum + each, 0n),
    1_001n,
  );
  assert.ok([500n, 501n].includes(price({}, [])[0] ?? 0n));
  assert.deepEqual(price({ optionalLowersPrice: false }, []), [1_001n]);
  assert.deepEqual(price({}, [b], ['70', '30']), [701n, 300n]);
  assert.deepEqual(price({ price: { kind: 'off_standalone', percent: '10' } }, [b]), [90n, 90n]);
  assert.throws(() => price({}, [newId()]), /not in the bundle/);
  assert.throws(() => price({ price: { kind: 'fixed', amounts: [{ currency: 'JPY', amountMinor: 5 }] } }, []), /no price in EUR/);
});

test('requires and excludes refuse with the reason of their author', () => {
  const [a, b, c] = [newId(), newId(), newId()];
  const rules = [
    {
      id: newId(),
      name: 'Needs a base',
      version: 1,
      definition: { kind: 'requires' as const, productId: a, otherIds: [b, c], reason: 'The add-on runs on one of the bases.' },
    },
    {
      id: newId(),
      name: 'One of two',
      version: 2,
      definition: { kind: 'excludes' as const, productId: b, otherIds: [c], reason: 'Both write the same index.' },
    },
  ];
  assert.deepEqual(
    checkSelection([a], rules).refusals.map(({ reason, otherIds }) => [reason, otherIds]),
    [['The add-on runs on one of the bases.', [b, c]]],
  );
  assert.equal(checkSelection([a, c], rules).ok, true);
  assert.deepEqual(
    checkSelection([b, c], rules).refusals.map(({ reason }) => reason),
    ['Both write the same index.'],
  );
});
