import type { AccountCore } from './accounts.ts';
import { accountCore } from './accounts.ts';
import { DAY, HOUR, isoDate, isoInstant } from './calendar.ts';
import type { Context } from './context.ts';
import { dealKey } from './context.ts';
import { makeComments, makeHandoffs, makeTouches } from './deal-activity.ts';
import { makeCommittee } from './deal-committee.ts';
import { dealTotalMinor, drawProducts, drawValue, makeLines } from './deal-lines.ts';
import { makeRoutes } from './deal-routes.ts';
import type { Member } from './deal-team.ts';
import { drawTeam, makeParticipants } from './deal-team.ts';
import type { Timeline } from './deal-timeline.ts';
import { drawTimeline } from './deal-timeline.ts';
import { PLANTED } from './planted-partners.ts';
import type { Rng } from './rng.ts';
import type { Deal, DealLine, DealSource, DealStage, Segment } from './types.ts';
import { HISTORY_DAYS, rngFor } from './world.ts';

const SOURCES: readonly (readonly [DealSource, number])[] = [
  ['inbound', 26],
  ['outbound', 24],
  ['partner', 18],
  ['event', 8],
  ['marketplace', 4],
  ['expansion', 13],
  ['renewal', 7],
];
const WIN_RATE: Readonly<Record<Segment, number>> = { smb: 0.22, mid: 0.26, enterprise: 0.29 };
/** What Halden & Rask adds to the chance of a win; the one cause in the data that a good attribution must find. */
export const PLANTED_LIFT = 0.32;

const NEXT_STEPS: Readonly<Record<DealStage, readonly string[]>> = {
  prospect: ['Find the sponsor', 'Book a first meeting'],
  qualified: ['Agree the success criteria', 'Map the buying committee'],
  technical: ['Finish the pilot', 'Pass the security review'],
  business: ['Present the business case', 'Agree on the term'],
  committed: ['Send the order form', 'Collect the signature'],
  won: ['Start onboarding'],
  lost: ['Stay in touch'],
};

const motionOf = (source: DealSource): 'new' | 'expansion' | 'renewal' => (source === 'expansion' || source === 'renewal' ? source : 'new');

const winChance = (account: AccountCore, source: DealSource, team: readonly Member[]): number => {
  const motion = motionOf(source);
  let chance = WIN_RATE[account.segment] + (motion === 'expansion' ? 0.28 : motion === 'renewal' ? 0.5 : 0);
  if (account.country.region === 'NA') chance += 0.02;
  if (account.country.region === 'LATAM') chance -= 0.02;
  if (team.length > 0) chance += 0.03;
  if (team.some((member) => member.partner === PLANTED.lifting)) chance += PLANTED_LIFT;
  return Math.min(0.95, chance);
};

export interface DealPlan {
  index: number;
  name: string;
  account: AccountCore;
  source: DealSource;
  timeline: Timeline;
  lines: DealLine[];
  team: readonly Member[];
}

/** Everything that follows from the plan: people, routes, evidence, activity. */
export const buildDeal = (context: Context, rng: Rng, plan: DealPlan): Deal => {
  const { account, timeline, team, lines } = plan;
  const activity = rngFor(context.world, 'activity', plan.index);
  const participants = makeParticipants(rng, team, timeline);
  return {
    key: dealKey(plan.index),
    name: plan.name,
    accountKey: account.key,
    stage: timeline.stage,
    amountMinor: dealTotalMinor(lines),
    currency: account.country.currency,
    closeOn: isoDate(timeline.closeMs),
    openedOn: isoDate(timeline.openedMs),
    closedOn: timeline.closedMs === null ? null : isoDate(timeline.closedMs),
    ownerKey: account.ownerKey,
    region: account.country.region,
    source: plan.source,
    nextStep: rng.pick(NEXT_STEPS[timeline.stage]),
    lastActivityAt: isoInstant(timeline.horizonMs),
    lines,
    participants,
    routes: makeRoutes(context.world, rng, account, team, timeline.stage),
    stageHistory: timeline.steps.map((step) => ({ from: step.from, to: step.to, at: isoInstant(step.atMs), byKey: account.ownerKey })),
    committee: makeCommittee(rng, account, participants, timeline),
    handoffs: makeHandoffs(activity, participants, timeline, context.world.nowMs),
    comments: makeComments(activity, account.ownerKey, timeline),
    touches: makeTouches(context, activity, participants, timeline),
  };
};

/** Deals are spread over the three years in the order of their index, with growth: more of them lately. */
const openedAt = (context: Context, rng: Rng, index: number): number => {
  const { startMs, nowMs, sizes } = context.world;
  const position = ((index + rng.next()) / sizes.deals) ** 0.85;
  return Math.min(nowMs - HOUR, Math.round(startMs + position * HISTORY_DAYS * DAY));
};

const drawAccount = (context: Context, rng: Rng): AccountCore => {
  const drawn = Math.floor(context.world.sizes.accounts * rng.next() ** 1.25);
  // The planted account with the uncovered committee has one deal only, so that its gaps are the account's gaps.
  const index = drawn === context.accounts.uncovered.index ? drawn + 1 : drawn;
  return accountCore(context.world, index);
};

export const ordinaryDeal = (context: Context, index: number): Deal => {
  const rng = rngFor(context.world, 'deal', index);
  const outcome = rng.next();
  const openedMs = openedAt(context, rng, index);
  const account = drawAccount(context, rng);
  const source = rng.weighted(SOURCES);
  const motion = motionOf(source);
  const valueEurMinor = drawValue(rng, account.segment, motion === 'expansion' ? 0.6 : motion === 'renewal' ? 0.85 : 1);
  const products = drawProducts(rng, valueEurMinor);
  const lines = makeLines(
    rng,
    products,
    valueEurMinor,
    account.country.currency,
    rng.weighted([
      [12, 55],
      [24, 15],
      [36, 30],
    ] as const),
  );
  const team = drawTeam(context, rngFor(context.world, 'team', index), account, source, valueEurMinor, openedMs);
  const won = outcome < winChance(account, source, team);
  const timeline = drawTimeline(rng, openedMs, account.segment, won, motion === 'new' ? 1 : 0.65, context.world.nowMs);
  const theme = products[0]?.name.replace('Kestrel ', '') ?? 'platform';
  const name = `${account.shortName} ${motion === 'new' ? theme : `${theme} ${motion}`}`;
  return buildDeal(context, rng, { index, name, account, source, timeline, lines, team });
};
