import type { ParticipantRole } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Inbox } from '../../platform/record-act.ts';

export type SharedDeal = {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly companyName: string | null;
  readonly open: boolean;
  readonly ownerId: string | null;
};

/** What sharing needs from others, by need. Functions work inside the caller's transaction. */
export type SharingPorts = Inbox & {
  readonly deal: (tx: Tx, tenantId: string, dealId: string) => Promise<SharedDeal | null>;
  /** The roles a partner has on a deal now. */
  readonly rolesOn: (tx: Tx, tenantId: string, dealId: string, partnerId: string) => Promise<readonly ParticipantRole[]>;
  readonly partner: (tx: Tx, tenantId: string, partnerId: string) => Promise<{ readonly id: string; readonly name: string; readonly active: boolean } | null>;
  /** Whether two partners know each other as distributor and reseller. */
  readonly areTied: (tx: Tx, tenantId: string, one: string, other: string) => Promise<boolean>;
  /** Gives the partner the role; one it has already stays as it is. */
  readonly addParticipant: (
    tx: Tx,
    context: Context,
    dealId: string,
    participant: { partnerId: string; role: ParticipantRole; evidence: string },
  ) => Promise<void>;
};
