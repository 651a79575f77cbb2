import assert from 'node:assert/strict';
import { test } from 'node:test';
import { segmentOf } from './accounts.ts';
import { DAY, quarterEnd } from './calendar.ts';
import { toEurMinor } from './products.ts';
import { ecosystem, NOW } from './test-fixture.ts';

const share = <T>(items: readonly T[], holds: (item: T) => boolean): number => items.filter(holds).length / items.length;
const within = (value: number, low: number, high: number, what: string): void =>
  assert.ok(value >= low && value <= high, `${what} is ${value}, expected ${low}..${high}`);

test('sizes are the ones asked for and all eight staff roles exist', () => {
  const made = ecosystem();
  assert.deepEqual([made.partners.length, made.accounts.length, made.deals.length, made.people.length], [120, 2_000, 3_000, 24]);
  assert.equal(new Set(made.people.map((each) => each.role)).size, 8);
  assert.ok(made.products.length >= 7);
  assert.ok(made.people.every((each) => each.email.endsWith('@kestrel.example')));
});

test('amounts are spread like a log-normal: the mean well above the median, no single ruling value', () => {
  const values = ecosystem()
    .deals.map((deal) => toEurMinor(deal.amountMinor, deal.currency) / 100)
    .sort((a, b) => a - b);
  const median = values[values.length >> 1] ?? 0;
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  within(median, 25_000, 90_000, 'median amount');
  within(mean / median, 1.4, 3.5, 'mean over median');
  const logs = values.map(Math.log);
  const centre = logs.reduce((sum, each) => sum + each, 0) / logs.length;
  const deviation = Math.sqrt(logs.reduce((sum, each) => sum + (each - centre) ** 2, 0) / logs.length);
  const skew = logs.reduce((sum, each) => sum + ((each - centre) / deviation) ** 3, 0) / logs.length;
  within(skew, -0.5, 0.5, 'skew of the logarithms');
});

test('wins bunch at the end of the quarter and never fall on a weekend', () => {
  const won = ecosystem().deals.flatMap((deal) => (deal.stage === 'won' && deal.closedOn !== null ? [Date.parse(deal.closedOn)] : []));
  within(
    share(won, (ms) => quarterEnd(ms) - ms <= 12 * DAY),
    0.4,
    0.75,
    'share of wins in the last days of a quarter',
  );
  // Planted contracts end on a day of the calendar, whatever weekday that is.
  assert.ok(won.filter((ms) => [0, 6].includes(new Date(ms).getUTCDay())).length <= 1);
});

test('win rates differ by segment and motion as planned', () => {
  const made = ecosystem();
  const employees = new Map(made.accounts.map((each) => [each.key, each.employees]));
  const closed = made.deals.filter((deal) => deal.closedOn !== null);
  const isNew = (source: string): boolean => source !== 'expansion' && source !== 'renewal';
  const fresh = closed.filter((deal) => isNew(deal.source));
  const rate = (segment: string): number =>
    share(
      fresh.filter((deal) => segmentOf(employees.get(deal.accountKey) ?? 0) === segment),
      (deal) => deal.stage === 'won',
    );
  within(rate('smb'), 0.15, 0.34, 'win rate of small firms');
  within(rate('enterprise'), 0.22, 0.45, 'win rate of large firms');
  within(
    share(
      closed.filter((deal) => deal.source === 'renewal'),
      (deal) => deal.stage === 'won',
    ),
    0.65,
    0.92,
    'renewal rate',
  );
});

test('three years of history, growth, open deals in every stage, all regions and currencies', () => {
  const { deals, partners } = ecosystem();
  const ages = deals.map((deal) => (Date.parse(NOW) - Date.parse(deal.openedOn)) / DAY);
  within(Math.max(...ages), 1_080, 1_098, 'age of the oldest deal');
  assert.ok(share(ages, (age) => age < 365) > share(ages, (age) => age > 730));
  within(
    share(deals, (deal) => deal.closedOn === null),
    0.07,
    0.2,
    'share of open deals',
  );
  assert.equal(new Set(deals.map((deal) => deal.stage)).size, 7);
  assert.equal(new Set(deals.map((deal) => deal.region)).size, 4);
  assert.equal(new Set(deals.map((deal) => deal.currency)).size, 3);
  assert.equal(new Set(deals.flatMap((deal) => deal.routes.map((route) => route.kind))).size, 5);
  assert.equal(new Set(deals.flatMap((deal) => deal.participants.map((each) => each.role))).size, 8);
  assert.equal(new Set(partners.flatMap((each) => each.types)).size, 8);
  assert.equal(new Set(partners.map((each) => each.status)).size, 3);
  within(
    share(deals, (deal) => deal.participants.length > 0),
    0.45,
    0.75,
    'share of deals with a partner',
  );
});
