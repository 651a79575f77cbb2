import type { Scope } from '@entente/contracts/permissions';
import type { LinkPurpose } from '@entente/kernel';
import type { NotificationEvent } from './events.ts';

export type Happened = {
  readonly type: string;
  readonly recordId: string;
  readonly dealId: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
};
/** What people with no account can do about it, by a link. */
export type GuestAct = { readonly purpose: LinkPurpose; readonly recordId: string };
export type ForPartners = {
  readonly side: 'partner';
  readonly event: NotificationEvent;
  /** `deal` stands for every partner that takes part in the deal now. */
  readonly partnerIds: readonly string[] | 'deal';
  readonly scope: Scope;
  readonly title: string;
  readonly body: string;
  readonly path: string;
  readonly recordId: string;
  readonly guestAct: GuestAct | null;
};
export type ForVendor = {
  readonly side: 'vendor';
  readonly event: NotificationEvent;
  readonly memberId: string | null;
  readonly role: string | null;
  /** The owner of the event's deal is told; those of the role only where it has none. */
  readonly ownerFirst?: true;
  /** Whose manager is told when nobody is named. */
  readonly partnerId: string | null;
  readonly title: string;
  readonly body: string;
  readonly path: string;
};
export type Telling = ForPartners | ForVendor;
