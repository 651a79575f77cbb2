import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addMonths, DAY, isoDate } from './calendar.ts';
import { toEurMinor } from './products.ts';
import { at } from './rng.ts';
import { ecosystem, NOW } from './test-fixture.ts';
import { HIGH_VALUE_EUR_MINOR } from './truths.ts';
import type { Deal, Ecosystem } from './types.ts';

const dealOf = (made: Ecosystem, key: string): Deal => {
  const found = made.deals.find((each) => each.key === key);
  assert.ok(found !== undefined);
  return found;
};
const isOpen = (deal: Deal): boolean => deal.closedOn === null;
const quietDays = (deal: Deal): number => (Date.parse(NOW) - Date.parse(deal.lastActivityAt)) / DAY;
const eur = (deal: Deal): number => toEurMinor(deal.amountMinor, deal.currency);

for (const seed of [1, 2, 7, 42, 2026]) {
  describe(`seed ${seed}`, () => {
    const made = ecosystem(seed);
    const { truths } = made;

    test('one partner lifts the win rate against matched deals', () => {
      const { observed } = truths.liftingPartner;
      assert.ok(observed !== null && observed.dealsWith >= 80);
      assert.ok(observed.matchedLift > 0.18, `lift ${observed.matchedLift}`);
    });

    test('one partner wins much and lifts little: matching takes the advantage away', () => {
      const { observed } = truths.favouredPartner;
      assert.ok(observed !== null && observed.dealsWith >= 40);
      assert.ok(observed.rawLift > 0.12 && observed.matchedLift < observed.rawLift - 0.12, JSON.stringify(observed));
    });

    test('one partner cools over the last 90 days', () => {
      const { observed } = truths.coolingPartner;
      assert.ok(observed !== null && observed.touchesPrevious90 >= 40);
      assert.ok(observed.touchesLast90 * 2 <= observed.touchesPrevious90, JSON.stringify(observed));
      assert.ok(observed.responseHoursLast90 >= 1.8 * observed.responseHoursPrevious90, JSON.stringify(observed));
    });

    test('exactly one deal has two partners claiming the source', () => {
      const contested = made.deals.filter((deal) => deal.participants.filter((each) => each.role === 'source').length > 1);
      assert.deepEqual(
        contested.map((deal) => deal.key),
        [truths.sourceConflict.dealKey],
      );
      const claims = at(contested, 0).participants;
      assert.deepEqual(
        claims.map((each) => each.partnerKey),
        truths.sourceConflict.partnerKeys,
      );
      for (const claim of claims) assert.ok(claim.evidence.note !== '');
    });

    test('exactly one open deal is quiet for more than 35 days, and it is large', () => {
      const quiet = made.deals.filter((deal) => isOpen(deal) && quietDays(deal) > 35);
      assert.deepEqual(
        quiet.map((deal) => deal.key),
        [truths.stalledDeal.dealKey],
      );
      assert.equal(quietDays(at(quiet, 0)), truths.stalledDeal.daysWithoutActivity);
      assert.equal(at(quiet, 0).amountMinor, truths.stalledDeal.amountMinor);
      assert.ok(eur(at(quiet, 0)) > 60_000_000);
    });

    test('the big deal has seven products, seven partners and fourteen handoffs', () => {
      const { bigDeal } = truths;
      const deal = dealOf(made, bigDeal.dealKey);
      assert.equal(new Set(deal.lines.map((line) => line.productKey)).size, 7);
      assert.equal(new Set(deal.participants.map((each) => each.partnerKey)).size, 7);
      assert.equal(new Set(deal.participants.map((each) => each.role)).size, 7);
      const done = deal.handoffs.filter((each) => each.doneAt !== null);
      const open = deal.handoffs.filter((each) => each.doneAt === null);
      assert.deepEqual(
        [
          deal.handoffs.length,
          done.length,
          done.filter((each) => (each.doneAt ?? '') > each.dueAt).length,
          open.filter((each) => each.dueAt < NOW).length,
          open.filter((each) => each.dueAt >= NOW).length,
          deal.amountMinor,
        ],
        [bigDeal.handoffs, bigDeal.handoffsDone, bigDeal.handoffsDoneLate, bigDeal.handoffsOverdue, bigDeal.handoffsAhead, bigDeal.amountMinor],
      );
      assert.equal(Math.max(...made.deals.map(eur)), eur(deal));
    });

    test('exactly one open deal of high value is without a partner', () => {
      const alone = made.deals.filter((deal) => isOpen(deal) && eur(deal) >= HIGH_VALUE_EUR_MINOR && deal.participants.length === 0);
      assert.deepEqual(
        alone.map((deal) => deal.key),
        [truths.highValueWithoutPartner.dealKey],
      );
    });

    test('a contract ends soon and its renewal is open', () => {
      const { renewalNear } = truths;
      const previous = dealOf(made, renewalNear.previousDealKey);
      const renewal = dealOf(made, renewalNear.dealKey);
      assert.equal(previous.stage, 'won');
      assert.equal(previous.accountKey, renewal.accountKey);
      assert.ok(isOpen(renewal) && renewal.source === 'renewal');
      assert.equal(isoDate(addMonths(Date.parse(previous.closedOn ?? ''), at(previous.lines, 0).termMonths)), renewalNear.endsOn);
      assert.equal(renewal.closeOn, renewalNear.endsOn);
      assert.deepEqual(renewal.lines, previous.lines);
    });

    test('one committee is uncovered but for the champion; no other has more than one gap', () => {
      const { uncoveredCommittee } = truths;
      const deal = dealOf(made, uncoveredCommittee.dealKey);
      const gaps = (each: Deal): string[] => each.committee.filter((seat) => seat.relationshipOwner === null).map((seat) => seat.contactKey);
      assert.deepEqual(gaps(deal), uncoveredCommittee.uncoveredContactKeys);
      assert.equal(deal.committee.length, uncoveredCommittee.seats);
      assert.ok(uncoveredCommittee.uncoveredSeats >= 4);
      assert.equal(made.deals.filter((each) => each.accountKey === uncoveredCommittee.accountKey).length, 1);
      assert.deepEqual(
        made.deals.filter((each) => gaps(each).length > 1).map((each) => each.key),
        [deal.key],
      );
    });
  });
}
