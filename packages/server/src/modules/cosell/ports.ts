import type { ParticipantRole } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { AccountTie, DealFacts, PartnerFacts, WinLoss } from './domain/types.ts';
import type { ExpressionFacts } from './domain/expression.ts';

/** What co-selling needs to know of a deal, beyond what the match reads. */
export type CosellDeal = {
  readonly facts: DealFacts;
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  readonly dealNumber: number;
  readonly dealName: string;
  readonly productNames: Readonly<Record<string, string>>;
  readonly expression: ExpressionFacts;
};

/** How an account's usage of a product moved over the last two months that are over. */
export type UsageMove = { readonly accountId: string; readonly productId: string; readonly period: string; readonly percent: number };
export type PersonToMeet = { readonly name: string; readonly email: string };

/** Named by need. The composition supplies them from the modules that own the data. */
export type CosellPorts = {
  readonly deal: (tx: Tx, tenantId: string, dealId: string, now: Date) => Promise<CosellDeal | null>;
  readonly addParticipant: (
    tx: Tx,
    context: Context,
    input: { dealId: string; partnerId: string; role: ParticipantRole; evidenceKind: string; evidenceNote: string },
  ) => Promise<void>;
  readonly logTouch: (
    tx: Tx,
    context: Context,
    input: { dealId: string; partnerId: string | null; kind: string; note: string | null; dedupeKey: string },
  ) => Promise<{ touchId: string; alreadyLogged: boolean }>;
  readonly setNextStep: (tx: Tx, context: Context, dealId: string, nextStep: string) => Promise<void>;
  readonly refreshNextAct: (tx: Tx, tenantId: string, dealId: string) => Promise<void>;
  readonly allPartners: (tx: Tx, tenantId: string) => Promise<PartnerFacts[]>;
  readonly partners: (tx: Tx, tenantId: string, ids: readonly string[]) => Promise<PartnerFacts[]>;
  readonly partnerContacts: (tx: Tx, tenantId: string, ids: readonly string[]) => Promise<(PersonToMeet & { partnerId: string })[]>;
  readonly ties: (tx: Tx, tenantId: string, accountId: string) => Promise<(AccountTie & { partnerName: string })[]>;
  readonly baseline: (tx: Tx, tenantId: string) => Promise<WinLoss>;
  readonly usageMoves: (tx: Tx, tenantId: string, now: Date) => Promise<readonly UsageMove[]>;
  /** When any of these members are taken, as their own calendars say. */
  readonly busyBetween: (
    tx: Tx,
    tenantId: string,
    memberIds: readonly string[],
    from: Date,
    until: Date,
  ) => Promise<readonly { startsAt: string; endsAt: string }[]>;
  readonly memberMail: (tx: Tx, tenantId: string, memberId: string) => Promise<PersonToMeet | null>;
  /** The member who manages a partner; null when nobody does. */
  readonly partnerManager: (tx: Tx, tenantId: string, partnerId: string) => Promise<string | null>;
  readonly mail: (
    tx: Tx,
    mail: {
      tenantId: string;
      to: string;
      subject: string;
      text: string;
      html?: string;
      attachments?: readonly { name: string; mediaType: string; content: string }[];
      dealId: string;
    },
  ) => Promise<void>;
  readonly publicUrl: string;
};
