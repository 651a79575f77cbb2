import type { Registration } from '../words.ts';

/** Where an approval puts the registration: the server's own finding, a deal somebody names, or a new one. */
export type Attach = { to: 'auto' } | { to: 'deal'; dealId: string | null } | { to: 'new' };
export const unattached: Attach = { to: 'auto' };

export const foundDeals = (registration: Registration): readonly { id: string; label: string; detail: string | null; score: number }[] =>
  registration.candidates.flatMap((one) => (one.kind === 'deal' && one.id !== null && one.id !== registration.dealId ? [{ ...one, id: one.id }] : []));

export function attachBody(attach: Attach): { dealId?: string; newDeal?: boolean } {
  if (attach.to === 'new') return { newDeal: true };
  return attach.to === 'deal' && attach.dealId !== null ? { dealId: attach.dealId } : {};
}
