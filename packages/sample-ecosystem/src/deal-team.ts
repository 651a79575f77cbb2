import type { AccountCore } from './accounts.ts';
import { isoDate, isoInstant, DAY, HOUR } from './calendar.ts';
import type { Context } from './context.ts';
import type { Timeline } from './deal-timeline.ts';
import { partnerKey } from './partners.ts';
import { canFill, drawSkewed } from './partner-pool.ts';
import { isReserved, PLANTED } from './planted-partners.ts';
import type { Rng } from './rng.ts';
import { at } from './rng.ts';
import { reservedPartnersOf, tiedPartners } from './ties.ts';
import type { DealSource, Participant, ParticipantRole, Segment } from './types.ts';

export interface Member {
  partner: number;
  role: ParticipantRole;
}

const SHARE_WITH_PARTNER: Readonly<Record<Segment, number>> = { smb: 0.34, mid: 0.52, enterprise: 0.7 };
const ROLE_WEIGHTS: readonly (readonly [ParticipantRole, number])[] = [
  ['integrate', 25],
  ['resell', 22],
  ['influence', 19],
  ['service', 13],
  ['technology', 12],
  ['marketplace', 9],
];
/** From here a deal of the last months always has a partner, so that the planted one without is the only one. */
const ALWAYS_WITH_PARTNER_EUR_MINOR = 30_000_000;

export const drawTeam = (context: Context, rng: Rng, account: AccountCore, source: DealSource, valueEurMinor: number, openedMs: number): Member[] => {
  const team: Member[] = [];
  const { region } = account.country;
  const tied = tiedPartners(context, account);
  const add = (role: ParticipantRole): void => {
    for (let attempt = 0; attempt < 5; attempt++) {
      const fromTies = attempt < 2 && tied.length > 0;
      const partner = fromTies ? rng.pick(tied) : drawSkewed(rng, context.pool.byRoleAndRegion.get(`${role}/${region}`));
      if (partner === null) return;
      const core = at(context.pool.cores, partner);
      if (isReserved(partner) || !canFill(core, role) || core.joinedMs > openedMs || team.some((member) => member.partner === partner)) continue;
      team.push({ partner, role });
      return;
    }
  };
  if (source === 'partner') add('source');
  if (source === 'marketplace') add('marketplace');
  if (rng.chance(SHARE_WITH_PARTNER[account.segment])) {
    let more = true;
    while (more && team.length < 4) {
      const role = rng.weighted(ROLE_WEIGHTS);
      if (!team.some((member) => member.role === role)) add(role);
      if (role === 'resell' && rng.chance(0.3)) add('distribute');
      more = rng.chance(0.36);
    }
  }
  addReserved(context, rng, team, account, source);
  const recent = openedMs > context.world.nowMs - 600 * DAY;
  if (team.length === 0 && recent && valueEurMinor >= ALWAYS_WITH_PARTNER_EUR_MINOR) team.push({ partner: rng.int(0, 1), role: 'influence' });
  return team;
};

const addReserved = (context: Context, rng: Rng, team: Member[], account: AccountCore, source: DealSource): void => {
  for (const partner of reservedPartnersOf(context, account)) {
    if (partner === PLANTED.lifting) team.push({ partner, role: 'integrate' });
    // Castellan only comes to sales to existing customers, which mostly close anyway: many wins, no lift.
    else if (partner === PLANTED.favoured) {
      if (source === 'expansion' || source === 'renewal') team.push({ partner, role: 'resell' });
    } else if (rng.chance(0.9)) team.push({ partner, role: 'service' });
  }
};

const EVIDENCE: Readonly<Record<ParticipantRole, readonly (readonly [string, string])[]>> = {
  source: [
    ['registration', 'Registered the opportunity before first contact'],
    ['intro_email', 'Introduced the sponsor by mail'],
  ],
  influence: [
    ['meeting', 'Joined the architecture review'],
    ['meeting', 'Presented the business case to the board'],
  ],
  integrate: [
    ['statement_of_work', 'Statement of work for the migration sent'],
    ['workshop', 'Ran the discovery workshop'],
  ],
  resell: [
    ['quote', 'Quoted the licences to the buyer'],
    ['framework', 'Named on the buyer’s framework contract'],
  ],
  distribute: [
    ['quote', 'Credit line confirmed for the order'],
    ['quote', 'Price file accepted'],
  ],
  marketplace: [
    ['marketplace_offer', 'Private offer requested'],
    ['marketplace_commit', 'Buyer has commitment left to draw down'],
  ],
  technology: [
    ['joint_solution', 'Certified connector is part of the design'],
    ['demo', 'Joint demonstration given'],
  ],
  service: [
    ['service_proposal', 'Operations proposal accepted in principle'],
    ['meeting', 'Agreed the service levels'],
  ],
};

export const STEPS: Readonly<Record<ParticipantRole, readonly string[]>> = {
  source: ['Introduce the sponsor', 'Confirm the registration'],
  influence: ['Present the reference', 'Back the business case'],
  integrate: ['Size the migration', 'Finish the pilot'],
  resell: ['Send the quote', 'Take the order'],
  distribute: ['Confirm credit', 'Place the order'],
  marketplace: ['Issue the private offer', 'Confirm commitment drawdown'],
  technology: ['Validate the connector', 'Show the joint solution'],
  service: ['Agree service levels', 'Plan the handover'],
};

const SHARE_BP: Readonly<Record<ParticipantRole, readonly [number, number] | null>> = {
  source: [500, 1_200],
  influence: null,
  integrate: null,
  resell: [1_200, 2_400],
  distribute: [200, 500],
  marketplace: [150, 300],
  technology: null,
  service: [400, 1_000],
};

export const makeParticipants = (rng: Rng, team: readonly Member[], timeline: Timeline): Participant[] => {
  const life = timeline.horizonMs - timeline.openedMs;
  return team.map(({ partner, role }) => {
    const sinceMs = role === 'source' ? timeline.openedMs : timeline.openedMs + Math.round(life * rng.between(0, 0.35));
    const [kind, note] = rng.pick(EVIDENCE[role]);
    const range = SHARE_BP[role];
    return {
      partnerKey: partnerKey(partner),
      role,
      since: isoDate(sinceMs),
      until: timeline.stage === 'lost' ? isoDate(timeline.horizonMs) : null,
      evidence: { kind, note, at: isoInstant(Math.min(timeline.horizonMs, sinceMs + rng.int(0, 30) * HOUR)) },
      status: timeline.closedMs !== null ? 'done' : statusAt(rng, timeline),
      step: rng.pick(STEPS[role]),
      shareBp: range === null ? null : Math.round(rng.between(range[0], range[1]) / 50) * 50,
    };
  });
};

const statusAt = (rng: Rng, timeline: Timeline): Participant['status'] => {
  const late = timeline.stage === 'business' || timeline.stage === 'committed';
  return rng.weighted(
    late
      ? ([
          ['done', 35],
          ['in_progress', 40],
          ['waiting', 20],
          ['not_started', 5],
        ] as const)
      : ([
          ['done', 8],
          ['in_progress', 37],
          ['waiting', 25],
          ['not_started', 30],
        ] as const),
  );
};
