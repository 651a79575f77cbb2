import type { LeadFacts, RoutablePartner, Route } from './routing.ts';

/** What a partner has to do now, and what it has to do with the customer. */
export type Work = {
  readonly lastOfferedAt: string | null;
  /** Open deals and leads. */
  readonly open: number;
  /** 0 to 1: how strong its tie to the account is. */
  readonly tie: number;
  readonly wins: number;
};
type Candidate = { readonly partner: RoutablePartner; readonly work: Work };

/** Wins beyond these say nothing more about one lead. */
const WINS_THAT_COUNT = 10;

/** 0 to 100: half the tie to the account, three tenths the product, two tenths wins. */
export function fitOf(lead: LeadFacts, { partner, work }: Candidate): number {
  const knows = lead.productId !== null && partner.productIds.includes(lead.productId);
  return Math.round(50 * work.tie + (knows ? 30 : 0) + (20 * Math.min(work.wins, WINS_THAT_COUNT)) / WINS_THAT_COUNT);
}

const freePlaces = ({ partner, work }: Candidate): number => (partner.capacityTotal === null ? Number.POSITIVE_INFINITY : partner.capacityTotal - work.open);
const compare = (left: number, right: number): number => (left === right ? 0 : left < right ? -1 : 1);

/** Whoever waited longest for a lead goes first; who never had one, before all. Equal in that, the order of ids keeps it the same each time. */
function byTurn(left: Candidate, right: Candidate): number {
  const [a, b] = [left.work.lastOfferedAt ?? '', right.work.lastOfferedAt ?? ''];
  if (a !== b) return a < b ? -1 : 1;
  return left.partner.id < right.partner.id ? -1 : 1;
}

export function ahead(route: Route, lead: LeadFacts, left: Candidate, right: Candidate): number {
  const ranked = {
    round_robin: () => 0,
    // Among partners that named no limit, the one with the least to do has the most room.
    most_capacity: () => compare(freePlaces(right), freePlaces(left)) || compare(left.work.open, right.work.open),
    best_fit: () => compare(fitOf(lead, right), fitOf(lead, left)),
    claim: () => compare(fitOf(lead, right), fitOf(lead, left)),
    named: () => compare(place(route, left.partner.id), place(route, right.partner.id)),
  }[route.choose]();
  return ranked || byTurn(left, right);
}

const place = (route: Route, partnerId: string): number => {
  const index = route.among.partnerIds.indexOf(partnerId);
  return index === -1 ? Number.POSITIVE_INFINITY : index;
};

/** One sentence the vendor and the partner both read: it names no other partner. */
export function whyChosen(route: Route, lead: LeadFacts, candidate: Candidate): string {
  const { partner, work } = candidate;
  switch (route.choose) {
    case 'round_robin':
      return work.lastOfferedAt === null
        ? 'Next in turn: no lead was offered before.'
        : `Next in turn: the last lead was offered on ${work.lastOfferedAt.slice(0, 10)}.`;
    case 'most_capacity':
      return partner.capacityTotal === null
        ? `Most room: ${work.open} open ${work.open === 1 ? 'piece' : 'pieces'} of work and no limit.`
        : `Most room: ${partner.capacityTotal - work.open} of ${partner.capacityTotal} places are free.`;
    case 'named':
      return 'Named for leads of this kind.';
    case 'claim':
      return 'Open to claim: the first to accept has it.';
    case 'best_fit':
      return `Best fit: ${fitReasons(lead, candidate)}.`;
  }
}

function fitReasons(lead: LeadFacts, { partner, work }: Candidate): string {
  const reasons = [
    ...(work.tie > 0 ? ['knows the company'] : []),
    ...(lead.productId !== null && partner.productIds.includes(lead.productId) ? ['competent for the product'] : []),
    ...(work.wins > 0 ? [`${work.wins} ${work.wins === 1 ? 'deal' : 'deals'} won`] : []),
  ];
  return reasons.length === 0 ? 'covers what the lead needs' : reasons.join(', ');
}
