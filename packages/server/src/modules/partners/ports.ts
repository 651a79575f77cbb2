import type { Tx } from '../../platform/db/database.ts';

export type { NormaliseDomain } from './domain/partner.ts';

/** Everything that was decided since then and had waited for a partner, with the hours it took. */
export type ResponseTimes = (tx: Tx, tenantId: string, since: Date) => Promise<readonly { readonly partnerId: string; readonly hours: number }[]>;

export type PartnerTie = {
  readonly accountId: string;
  readonly accountName: string;
  readonly kind: string;
  readonly strength: number;
  readonly since: string | null;
  readonly evidence: string | null;
};
/** What the partner is to accounts on a day, strongest first. */
export type TiesOfPartner = (tx: Tx, tenantId: string, partnerId: string, today: string) => Promise<readonly PartnerTie[]>;
