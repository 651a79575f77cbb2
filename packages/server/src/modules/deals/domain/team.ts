import type { ParticipantRole, RouteKind } from '@entente/kernel';
import { allow, refuse, type Decision } from './decision.ts';
import type { ParticipantFact, RouteFact } from './projection.ts';
import { roleLabel, routeLabel } from './words.ts';

/** A partner holds a role on a deal once at a time. */
export function mayJoin(participants: readonly ParticipantFact[], partnerId: string, role: ParticipantRole, partnerName: string): Decision<null> {
  const holds = participants.some((one) => one.until === null && one.partnerId === partnerId && one.role === role);
  return holds ? refuse(`${partnerName} already has the ${roleLabel[role]} role on this deal.`) : allow(null);
}

/** Of all active routes at most one settles: the money is booked once, whatever the number of routes. */
export function maySettle<Route extends RouteFact>(others: readonly Route[], kind: RouteKind): Decision<null> {
  const settling = others.find((route) => route.settles && route.endedAt === null);
  return settling
    ? refuse(`The ${routeLabel[settling.kind]} route settles this deal already. Take that from it before the ${routeLabel[kind]} route settles.`)
    : allow(null);
}
