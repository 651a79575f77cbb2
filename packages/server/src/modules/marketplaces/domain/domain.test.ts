import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { definitionIssues, fieldIssues, moveTo, type Definition } from './definition.ts';
import { drawdownOf, type Commitment, type Eligibility, type Purchase } from './drawdown.ts';
import { feeOf, feeTableIssues } from './fees.ts';
import { figuresOf } from './figures.ts';
import { linesFromDeal } from './lines-from-deal.ts';
import { matchAgreement, type OfferCandidate } from './match.ts';
import { readStateColumns } from './state-columns.ts';
import { addMonths, evenInstalments, rescaledInstalments, totalOf, withMarkup } from './terms.ts';

test('instalments sum to the total to the cent, however many, and follow each other', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 14n), fc.integer({ min: 1, max: 60 }), fc.bigInt(1n, 10n ** 14n), (total, count, other) => {
      const parts = evenInstalments(total, count, '2026-01-31', 12);
      assert.equal(totalOf(parts), total);
      assert.ok(parts.every((part, index) => index === 0 || part.dueOn > (parts[index - 1]?.dueOn ?? '')));
      assert.equal(totalOf(rescaledInstalments(parts, total, other)), total === 0n ? 0n : other);
    }),
  );
  assert.equal(addMonths('2026-01-31', 1), '2026-02-28');
});

test('a markup is rounded half up once a line', () => {
  const line = (amountMinor: bigint) => ({ dimension: 'seats', description: 'Seats', quantity: 1, unitPriceMinor: amountMinor, amountMinor });
  assert.deepEqual(
    withMarkup([line(50n), line(49n)], 100).map((one) => one.amountMinor),
    [51n, 49n],
  );
});

test('the fee that holds is the latest and most particular, by the band of the amount', () => {
  const table = [
    { from: '2025-01-01', bands: [{ fromMinor: 0, basisPoints: 500 }] },
    {
      from: '2026-01-01',
      bands: [
        { fromMinor: 0, basisPoints: 300 },
        { fromMinor: 1_000_000, basisPoints: 200 },
      ],
    },
    { from: '2026-01-01', kinds: ['replacement' as const], bands: [{ fromMinor: 0, basisPoints: 150 }] },
  ];
  assert.equal(feeOf(table, '2025-06-01', 'private', 'USD', 1_000n).feeMinor, 50n);
  assert.equal(feeOf(table, '2026-06-01', 'private', 'USD', 1_000_000n).feeMinor, 20_000n);
  assert.equal(feeOf(table, '2026-06-01', 'replacement', 'USD', 1_000_000n).feeMinor, 15_000n);
  assert.equal(feeOf(table, '2024-06-01', 'private', 'USD', 1_000_000n).feeMinor, 0n);
  assert.deepEqual(
    feeTableIssues([{ from: '2026-01-01', bands: [{ fromMinor: 5, basisPoints: 1 }] }]).map((issue) => issue.code),
    ['gap'],
  );
});

const rule: Eligibility = {
  programme: 'P',
  percentBp: 10_000,
  decidedOn: 'invoice',
  excludedKinds: [],
  fromOn: '2025-05-01',
  untilOn: '2026-12-31',
  source: 'contract',
};
const commitment: Commitment = {
  programme: 'P',
  currency: 'USD',
  amountMinor: 1_000_000n,
  remainingMinor: null,
  capBp: null,
  capUsedMinor: 0n,
  fromOn: '2026-01-01',
  untilOn: '2028-12-31',
};
const purchase: Purchase = {
  amountMinor: 300n,
  currency: 'USD',
  purchaseOn: '2026-11-01',
  activationOn: '2026-11-01',
  invoices: [
    { on: '2026-11-01', amountMinor: 100n },
    { on: '2027-11-01', amountMinor: 200n },
  ],
  kind: 'private',
};

