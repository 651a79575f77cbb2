import type { CallInput } from '../../lib/api/index.ts';
import { useUrlState } from '../partners/kit/url-state.ts';

export const filterKeys = ['entitlement', 'deal', 'product', 'buyer', 'from', 'to'] as const;
export const noFilter = Object.fromEntries(filterKeys.map((key) => [key, undefined])) as Record<(typeof filterKeys)[number], undefined>;

/** In the address an hour stands as `2026-03-01T08:00`, as fields write it; for the server it is an instant of UTC. */
export function instantOf(hour: string | undefined): string | undefined {
  return hour !== undefined && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(hour) && !Number.isNaN(Date.parse(`${hour}:00Z`)) ? `${hour}:00.000Z` : undefined;
}

export type HourFilter = NonNullable<CallInput<'metering.totals'>['query']>;

/** What the list and its numbers are narrowed to, without the state. */
export function useHourFilter(): HourFilter {
  const url = useUrlState();
  return {
    entitlementId: url.text('entitlement'),
    dealId: url.text('deal'),
    productId: url.text('product'),
    buyer: url.text('buyer'),
    from: instantOf(url.text('from')),
    to: instantOf(url.text('to')),
  };
}
