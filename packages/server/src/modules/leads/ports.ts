import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { RoutablePartner } from './domain/routing.ts';
import type { Inbox } from '../../platform/record-act.ts';

export type KnownAccount = { readonly id: string; readonly name: string; readonly country: string | null; readonly region: string | null };
export type DealOfLead = {
  readonly id: string;
  readonly number: number;
  readonly status: 'open' | 'won' | 'lost';
  readonly accountId: string | null;
  readonly amountMinor: number | null;
  readonly currency: string;
};
export type NewDealOfLead = {
  readonly name: string;
  readonly accountId: string;
  readonly amountMinor: number | null;
  readonly currency: string;
  readonly closeOn: string | null;
  readonly region: string | null;
  readonly ownerId: string | null;
  readonly source: string;
};
/** The four a partner has to give, and what the lead already says. */
export type RegistrationOfLead = {
  readonly customerDomain: string;
  readonly contactEmail: string;
  readonly valueBand: string;
  readonly closeOn: string;
  readonly kind: 'sourcing';
  readonly companyName: string;
  readonly contactName: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly productIds: string[];
  readonly story: string | null;
  readonly dealId: string;
};

/** What leads need from others, by need. Functions work inside the caller's transaction. */
export type LeadsPorts = Inbox & {
  /** Every partner of the workspace, active or not. */
  readonly partners: (tx: Tx, tenantId: string, day: string) => Promise<RoutablePartner[]>;
  /** Who of the workspace looks after a partner. */
  readonly managerOf: (tx: Tx, tenantId: string, partnerId: string) => Promise<string | null>;
  /** Of these partners: their open and their won deals. */
  readonly dealCounts: (tx: Tx, tenantId: string, partnerIds: readonly string[]) => Promise<{ partnerId: string; open: number; won: number }[]>;
  /** Ties to the account and its family, strength 0 to 1. */
  readonly ties: (tx: Tx, tenantId: string, accountId: string, day: string) => Promise<{ partnerId: string; strength: number }[]>;
  readonly accountOf: (tx: Tx, tenantId: string, domain: string) => Promise<KnownAccount | null>;
  readonly ensureAccount: (
    tx: Tx,
    context: Context,
    company: { name: string; domain: string | null; country: string | null; region: string | null },
  ) => Promise<string>;
  readonly createDeal: (tx: Tx, context: Context, deal: NewDealOfLead) => Promise<string>;
  /** Locks a deal that is there, and gives it the source if it has none. */
  readonly attachDeal: (tx: Tx, context: Context, dealId: string, source: string) => Promise<DealOfLead>;
  readonly addSource: (tx: Tx, context: Context, dealId: string, participant: { partnerId: string; evidence: string }) => Promise<void>;
  readonly deals: (tx: Tx, tenantId: string, ids: readonly string[]) => Promise<DealOfLead[]>;
  /** The partner's claim on the deal, submitted and ruled on. */
  readonly register: (tx: Tx, context: Context, partnerId: string, registration: RegistrationOfLead) => Promise<void>;
  /** The next number of a lead; never given twice. */
  readonly takeNumber: (tenantId: string) => Promise<number>;
  readonly productExists: (tx: Tx, tenantId: string, productId: string) => Promise<boolean>;
};
