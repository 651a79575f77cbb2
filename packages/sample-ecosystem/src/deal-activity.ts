import { DAY, HOUR, isoInstant } from './calendar.ts';
import type { Context } from './context.ts';
import type { Timeline } from './deal-timeline.ts';
import { PLANTED } from './planted-partners.ts';
import { partnerKey } from './partners.ts';
import type { Rng } from './rng.ts';
import { at } from './rng.ts';
import type { DealComment, Handoff, Participant, Touch, TouchKind } from './types.ts';
import { STEPS } from './deal-team.ts';

/** How long before `now` the cooling partner began to withdraw. */
export const COOLING_DAYS = 90;

const TOUCH_KINDS: readonly (readonly [TouchKind, number])[] = [
  ['meeting', 24],
  ['call', 22],
  ['email', 24],
  ['demo', 9],
  ['workshop', 8],
  ['proposal', 7],
  ['intro', 4],
  ['event', 2],
];
const NOTES: Readonly<Record<TouchKind, readonly string[]>> = {
  intro: ['Introduced the sponsor', 'Opened the door to procurement'],
  meeting: ['Met the data team', 'Steering meeting held'],
  call: ['Call with the champion', 'Cleared open questions by phone'],
  email: ['Sent the reference story', 'Answered the security questions'],
  demo: ['Showed the joint solution', 'Demonstrated the connector'],
  workshop: ['Ran the sizing workshop', 'Mapped the sources'],
  proposal: ['Sent the services proposal', 'Revised the offer'],
  event: ['Hosted the customer at a round table', 'Joined a user group'],
};

export const makeTouches = (context: Context, rng: Rng, participants: readonly Participant[], timeline: Timeline): Touch[] => {
  const touches: { ms: number; touch: Touch }[] = [];
  const coolingKey = partnerKey(PLANTED.cooling);
  const coolsFromMs = context.world.nowMs - COOLING_DAYS * DAY;
  for (const { partnerKey: key, since } of participants) {
    const cooling = key === coolingKey;
    const usual = at(context.pool.cores, Number(key.slice('partner-'.length)) - 1).medianResponseHours;
    const fromMs = Math.max(timeline.openedMs, Date.parse(since));
    const most = cooling ? 60 : 14;
    let ms = fromMs;
    for (let i = 0; i < most; i++) {
      ms += Math.round(-Math.log(1 - rng.next()) * (cooling ? 8 : 18) * DAY);
      const kind = rng.weighted(TOUCH_KINDS);
      const note = rng.pick(NOTES[kind]);
      const responseHours = rng.logNormal(usual, 0.5);
      const kept = rng.next();
      if (ms > timeline.horizonMs) break;
      const cooled = cooling ? Math.max(0, (ms - coolsFromMs) / (COOLING_DAYS * DAY)) : 0;
      if (cooled > 0 && kept > 0.42 - 0.37 * cooled) continue;
      touches.push({
        ms,
        touch: {
          partnerKey: key,
          kind,
          at: isoInstant(ms),
          note,
          responseHours: Math.round(responseHours * (cooled > 0 ? 2 + 3 * cooled : 1) * 10) / 10,
        },
      });
    }
  }
  touches.sort((a, b) => a.ms - b.ms);
  return touches.map((each) => each.touch);
};

const REMARKS = [
  'Budget confirmed for this year.',
  'The security review needs two more documents.',
  'Champion asks for a reference in the same industry.',
  'Procurement wants three-year prices.',
  'Pilot results were presented and well received.',
  'Waiting for the works council.',
  'The current supplier has made a counter-offer.',
  'Legal is reading the data processing agreement.',
  'Next meeting agreed with the sponsor.',
] as const;

/** An open deal ends with a remark at its horizon: the last activity is a fact one can open, not only a date. */
export const makeComments = (rng: Rng, ownerKey: string, timeline: Timeline): DealComment[] => {
  const life = timeline.horizonMs - timeline.openedMs;
  const times = Array.from(
    {
      length: rng.weighted([
        [0, 40],
        [1, 35],
        [2, 25],
      ] as const),
    },
    () => timeline.openedMs + Math.round(life * rng.next()),
  );
  if (timeline.closedMs === null) times.push(timeline.horizonMs);
  return times.sort((a, b) => a - b).map((ms) => ({ byKey: ownerKey, at: isoInstant(ms), text: rng.pick(REMARKS) }));
};

export const makeHandoffs = (rng: Rng, participants: readonly Participant[], timeline: Timeline, nowMs: number): Handoff[] => {
  if (participants.length === 0 || !rng.chance(0.6)) return [];
  const handoffs: Handoff[] = [];
  let from: string | null = null;
  for (const { partnerKey: to, role } of participants) {
    const life = Math.max(DAY, timeline.horizonMs - timeline.openedMs);
    const dueMs = timeline.openedMs + Math.round(life * rng.between(0.3, timeline.closedMs === null ? 1.4 : 0.95));
    const doneMs = dueMs + rng.int(-96, 60) * HOUR;
    const done = timeline.closedMs !== null ? timeline.stage === 'won' || rng.chance(0.5) : rng.chance(0.75);
    handoffs.push({
      fromPartnerKey: from,
      toPartnerKey: to,
      title: rng.pick(STEPS[role]),
      dueAt: isoInstant(dueMs),
      doneAt: done && doneMs <= Math.min(timeline.horizonMs, nowMs) && doneMs >= timeline.openedMs ? isoInstant(doneMs) : null,
    });
    from = to;
  }
  return handoffs;
};