test('each payment counts by the day that decides for its listing; what does not is said', () => {
  const drawn = drawdownOf(purchase, commitment, { name: 'L', eligibility: [rule] });
  assert.deepEqual([drawn.amountMinor, drawn.reasons.map((reason) => reason.code)], [100n, ['not_eligible_then']]);
  const bought = drawdownOf(purchase, commitment, { name: 'L', eligibility: [{ ...rule, decidedOn: 'purchase' }] });
  assert.deepEqual([bought.amountMinor, bought.reasons], [300n, []]);
  // Two rules that hold on the same day do not count a payment twice.
  assert.equal(drawdownOf(purchase, commitment, { name: 'L', eligibility: [rule, { ...rule, percentBp: 5000, untilOn: null }] }).amountMinor, 200n);
  assert.equal(
    drawdownOf({ ...purchase, kind: 'channel' }, commitment, { name: 'L', eligibility: [{ ...rule, excludedKinds: ['channel'] }] }).reasons[0]?.code,
    'excluded_kind',
  );
  assert.equal(drawdownOf(purchase, { ...commitment, currency: 'EUR' }, { name: 'L', eligibility: [rule] }).reasons[0]?.code, 'currency');
  assert.equal(drawdownOf(purchase, commitment, null).reasons[0]?.code, 'not_on_marketplace');
});

test('no purchase ever counts for more than it is, nor than the cap and the rest of the commitment allow', () => {
  fc.assert(
    fc.property(
      fc.bigInt(0n, 10n ** 9n),
      fc.integer({ min: 0, max: 10_000 }),
      fc.bigInt(0n, 10n ** 6n),
      fc.integer({ min: 0, max: 10_000 }),
      (amountMinor, percentBp, remainingMinor, capBp) => {
        const drawn = drawdownOf(
          { ...purchase, amountMinor, invoices: [] },
          { ...commitment, remainingMinor, capBp },
          { name: 'L', eligibility: [{ ...rule, percentBp }] },
        );
        assert.ok(
          drawn.amountMinor >= 0n &&
            drawn.amountMinor <= amountMinor &&
            drawn.amountMinor <= remainingMinor &&
            drawn.amountMinor <= (1_000_000n * BigInt(capBp)) / 10_000n + 1n,
        );
      },
    ),
  );
});

const definition: Definition = {
  states: [
    { key: 'new', label: 'New', means: 'draft', next: ['out'] },
    { key: 'out', label: 'Out', means: 'released', next: ['sold'] },
    { key: 'sold', label: 'Sold', means: 'accepted', next: [] },
  ],
  initial: 'new',
  fields: [{ key: 'colour', label: 'Colour', type: 'choice', required: true, choices: ['red'] }],
};

test('a definition is checked for what would leave an offer without a way', () => {
  assert.deepEqual(definitionIssues(definition), []);
  const codes = (given: Definition): string[] => definitionIssues(given).map((issue) => `${issue.field} ${issue.code}`);
  assert.deepEqual(codes({ ...definition, initial: 'gone' }), ['initial unknown']);
  assert.deepEqual(codes({ ...definition, states: definition.states.map((state) => ({ ...state, next: [] })) }), [
    'states.1 unreachable',
    'states.2 unreachable',
  ]);
  assert.ok(codes({ ...definition, states: definition.states.slice(0, 2) }).includes('states meaning'));
  assert.deepEqual(moveTo(definition, 'out', 'sold'), { ok: true, means: 'accepted' });
  assert.equal(moveTo(definition, 'sold', 'out').ok, false);
  assert.deepEqual(
    [fieldIssues(definition, {}), fieldIssues(definition, { colour: 'blue' }), fieldIssues(definition, { colour: 'red', size: 1 })].map((issues) =>
      issues.map((issue) => issue.code),
    ),
    [['required'], ['choice'], ['unknown']],
  );
});

const view = { id: 'agmt-1', offerId: null, authorizationId: null, buyerAccount: 'B', replaces: null, initial: null };
const candidate = (given: Partial<OfferCandidate>): OfferCandidate => ({
  id: 'o1',
  dealId: 'd1',
  externalId: null,
  authorizationExternalId: null,
  phase: 'released',
  buyerAccount: 'B',
  productId: 'p',
  replacesAgreement: null,
  ...given,
});

