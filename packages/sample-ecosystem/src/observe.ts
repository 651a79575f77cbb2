/** Plain measurements on finished deals. Tests hold the planted truths to them; an attribution method can be held to them too. */
import { segmentOf } from './accounts.ts';
import { DAY } from './calendar.ts';
import type { Account, Deal } from './types.ts';

export interface ObservedLift {
  dealsWith: number;
  winRateWith: number;
  /** Win rate of all other closed deals, unmatched. */
  winRateOthers: number;
  /** Win rate of the others with a partner, in the same region, segment and motion, weighted like the partner's own deals. */
  winRateMatched: number;
  rawLift: number;
  matchedLift: number;
}

export const observeLift = (deals: readonly Deal[], accounts: readonly Account[], partnerKey: string): ObservedLift => {
  const employees = new Map(accounts.map((account) => [account.key, account.employees]));
  const cells = new Map<string, { with: number; wonWith: number; others: number; wonOthers: number }>();
  let others = 0;
  let wonOthers = 0;
  for (const deal of deals) {
    if (deal.closedOn === null) continue;
    const won = deal.stage === 'won' ? 1 : 0;
    const has = deal.participants.some((each) => each.partnerKey === partnerKey);
    if (!has) {
      others += 1;
      wonOthers += won;
      if (deal.participants.length === 0) continue;
    }
    const motion = deal.source === 'expansion' || deal.source === 'renewal' ? deal.source : 'new';
    const name = `${deal.region}/${segmentOf(employees.get(deal.accountKey) ?? 0)}/${motion}`;
    const cell = cells.get(name) ?? { with: 0, wonWith: 0, others: 0, wonOthers: 0 };
    if (has) {
      cell.with += 1;
      cell.wonWith += won;
    } else {
      cell.others += 1;
      cell.wonOthers += won;
    }
    cells.set(name, cell);
  }
  let dealsWith = 0;
  let wonWith = 0;
  let expected = 0;
  for (const cell of cells.values()) {
    // A cell without a counterpart says nothing about lift.
    if (cell.with === 0 || cell.others === 0) continue;
    dealsWith += cell.with;
    wonWith += cell.wonWith;
    expected += (cell.with * cell.wonOthers) / cell.others;
  }
  const rate = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  const winRateWith = rate(wonWith, dealsWith);
  const winRateOthers = rate(wonOthers, others);
  const winRateMatched = rate(expected, dealsWith);
  return { dealsWith, winRateWith, winRateOthers, winRateMatched, rawLift: winRateWith - winRateOthers, matchedLift: winRateWith - winRateMatched };
};

export interface ObservedCooling {
  touchesLast90: number;
  touchesPrevious90: number;
  responseHoursLast90: number;
  responseHoursPrevious90: number;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export const observeCooling = (deals: readonly Deal[], partnerKey: string, now: string, days = 90): ObservedCooling => {
  const nowMs = Date.parse(now);
  const last: number[] = [];
  const previous: number[] = [];
  for (const deal of deals) {
    for (const touch of deal.touches) {
      if (touch.partnerKey !== partnerKey) continue;
      const age = (nowMs - Date.parse(touch.at)) / DAY;
      if (age <= days) last.push(touch.responseHours);
      else if (age <= 2 * days) previous.push(touch.responseHours);
    }
  }
  return {
    touchesLast90: last.length,
    touchesPrevious90: previous.length,
    responseHoursLast90: median(last),
    responseHoursPrevious90: median(previous),
  };
};
