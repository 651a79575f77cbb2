import type { RouteKind } from '@entente/kernel';
import { allow, refuse, type Decision } from './decision.ts';
import { joinOr, plainWords, routeLabel } from './words.ts';

type RouteTable = { readonly initial: string; readonly next: Readonly<Record<string, readonly string[]>> };

/** How each kind of route moves. A state with nothing behind it is final. */
export const routeTables: Readonly<Record<RouteKind, RouteTable>> = {
  direct: { initial: 'open', next: { open: ['proposed'], proposed: ['agreed', 'open'], agreed: ['closed', 'proposed'], closed: [] } },
  resale: {
    initial: 'draft',
    next: { draft: ['quoted', 'cancelled'], quoted: ['ordered', 'draft', 'cancelled'], ordered: ['settled', 'cancelled'], settled: [], cancelled: [] },
  },
  referral: {
    initial: 'shared',
    next: { shared: ['accepted', 'declined', 'expired'], accepted: ['converted', 'closed'], expired: ['shared'], declined: [], converted: [], closed: [] },
  },
  cosell: {
    initial: 'draft',
    next: {
      draft: ['submitted', 'cancelled'],
      submitted: ['in_review', 'cancelled'],
      in_review: ['approved', 'action_required', 'rejected'],
      action_required: ['submitted', 'cancelled'],
      approved: ['launched', 'cancelled'],
      rejected: [],
      launched: [],
      cancelled: [],
    },
  },
  marketplace: {
    initial: 'draft',
    next: {
      draft: ['offer_sent', 'cancelled'],
      offer_sent: ['accepted', 'expired', 'withdrawn'],
      accepted: ['entitled', 'cancelled'],
      expired: ['draft'],
      withdrawn: ['draft'],
      entitled: [],
      cancelled: [],
    },
  },
};

export const initialState = (kind: RouteKind): string => routeTables[kind].initial;
export const isRouteState = (kind: RouteKind, state: string): boolean => Object.hasOwn(routeTables[kind].next, state);

/** The states a route may move to now; an ended route moves no more. */
export const nextStates = (kind: RouteKind, state: string, ended = false): readonly string[] =>
  ended || !isRouteState(kind, state) ? [] : (routeTables[kind].next[state] ?? []);

export function moveRoute(kind: RouteKind, from: string, to: string): Decision<string> {
  const article = `The ${routeLabel[kind]} route`;
  if (!isRouteState(kind, to))
    return refuse(`${article} has no state “${plainWords(to)}”. It knows ${joinOr(Object.keys(routeTables[kind].next).map(plainWords))}.`);
  const next = nextStates(kind, from);
  if (next.includes(to)) return allow(to);
  if (from === to) return refuse(`${article} is already ${plainWords(to)}.`);
  return refuse(
    next.length === 0
      ? `${article} is ${plainWords(from)}, which is final.`
      : `${article} is ${plainWords(from)}; from there it can become ${joinOr(next.map(plainWords))}, not ${plainWords(to)}.`,
  );
}

/** The shortest way of states from one to another, without the first; null when it cannot be reached. */
export function wayTo(kind: RouteKind, from: string, to: string): readonly string[] | null {
  if (from === to) return [];
  const before = new Map<string, string>([[from, from]]);
  for (const state of before.keys()) {
    for (const next of nextStates(kind, state)) {
      if (before.has(next)) continue;
      before.set(next, state);
      if (next === to) {
        const way = [to];
        for (let at = state; at !== from; at = before.get(at) ?? from) way.unshift(at);
        return way;
      }
    }
  }
  return null;
}
