import type { Result } from '@entente/contracts';
import type { DealStage, ParticipantRole } from '@entente/kernel';
import { isOfItsTime, isTold, type Standing } from './disclosure.ts';
import { partnerSentenceOf, type DealEvent } from './timeline.ts';

type PortalDeal = Result<'portalDeals.get'>;
export type PortalDealRow = Result<'portalDeals.list'>['items'][number];
type LaneState = PortalDeal['lanes'][number]['state'];

/** The deal as it is, for one partner's row. Stage and last change are those of the time the partner took part in it. */
export type DealFacts = {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly companyName: string | null;
  readonly stage: DealStage;
  readonly amountMinor: number | null;
  readonly currency: string;
  readonly closeOn: string | null;
  readonly updatedAt: string;
  readonly standing: Standing;
  /** The step of the partner's own lane that comes first. */
  readonly ownStep: string | null;
};
export type Lane = {
  readonly id: string;
  readonly partnerId: string;
  readonly role: ParticipantRole;
  readonly state: LaneState;
  readonly step: string | null;
  readonly dueAt: string | null;
  readonly until: string | null;
};
export type RoomFacts = DealFacts & {
  readonly lanes: readonly Lane[];
  readonly lines: readonly { description: string; quantity: number; termMonths: number | null }[];
  readonly owner: { id: string; name: string; email: string } | null;
  readonly manager: { id: string; name: string; email: string } | null;
  readonly vendorName: string;
  readonly comments: readonly {
    id: string;
    body: string;
    at: string;
    byId: string;
    byName: string;
    /** Null for the vendor's people. */ byPartnerId: string | null;
    visibleTo: string;
    partnerId: string | null;
  }[];
  readonly handoffs: readonly {
    id: string;
    title: string;
    fromPartnerId: string | null;
    toPartnerId: string | null;
    dueAt: string | null;
    doneAt: string | null;
  }[];
  readonly events: readonly DealEvent[];
};
export type Eyes = {
  readonly partnerId: string;
  /** Of the person, for what they wrote themselves. */ readonly actorId: string;
  /** Partners that agreed, with the vendor, to be known to this one, by id. */ readonly names: ReadonlyMap<string, string>;
  readonly now: Date;
};

export function rowForPartner(deal: DealFacts, protectedUntil: string | null): PortalDealRow {
  const { standing } = deal;
  return {
    id: deal.id,
    number: deal.number,
    name: deal.name,
    companyName: deal.companyName,
    stage: deal.stage,
    amountMinor: isTold('amount', standing) ? deal.amountMinor : null,
    currency: deal.currency,
    closeOn: isTold('closeOn', standing) ? deal.closeOn : null,
    myRoles: [...standing.roles],
    protectedUntil,
    // Its own: the vendor's next step is for the vendor.
    nextStep: standing.leftAt === null ? deal.ownStep : null,
    updatedAt: deal.updatedAt,
  };
}

export function roomForPartner(deal: RoomFacts, eyes: Eyes): Pick<PortalDeal, 'lanes' | 'lines' | 'vendorContact' | 'comments' | 'handoffs' | 'timeline'> {
  const { standing } = deal;
  const own = deal.handoffs.filter((one) => one.fromPartnerId === eyes.partnerId || one.toPartnerId === eyes.partnerId);
  const contact = deal.owner ?? deal.manager;
  return {
    lanes: lanesFor(deal, eyes),
    lines: isTold('lines', standing) ? deal.lines.map(({ description, quantity, termMonths }) => ({ description, quantity, termMonths })) : [],
    vendorContact: contact === null ? null : { name: contact.name, email: contact.email },
    comments: deal.comments.flatMap((comment) => {
      if (!isOfItsTime(comment.at, standing) || !isAddressedTo(comment, eyes.partnerId)) return [];
      const named = comment.byPartnerId === eyes.partnerId || (comment.byPartnerId === null && [deal.owner?.id, deal.manager?.id].includes(comment.byId));
      return [{ id: comment.id, body: comment.body, by: named ? comment.byName : deal.vendorName, mine: comment.byId === eyes.actorId, at: comment.at }];
    }),
    handoffs: own.map((one) => {
      const toMe = one.toPartnerId === eyes.partnerId;
      const other = toMe ? one.fromPartnerId : one.toPartnerId;
      return {
        id: one.id,
        title: one.title,
        direction: toMe ? ('to_me' as const) : ('from_me' as const),
        otherSide: other === null ? deal.vendorName : (eyes.names.get(other) ?? 'Another partner'),
        dueAt: one.dueAt,
        doneAt: one.doneAt,
        state:
          one.doneAt !== null ? ('done' as const) : one.dueAt !== null && Date.parse(one.dueAt) < eyes.now.getTime() ? ('late' as const) : ('open' as const),
      };
    }),
    timeline: timelineFor(deal, eyes, new Set(own.map((one) => one.id))),
  };
}

/** A comment of another partner is between it and the vendor; who wrote one is known by its own audience. */
const isAddressedTo = (comment: { visibleTo: string; partnerId: string | null }, partnerId: string): boolean =>
  comment.visibleTo === 'partners' || (comment.visibleTo === 'partner' && comment.partnerId === partnerId);

function lanesFor({ lanes, standing }: RoomFacts, eyes: Eyes): PortalDeal['lanes'] {
  const mine = lanes.filter((lane) => lane.partnerId === eyes.partnerId && (standing.leftAt !== null || lane.until === null));
  const others = isTold('othersLanes', standing) ? lanes.filter((lane) => lane.partnerId !== eyes.partnerId && lane.until === null) : [];
  return [
    ...mine.map(({ id, role, state, step, dueAt }) => ({ id, role, partnerName: null, mine: true, state, step, dueAt })),
    ...others.map(({ id, role, state, partnerId }) => ({
      id,
      role,
      partnerName: eyes.names.get(partnerId) ?? null,
      mine: false,
      state,
      step: null,
      dueAt: null,
    })),
  ];
}

function timelineFor({ events, standing }: RoomFacts, eyes: Eyes, handoffIds: ReadonlySet<string>): PortalDeal['timeline'] {
  return events.flatMap((event) => {
    // Records that were brought in tell when they happened; the event's own time is when they came.
    const told = event.payload['occurredAt'];
    const at = typeof told === 'string' ? new Date(told).toISOString() : event.at;
    // Leaving is the last thing a partner is told.
    if (!isOfItsTime(at, standing) && event.type !== 'participant.ended') return [];
    const sentence = partnerSentenceOf(event, { partnerId: eyes.partnerId, handoffIds });
    return sentence === null ? [] : [{ id: event.id, at, sentence }];
  });
}
