import { addMonths, DAY, HOUR, isoInstant, startOfDay } from './calendar.ts';
import type { Context, PlantedDealName } from './context.ts';
import { plantedDealIndex } from './context.ts';
import type { DealPlan } from './deal.ts';
import { buildDeal } from './deal.ts';
import { makeLines } from './deal-lines.ts';
import type { Member } from './deal-team.ts';
import { openTimeline, termEnd, wonTimeline } from './deal-timeline.ts';
import { partnerKey } from './partners.ts';
import { PLANTED } from './planted-partners.ts';
import { PRODUCTS } from './products.ts';
import { hashText, Rng } from './rng.ts';
import type { Deal, Handoff, Participant, ParticipantRole } from './types.ts';
import { rngFor } from './world.ts';

export const STALLED_DAYS = 38;
export const RENEWAL_IN_DAYS = 27;

const member = (partner: number, role: ParticipantRole): Member => ({ partner, role });

/** Seven handoffs out and seven back: due in days from `now`, done in days from `now` or still open. */
const BIG_HANDOFFS: readonly { from: number | null; to: number | null; title: string; due: number; done: number | null }[] = [
  { from: PLANTED.source, to: null, title: 'Introduce the sponsor', due: -118, done: -121 },
  { from: null, to: PLANTED.integrator, title: 'Share the discovery notes', due: -104, done: -104 },
  { from: PLANTED.integrator, to: null, title: 'Deliver the migration sizing', due: -82, done: -74 },
  { from: null, to: PLANTED.technology, title: 'Ask for the connector validation', due: -70, done: -71 },
  { from: PLANTED.technology, to: PLANTED.integrator, title: 'Hand over the validated connector', due: -41, done: -36 },
  { from: PLANTED.integrator, to: PLANTED.service, title: 'Agree the operations model', due: -28, done: -29 },
  { from: null, to: PLANTED.reseller, title: 'Confirm the price list', due: -20, done: -20 },
  { from: PLANTED.reseller, to: PLANTED.distributor, title: 'Request the credit line', due: -9, done: null },
  { from: PLANTED.service, to: null, title: 'Send the service levels', due: -5, done: null },
  { from: null, to: PLANTED.marketplace, title: 'Request the private offer', due: -2, done: null },
  { from: PLANTED.distributor, to: PLANTED.reseller, title: 'Confirm the credit line', due: 6, done: null },
  { from: PLANTED.marketplace, to: null, title: 'Issue the private offer', due: 11, done: null },
  { from: PLANTED.reseller, to: null, title: 'Send the order form', due: 19, done: null },
  { from: PLANTED.integrator, to: PLANTED.service, title: 'Hand over to operations', due: 54, done: null },
];

const BIG_TEAM: readonly Member[] = [
  member(PLANTED.source, 'source'),
  member(PLANTED.integrator, 'integrate'),
  member(PLANTED.reseller, 'resell'),
  member(PLANTED.distributor, 'distribute'),
  member(PLANTED.marketplace, 'marketplace'),
  member(PLANTED.technology, 'technology'),
  member(PLANTED.service, 'service'),
];

/** Agrees with the handoffs above: who has finished, who works, who waits for somebody. */
const BIG_PROGRESS: Readonly<Partial<Record<ParticipantRole, Pick<Participant, 'status' | 'step'>>>> = {
  source: { status: 'done', step: 'Introduce the sponsor' },
  technology: { status: 'done', step: 'Validate the connector' },
  integrate: { status: 'in_progress', step: 'Finish the pilot' },
  service: { status: 'in_progress', step: 'Send the service levels' },
  resell: { status: 'in_progress', step: 'Request the credit line' },
  distribute: { status: 'waiting', step: 'Confirm the credit line' },
  marketplace: { status: 'waiting', step: 'Issue the private offer' },
};

export const plantedDeal = (context: Context, name: PlantedDealName): Deal => {
  const index = plantedDealIndex(context.world, name);
  const rng = rngFor(context.world, 'plan', index);
  switch (name) {
    case 'big':
      return bigDeal(context, rng, index);
    case 'conflict':
      return conflictDeal(context, rng, index);
    case 'stalled':
      return stalledDeal(context, rng, index);
    case 'withoutPartner':
      return dealWithoutPartner(context, rng, index);
    case 'renewed':
      return renewedDeal(context, rng, index);
    case 'renewal':
      return renewalDeal(context, rng, index);
    case 'uncovered':
      return uncoveredDeal(context, rng, index);
  }
};

type OpenPlan = Omit<DealPlan, 'index' | 'timeline' | 'lines'> & {
  openedDaysAgo: number;
  stage: 'qualified' | 'technical' | 'business';
  closesInDays: number;
  quietDays: number;
  valueEurMinor: number;
  products: number;
  termMonths: number;
};

const openDeal = (context: Context, rng: Rng, index: number, plan: OpenPlan): Deal => {
  const { nowMs } = context.world;
  const timeline = openTimeline(rng, nowMs - plan.openedDaysAgo * DAY, plan.stage, startOfDay(nowMs + plan.closesInDays * DAY), nowMs - plan.quietDays * DAY);
  const lines = makeLines(rng, PRODUCTS.slice(0, plan.products), plan.valueEurMinor, plan.account.country.currency, plan.termMonths);
  return buildDeal(context, rng, { index, name: plan.name, account: plan.account, source: plan.source, timeline, lines, team: plan.team });
};

