import type { Tx } from '../../platform/db/database.ts';

export type { NormaliseDomain } from './domain/partner.ts';

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