test('an agreement is matched by what is certain, and never guessed', () => {
  const none = { offers: [], authorizations: [], earlier: [] };
  assert.equal(matchAgreement({ ...view, offerId: 'offer-9' }, none).kind, 'none');
  assert.equal(matchAgreement({ ...view, offerId: 'offer-9' }, { ...none, offers: [candidate({ externalId: 'offer-9', phase: 'withdrawn' })] }).kind, 'offer');
  const sold = { ...view, offerId: 'offer-9', authorizationId: 'ra' };
  assert.equal(matchAgreement(sold, { ...none, offers: [candidate({ authorizationExternalId: 'ra' })] }).kind, 'offer');
  assert.equal(
    matchAgreement(sold, { ...none, offers: [candidate({ authorizationExternalId: 'ra' }), candidate({ id: 'o2', authorizationExternalId: 'ra' })] }).kind,
    'none',
  );
  assert.equal(matchAgreement(sold, { ...none, authorizations: [{ id: 'a', dealId: 'd1', externalId: 'ra', buyerAccount: 'other' }] }).kind, 'none');
  assert.equal(matchAgreement({ ...view, initial: 'agmt-0' }, { ...none, earlier: [{ externalId: 'agmt-0', dealId: 'd2' }] }).kind, 'deal');
});

test('lines of a deal become dimensions of the listing', () => {
  const line = (description: string, quantity: number, unitPriceMinor: number, productId = 'p') => ({
    productId,
    description,
    quantity,
    unitPriceMinor,
    amountMinor: quantity * unitPriceMinor,
    termMonths: 12,
  });
  const deal = { name: 'D', amountMinor: 999, lines: [line('Seats', 2, 100), line('seats', 1, 101), line('Help', 1, 5, 'other')] };
  assert.deepEqual(
    linesFromDeal(deal, 'p', 'L', [
      { key: 'k1', name: 'Seats' },
      { key: 'k2', name: 'Other' },
    ]),
    [{ dimension: 'k1', description: 'Seats', quantity: 3, unitPriceMinor: 100n, amountMinor: 301n }],
  );
  assert.deepEqual(
    linesFromDeal({ ...deal, lines: [] }, 'p', 'L', []).map((one) => one.amountMinor),
    [999n],
  );
  assert.deepEqual(linesFromDeal({ ...deal, lines: [line('Help', 1, 5, 'other')] }, 'p', 'L', []), []);
});

test('figures keep currencies apart and count growth against the period before', () => {
  const order = {
    key: 'm',
    label: 'M',
    currency: 'USD',
    amountMinor: 300n,
    inPeriod: true,
    inPrevious: false,
    hoursToAccept: 10,
    endedInPeriod: true,
    renewed: true,
  };
  const [usd, eur] = figuresOf([
    order,
    { ...order, amountMinor: 200n, inPeriod: false, inPrevious: true, renewed: false },
    { ...order, currency: 'EUR', amountMinor: 1n },
  ]);
  assert.deepEqual([usd?.volumeMinor, usd?.growthBp, usd?.renewalBp, usd?.averageMinor], [300n, 5000, 5000, 300n]);
  assert.deepEqual([eur?.currency, eur?.growthBp], ['EUR', null]);
});

test('a file of states says what is wrong with each row', () => {
  const columns = readStateColumns(['Deal Number', 'Status', 'Date']);
  assert.ok(columns.ok);
  const read = (...cells: string[]) => columns.read(cells, definition);
  assert.deepEqual(read('#12', 'sold', '2026-01-02'), { ok: true, value: { offer: null, dealNumber: 12, state: 'sold', on: '2026-01-02' } });
  for (const cells of [
    ['x', 'Sold', ''],
    ['12', 'Gone', ''],
    ['12', 'Sold', '2026-02-30'],
    ['', 'Sold', ''],
  ])
    assert.equal(read(...cells).ok, false, cells.join());
  assert.equal(readStateColumns(['Deal']).ok, false);
});
