import type { Phase } from './definition.ts';

/** What an offer's phase is to its route; null leaves the route as it is. */
const ROUTE_STATE: Readonly<Record<Phase, string | null>> = {
  draft: 'draft',
  sending: null,
  released: 'offer_sent',
  accepted: 'accepted',
  expired: 'expired',
  withdrawn: 'withdrawn',
};
export const routeStateOf = (phase: Phase): string | null => ROUTE_STATE[phase];

export type Ending = 'cancelled' | 'expired' | 'renewed' | 'replaced' | null;
/** What a status of an agreement comes to for a person. */
export function endingOf(status: string): Ending {
  if (status === 'active' || status === 'archived') return null;
  if (status === 'renewed') return 'renewed';
  if (status === 'replaced' || status === 'superseded') return 'replaced';
  return status === 'expired' ? 'expired' : 'cancelled';
}
