import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileCondition, evaluateCondition, MAX_EXPRESSION_LENGTH } from './expression.ts';

const facts = { deal: { amountMinor: 6_000_000, stage: 'technical', roles: ['resell'], lineKinds: ['services'] } };

test('a condition reads declared facts', () => {
  assert.deepEqual(evaluateCondition('deal.amountMinor >= 5000000 && !("service" in deal.roles)', facts), { ok: true, value: true });
  assert.deepEqual(evaluateCondition('deal.lineKinds.exists(k, k.startsWith("serv"))', facts), { ok: true, value: true });
  assert.deepEqual(evaluateCondition('account.usageChangePercent < -20.0', facts), { ok: true, value: false });
  assert.deepEqual(evaluateCondition('   ', {}), { ok: true, value: true });
});

test('faults come back as one sentence with the place', () => {
  const cases: [string, string][] = [
    ['deal.amountMinor >', 'syntax'],
    ['deal.nope == 1', 'unknown_name'],
    ['process.env == ""', 'unknown_name'],
    ['deal.name + 1 == ""', 'type'],
    ['deal.name', 'not_a_condition'],
    ['deal.name.matches("(a+)+$")', 'not_allowed'],
    ['deal.roles.all(a, deal.roles.all(b, deal.roles.all(c, a == b)))', 'not_allowed'],
    ['x'.repeat(MAX_EXPRESSION_LENGTH + 1), 'too_long'],
    [`${'('.repeat(400)}true${')'.repeat(400)}`, 'syntax'],
  ];
  for (const [source, code] of cases) {
    const result = compileCondition(source);
    assert.equal(result.ok, false, source.slice(0, 60));
    if (!result.ok) {
      assert.equal(result.error.code, code, result.error.sentence);
      assert.ok(!result.error.sentence.includes('\n'));
    }
  }
  const result = compileCondition('deal.nope == 1');
  assert.deepEqual(result.ok ? null : result.error.position, { start: 5, end: 9 });
});

test('a fault while evaluating is a typed error', () => {
  const result = evaluateCondition('deal.amountMinor / deal.daysOpen > 1', facts);
  assert.equal(result.ok ? '' : result.error.code, 'evaluation');
});

test('no text and no facts make it throw', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.anything(), (source, junk) => {
      const result = evaluateCondition(source, { deal: { name: junk as string, amountMinor: junk as number, roles: junk as string[] } });
      assert.equal(typeof result.ok, 'boolean');
      const fixed = evaluateCondition('deal.name == "" || deal.amountMinor > 0 || size(deal.roles) >= 0', {
        deal: { name: junk as string, amountMinor: junk as number, roles: junk as string[] },
      });
      assert.equal(fixed.ok, true);
    }),
    { numRuns: 300 },
  );
});
