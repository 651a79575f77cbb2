import type { BusinessCalendar } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Hours } from './domain/deadlines.ts';
import type { Inbox } from '../../platform/record-act.ts';

/** What a case needs to know of a registration; read without a lock, since reading a case must hold up nobody. */
export type Claim = {
  readonly registrationId: string;
  readonly number: number;
  readonly state: string;
  readonly partnerId: string;
  readonly programId: string;
  readonly dealId: string | null;
  readonly accountId: string | null;
  readonly companyName: string;
  readonly region: string | null;
  readonly submittedAt: string | null;
  readonly submittedBy: string | null;
  readonly decidedBy: string | null;
  readonly firstApprovalBy: string | null;
  readonly holderId: string | null;
};
export type CaseTerms = Hours & {
  readonly calendarOf: (region: string | null) => BusinessCalendar;
  /** Whose role a late ruling goes to. */
  readonly escalateToRole: string;
};
export type DisputedDeal = {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly accountId: string | null;
  readonly accountName: string | null;
  readonly ownerId: string | null;
  readonly region: string | null;
};

/** What cases need from others, by need. Functions work inside the caller's transaction. */
export type CasesPorts = Inbox & {
  readonly claims: (tx: Tx, tenantId: string, registrationIds: readonly string[]) => Promise<Claim[]>;
  /** Carries a ruling out: claims that lose end, then the one that is kept is granted. */
  readonly applyOutcome: (
    tx: Tx,
    context: Context,
    ruled: { caseNumber: number; dealId: string | null; keep: string | null; drop: readonly string[]; partnerText: string },
  ) => Promise<void>;
  /**
   * How the credit of a deal is shared between the partners of a case; a null share takes one away. Null where deals do not take
   * shares: they then stand in the ruling alone.
   */
  readonly shareCredit:
    | ((tx: Tx, context: Context, dealId: string, shares: readonly { partnerId: string; basisPoints: number | null }[], evidence: string) => Promise<void>)
    | null;
  /** Terms of the programme a registration is in, as they are today. */
  readonly terms: (tx: Tx, tenantId: string, programId: string) => Promise<CaseTerms>;
  readonly deal: (tx: Tx, tenantId: string, dealId: string) => Promise<DisputedDeal | null>;
  /** People of the workspace whose role may mediate. */
  readonly mediators: (tx: Tx, tenantId: string) => Promise<{ memberId: string; name: string }[]>;
  readonly managers: (tx: Tx, tenantId: string, partnerIds: readonly string[]) => Promise<{ partnerId: string; managerId: string | null }[]>;
  /** Resellers a distributor knows, with those it may act for. */
  readonly resellersOf: (tx: Tx, tenantId: string, distributorId: string) => Promise<{ partnerId: string; mayAct: boolean }[]>;
  readonly takeNumber: (tenantId: string) => Promise<number>;
};
export type CasesDeps = { readonly ports: CasesPorts };