const bigDeal = (context: Context, rng: Rng, index: number): Deal => {
  const account = context.accounts.big;
  const deal = openDeal(context, rng, index, {
    name: `${account.shortName} data platform`,
    account,
    source: 'partner',
    team: BIG_TEAM,
    openedDaysAgo: 124,
    stage: 'business',
    closesInDays: 24,
    quietDays: 1,
    valueEurMinor: 284_000_000,
    products: 7,
    termMonths: 36,
  });
  const key = (partner: number | null): string | null => (partner === null ? null : partnerKey(partner));
  const instant = (days: number): string => isoInstant(startOfDay(context.world.nowMs) + days * DAY + 9 * HOUR);
  const handoffs: Handoff[] = BIG_HANDOFFS.map((each) => ({
    fromPartnerKey: key(each.from),
    toPartnerKey: key(each.to),
    title: each.title,
    dueAt: instant(each.due),
    doneAt: each.done === null ? null : instant(each.done),
  }));
  const participants = deal.participants.map((each) => {
    const { status, step } = BIG_PROGRESS[each.role] ?? each;
    // The integrator received its first handoff early, so it was on the deal by then.
    const since = each.role === 'integrate' ? instant(-106).slice(0, 10) : each.since;
    return { ...each, status, step, since };
  });
  return { ...deal, participants, handoffs };
};

const conflictDeal = (context: Context, rng: Rng, index: number): Deal => {
  const account = context.accounts.conflict;
  return openDeal(context, rng, index, {
    name: `${account.shortName} analytics`,
    account,
    source: 'partner',
    team: [member(PLANTED.conflictFirst, 'source'), member(PLANTED.conflictSecond, 'source')],
    openedDaysAgo: 47,
    stage: 'qualified',
    closesInDays: 63,
    quietDays: 2,
    valueEurMinor: 18_600_000,
    products: 3,
    termMonths: 24,
  });
};

const stalledDeal = (context: Context, rng: Rng, index: number): Deal => {
  const account = context.accounts.stalled;
  return openDeal(context, rng, index, {
    name: `${account.shortName} governance programme`,
    account,
    source: 'outbound',
    team: [member(PLANTED.integrator, 'integrate')],
    openedDaysAgo: 171,
    stage: 'technical',
    closesInDays: 39,
    quietDays: STALLED_DAYS,
    valueEurMinor: 78_000_000,
    products: 4,
    termMonths: 36,
  });
};

const dealWithoutPartner = (context: Context, rng: Rng, index: number): Deal => {
  const account = context.accounts.withoutPartner;
  return openDeal(context, rng, index, {
    name: `${account.shortName} lakehouse`,
    account,
    source: 'inbound',
    team: [],
    openedDaysAgo: 58,
    stage: 'technical',
    closesInDays: 71,
    quietDays: 3,
    valueEurMinor: 64_000_000,
    products: 3,
    termMonths: 36,
  });
};

const RENEWAL_TERM = 12;

/** The old and the new contract carry the same lines, drawn from one generator of their own. */
const renewalLines = (context: Context): DealPlan['lines'] =>
  makeLines(
    new Rng(context.world.seed, hashText('renewal-lines'), 0),
    PRODUCTS.slice(0, 2),
    14_400_000,
    context.accounts.renewal.country.currency,
    RENEWAL_TERM,
  );

const renewedDeal = (context: Context, rng: Rng, index: number): Deal => {
  const account = context.accounts.renewal;
  const closedMs = addMonths(startOfDay(context.world.nowMs) + RENEWAL_IN_DAYS * DAY + 10 * HOUR, -RENEWAL_TERM);
  return buildDeal(context, rng, {
    index,
    name: `${account.shortName} lakehouse`,
    account,
    source: 'inbound',
    lines: renewalLines(context),
    timeline: wonTimeline(rng, closedMs - 96 * DAY, closedMs),
    team: [member(PLANTED.reseller, 'service')],
  });
};

const renewalDeal = (context: Context, rng: Rng, index: number): Deal => {
  const account = context.accounts.renewal;
  const { nowMs } = context.world;
  const signedMs = addMonths(startOfDay(nowMs) + RENEWAL_IN_DAYS * DAY, -RENEWAL_TERM);
  return buildDeal(context, rng, {
    index,
    name: `${account.shortName} lakehouse renewal`,
    account,
    source: 'renewal',
    lines: renewalLines(context),
    timeline: openTimeline(rng, nowMs - 33 * DAY, 'qualified', termEnd(signedMs, RENEWAL_TERM), nowMs - 6 * DAY),
    team: [],
  });
};

const uncoveredDeal = (context: Context, rng: Rng, index: number): Deal => {
  const account = context.accounts.uncovered;
  const deal = openDeal(context, rng, index, {
    name: `${account.shortName} streaming platform`,
    account,
    source: 'event',
    team: [member(PLANTED.technology, 'technology')],
    openedDaysAgo: 76,
    stage: 'technical',
    closesInDays: 52,
    quietDays: 4,
    valueEurMinor: 36_500_000,
    products: 3,
    termMonths: 24,
  });
  // Only the champion is known to anybody; the people who decide, check and sign are not.
  const committee = deal.committee.map((each) => ({
    ...each,
    relationshipOwner: each.role === 'champion' ? { personKey: account.ownerKey, partnerKey: null } : null,
  }));
  return { ...deal, committee };
};
