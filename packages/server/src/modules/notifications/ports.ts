import type { LinkPurpose } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';

export type GuestLink = {
  readonly purpose: LinkPurpose;
  readonly partnerId: string;
  readonly recordId: string;
  readonly email: string;
  readonly personName: string | null;
  /** Why the mail comes just now. */
  readonly because: string;
};

/** What notifications need from others: people without an account act, and are known, by links. */
export type NotificationsPorts = {
  /** Writes the mail with the link. Throws a Problem where the act is not possible any more. */
  readonly sendLink: (tx: Tx, context: Context, link: GuestLink) => Promise<void>;
  /** People of a partner who did something about a record by a link. */
  readonly usersOfLinks: (tx: Tx, tenantId: string, partnerId: string, recordId: string) => Promise<readonly { email: string; name: string | null }[]>;
};
