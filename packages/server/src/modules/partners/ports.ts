import type { Tx } from '../../platform/db/database.ts';

/** The one form in which a company's domain is kept. */
export type NormaliseDomain = (text: string) => { readonly ok: true; readonly domain: string } | { readonly ok: false; readonly code: string; readonly sentence: string };

export type PartnerTie = { readonly accountId: string; readonly accountName: string; readonly kind: string; readonly strength: number; readonly since: string | null; readonly evidence: string | null };
/** What the partner is to accounts on a day, strongest first. */
export type TiesOfPartner = (tx: Tx, tenantId: string, partnerId: string, today: string) => Promise<readonly PartnerTie[]>;
