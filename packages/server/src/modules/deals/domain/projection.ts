import { participantRoles, routeKinds, type ParticipantRole, type RouteKind } from '@entente/kernel';

export type ParticipantFact = { readonly partnerId: string; readonly role: ParticipantRole; readonly until: string | null };
export type RouteFact = { readonly kind: RouteKind; readonly settles: boolean; readonly endedAt: string | null };
export type Projection = { readonly roles: ParticipantRole[]; readonly partnerIds: string[]; readonly routeKinds: RouteKind[] };

/** What the deal row repeats of its participants and routes, so that lists need no join: those active now, each once, in a fixed order. */
export function projectionOf(participants: readonly ParticipantFact[], routes: readonly RouteFact[]): Projection {
  const active = participants.filter((participant) => participant.until === null);
  const kinds = new Set(routes.filter((route) => route.endedAt === null).map((route) => route.kind));
  const roles = new Set(active.map((participant) => participant.role));
  return {
    roles: participantRoles.filter((role) => roles.has(role)),
    partnerIds: [...new Set(active.map((participant) => participant.partnerId))].sort(),
    routeKinds: routeKinds.filter((kind) => kinds.has(kind)),
  };
}
