import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { likeness, nearest, pairsOf, waysOf, withSuggestions } from './value-pairs.ts';

const choice = (value: string) => ({ value, label: value });

test('several of theirs may mean one of ours, and the chosen one is written', () => {
  const pairs = pairsOf({ in: { Prospecting: 'prospect', 'Needs Analysis': 'prospect', Closed: 'won' }, out: { prospect: 'Needs Analysis', won: 'Closed' } });
  assert.deepEqual(waysOf(pairs), {
    in: { Prospecting: 'prospect', 'Needs Analysis': 'prospect', Closed: 'won' },
    out: { prospect: 'Needs Analysis', won: 'Closed' },
  });
});

test('two of ours may be written as one of theirs', () => {
  const ways = { in: { Qualify: 'qualified' }, out: { qualified: 'Qualify', technical: 'Qualify' } };
  assert.deepEqual(waysOf(pairsOf(ways)), ways);
});

test('what was chosen comes back, unless reading and writing contradict each other', () => {
  const value = fc.constantFrom('a', 'b', 'c', 'd');
  fc.assert(
    fc.property(fc.dictionary(value, value), fc.dictionary(value, value), (into, out) => {
      const ours = (name: string) => `our ${name}`;
      const ways = {
        in: Object.fromEntries(Object.entries(into).map(([theirs, mine]) => [theirs, ours(mine)])),
        out: Object.fromEntries(Object.entries(out).map(([mine, theirs]) => [ours(mine), theirs])),
      };
      const again = waysOf(pairsOf(ways));
      // Every choice that was made is among the pairs; where no value changes by going out and coming back, all of it comes back.
      const steady = Object.entries(ways.out).every(([mine, theirs]) => ways.in[theirs] === undefined || ways.in[theirs] === mine);
      const whole =
        Object.entries(ways.in).every(([, mine]) => ways.out[mine] !== undefined) &&
        Object.entries(ways.out).every(([, theirs]) => ways.in[theirs] !== undefined);
      if (steady && whole) assert.deepEqual(again, { in: { ...ways.in }, out: { ...ways.out } });
      for (const [mine, theirs] of Object.entries(ways.out)) assert.ok(pairsOf(ways).some((pair) => pair.ours === mine && pair.theirs === theirs));
    }),
  );
});

test('suggestions are near and leave what was chosen', () => {
  assert.equal(likeness('Closed Won', 'closed-won'), 1);
  assert.ok(likeness('Qualification', 'Qualified') > 0.55);
  assert.equal(nearest(choice('Perception Analysis'), [choice('Won'), choice('Lost')]), null);
  assert.deepEqual(withSuggestions({ in: { Lost: 'won' }, out: {} }, [choice('won'), choice('lost')], [choice('Won'), choice('Lost')]), {
    in: { Lost: 'won', Won: 'won' },
    out: { won: 'Won', lost: 'Lost' },
  });
});
