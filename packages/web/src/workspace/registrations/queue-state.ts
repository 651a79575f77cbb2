import type { Request } from '@entente/contracts/client';

export const queueTabs = ['waiting', 'mine', 'partner', 'protected', 'expiring', 'all'] as const;
export type QueueTab = (typeof queueTabs)[number];
type Query = NonNullable<Request<'registrations.list'>['query']>;

const EXPIRING_DAYS = 14;
const asked: Readonly<Record<QueueTab, Query>> = {
  waiting: { queue: 'true' },
  mine: { queue: 'true', mine: 'true' },
  partner: { state: 'info_requested' },
  protected: { protected: 'true' },
  expiring: { expiringDays: EXPIRING_DAYS },
  all: {},
};
export const queryOf = (tab: QueueTab, q: string | undefined): Query => ({ ...asked[tab], ...(q === undefined ? {} : { q }), limit: 50 });

/** Where the eye goes when the open row leaves the list: to the one that takes its place, or to the last. */
export function nextAfter(ids: readonly string[], gone: ReadonlySet<string>, open: string | undefined): string | undefined {
  const place = open === undefined ? -1 : ids.indexOf(open);
  const left = (id: string): boolean => !gone.has(id);
  if (place === -1) return ids.find(left);
  return ids.slice(place).find(left) ?? ids.slice(0, place).findLast(left);
}

export function moved(ids: readonly string[], open: string | undefined, by: 1 | -1): string | undefined {
  const place = open === undefined ? -1 : ids.indexOf(open);
  return ids[Math.min(ids.length - 1, Math.max(0, place + by))];
}
