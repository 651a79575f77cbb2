import assert from 'node:assert/strict';
import { test } from 'node:test';
import { creditLines, type CreditPick, pickProblem } from './credit-picks.ts';

const line = { id: 'a', quantity: '10', leftNetMinor: 500 };
const back = { id: 'b', quantity: '-2', leftNetMinor: -500 };
const amount = (amountMinor: number | null): CreditPick => ({ how: 'amount', amountMinor, quantity: '' });
const quantity = (text: string): CreditPick => ({ how: 'quantity', amountMinor: null, quantity: text });

test('a credit keeps the sign of its line and takes no more than is left', () => {
  assert.deepEqual(
    [pickProblem(line, amount(null)), pickProblem(line, amount(-1)), pickProblem(line, amount(501)), pickProblem(line, amount(500))],
    ['missing', 'sign', 'tooMuch', null],
  );
  assert.deepEqual([pickProblem(back, amount(1)), pickProblem(back, amount(-500))], ['sign', null]);
  assert.deepEqual([pickProblem(line, quantity('')), pickProblem(line, quantity('10.5')), pickProblem(line, quantity('2,5'))], ['missing', 'tooMuch', null]);
  assert.deepEqual([pickProblem(back, quantity('1')), pickProblem(back, quantity('-3')), pickProblem(back, quantity('-2'))], ['sign', 'tooMuch', null]);
});

test('what is not chosen is not asked for', () => {
  const lines = [line, back, { ...line, id: 'c' }];
  assert.deepEqual(
    creditLines(
      lines,
      new Map([
        ['a', amount(200)],
        ['b', { how: 'rest', amountMinor: null, quantity: '' }],
        ['c', { how: 'none', amountMinor: 3, quantity: '' }],
      ]),
    ),
    [
      { lineId: 'a', netMinor: 200 },
      { lineId: 'b', rest: true },
    ],
  );
  assert.equal(creditLines(lines, new Map([['a', amount(900)]])), null);
});
