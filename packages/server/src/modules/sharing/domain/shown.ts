import type { ShareState } from '@entente/kernel';

export type ShareFacts = {
  readonly state: ShareState;
  readonly fromPartnerId: string;
  readonly toPartnerId: string;
  /** The vendor has consented, whatever came afterwards. */
  readonly consented: boolean;
};
/** How much of a share a partner is shown: nothing, the company and the role, or all of it. */
export type Shown = 'nothing' | 'company' | 'all';

export function shownTo(share: ShareFacts, partnerId: string): Shown {
  if (partnerId === share.fromPartnerId) return 'all';
  if (partnerId !== share.toPartnerId || !share.consented) return 'nothing';
  return share.state === 'active' ? 'all' : 'company';
}
