import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quoteRequestOf, offeredLine } from './price-quote.fixture.ts';
import { approvalDefinition } from '@entente/contracts';
import { decimal, newId } from '@entente/kernel';
import fc from 'fast-check';
import { approvalsFor } from './approvals.ts';
import { compareVersions } from './compare.ts';
import { priceQuote } from './price-quote.ts';
import { moved, quoteMachine, type QuoteStep } from './quote-machine.ts';

const discount = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 60 }).map((percent) => ({ kind: 'percent' as const, percent: String(percent) })),
  fc.integer({ min: 1, max: 50 }).map((amountMinor) => ({ kind: 'amount' as const, amountMinor })),
);

test('whatever is taken off and kept, lines sum to the totals and every line adds up', () => {
  const line = fc.record({ list: fc.integer({ min: 100, max: 5_000_000 }), off: discount, margin: fc.constantFrom(null, '0', '7.5', '33.333', '100') });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 9 }), discount, fc.constantFrom('EUR', 'JPY', 'KWD'), (list, off, currency) => {
      const request = quoteRequestOf(
        currency,
        list.map((each) => each.off),
        off,
      );
      const lines = list.map((each, index) =>
        offeredLine(index, BigInt(each.list), each.margin === null ? null : { percent: decimal(each.margin), of: 'buyer_price' }),
      );
      const priced = priceQuote(request, { lines, check: { ok: true, refusals: [] }, ruleVersions: {} }, '2026-11-21');
      for (const each of priced.lines) {
        assert.equal(each.listMinor - each.discountMinor, each.netMinor);
        assert.equal(each.netMinor - each.marginMinor, each.oursMinor);
        assert.ok(each.netMinor >= 0 && each.oursMinor >= 0 && each.discountMinor >= 0);
        assert.equal(each.explanations.net.steps.at(-1)?.resultMinor, each.netMinor);
        assert.equal(each.explanations.discount?.steps.at(-1)?.resultMinor ?? 0, each.discountMinor);
        assert.equal(each.explanations.margin?.steps.at(-1)?.resultMinor ?? 0, each.marginMinor);
      }
      for (const key of ['listMinor', 'discountMinor', 'netMinor', 'marginMinor', 'oursMinor'] as const)
        assert.equal(
          priced.lines.reduce((sum, each) => sum + each[key], 0),
          priced[key],
        );
    }),
    { numRuns: 400 },
  );
});

const priced = (discountPercent: string | null, currency = 'EUR') =>
  priceQuote(
    quoteRequestOf(currency, [null], discountPercent === null ? null : { kind: 'percent', percent: discountPercent }),
    { lines: [offeredLine(0, 100_000n, { percent: decimal('25'), of: 'list' }, 36)], check: { ok: true, refusals: [] }, ruleVersions: {} },
    '2026-11-21',
  );
const rule = (...when: unknown[]) => ({ id: newId(), name: 'Rule', version: 1, definition: approvalDefinition.parse({ approverRole: 'finance', when }) });

test('approvals: exactly on the limit nothing is asked, beyond it the reason names both figures', () => {
  const asks = (when: unknown, percent: string | null = '20', currency = 'EUR'): string | null =>
    approvalsFor(priced(percent, currency), [rule(when)])[0]?.reason ?? null;
  assert.equal(asks({ kind: 'discount_above', percent: '20' }), null);
  assert.equal(asks({ kind: 'discount_above', percent: '19.999' }), 'The discount of 20.00 % is above 19.999 %.');
  assert.equal(asks({ kind: 'margin_above', percent: '31' }), 'The margin of 31.25 % is above 31 %.');
  assert.equal(asks({ kind: 'ours_below', percent: '55' }), null);
  assert.equal(asks({ kind: 'ours_below', percent: '55.01' }), 'What is left to us is below 55.01 % of the list price.');
  assert.equal(asks({ kind: 'term_longer_than', months: 36 }), null);
  assert.equal(asks({ kind: 'term_longer_than', months: 35 }), 'A term of 36 months is longer than 35.');
  assert.equal(asks({ kind: 'value_above', amountMinor: 80_000, currency: 'EUR' }), null);
  assert.equal(asks({ kind: 'value_above', amountMinor: 79_999, currency: 'EUR' }), '800.00 EUR are above 799.99 EUR.');
  assert.equal(asks({ kind: 'value_above', amountMinor: 9_999_999, currency: 'EUR' }, null, 'JPY'), 'The quote is in JPY, the limit in EUR.');
  assert.equal(asks({ kind: 'every_quote' }, null), 'Every quote needs it.');
  for (const broken of [{ kind: 'always' }, { kind: 'discount_above' }, { kind: 'discount_above', percent: '20', also: 1 }])
    assert.equal(approvalDefinition.safeParse({ approverRole: 'finance', when: [broken] }).success, false);
  assert.equal(approvalDefinition.safeParse({ approverRole: 'finance', when: [] }).success, false);
});

test('the states a quote can take, step by step', () => {
  const facts = { expiresOn: '2026-12-01', today: '2026-12-01' };
  const late = { expiresOn: '2026-12-01', today: '2026-12-02' };
  const allowed = (step: QuoteStep, on = facts) =>
    quoteMachine.states.filter((state) => {
      try {
        return moved(state, step, on) !== undefined;
      } catch {
        return false;
      }
    });
  assert.deepEqual(allowed('accept'), ['sent']);
  assert.deepEqual(allowed('accept', late), []);
  assert.deepEqual(allowed('send'), ['approved']);
  assert.deepEqual(allowed('submit', late), []);
  assert.deepEqual(allowed('change'), ['draft', 'waiting_approval', 'approved', 'sent', 'declined', 'expired']);
  assert.deepEqual(allowed('withdraw', late), ['draft', 'waiting_approval', 'approved', 'sent']);
  assert.deepEqual(allowed('supersede'), ['draft', 'waiting_approval', 'approved', 'sent', 'accepted']);
});

test('two versions are compared line by line, never across currencies', () => {
  const same = compareVersions({ number: 1, priced: priced('10') }, { number: 2, priced: priced('20') });
  assert.deepEqual([same.net.differenceMinor, same.lines.map(({ change }) => change)], [-10_000, ['added', 'removed']]);
  assert.throws(() => compareVersions({ number: 1, priced: priced('10') }, { number: 2, priced: priced('10', 'JPY') }), /two currencies/);
});
