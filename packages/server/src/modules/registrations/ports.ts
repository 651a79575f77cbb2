import type { ParticipantRole, PartnerType, RegistrationKind, RuleEffect } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { RegistrationFacts } from '@entente/kernel';
import type { Definition } from './domain/definition.ts';
import type { Inbox } from '../../platform/record-act.ts';

export type { Definition } from './domain/definition.ts';
export type Program = { readonly id: string; readonly name: string; readonly number: number; readonly definition: Definition };
export type RulingParts = {
  readonly ruleId: string | null;
  readonly ruleName: string | null;
  readonly effect: RuleEffect;
  readonly sentence: string;
  readonly partnerSentence: string;
  readonly trace: readonly { ruleId: string; name: string; held: boolean; failedTest: string | null }[];
};

export type RegisteringPartner = {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly types: readonly PartnerType[];
  readonly tier: string | null;
  readonly regions: readonly string[];
  readonly countries: readonly string[];
  readonly managerId: string | null;
  readonly certified: readonly { skill: string; people: number; validUntil: string | null }[];
};
/** A company of the vendor's book that may be the customer: itself, or a parent or child of one that is. */
export type KnownCompany = {
  readonly accountId: string;
  readonly name: string;
  readonly country: string | null;
  readonly region: string | null;
  readonly domains: readonly string[];
  readonly relation: 'own' | 'family';
};
export type KnownDeal = {
  readonly dealId: string;
  readonly number: number;
  readonly name: string;
  readonly accountId: string;
  readonly open: boolean;
  readonly openedOn: string;
  readonly closedOn: string | null;
  readonly won: boolean;
  /** No partner takes part in it. */
  readonly direct: boolean;
  readonly partnerIds: readonly string[];
};
export type DealToAttach = {
  readonly id: string;
  readonly number: number;
  readonly open: boolean;
  readonly accountId: string | null;
  readonly ownerId: string | null;
  readonly amountMinor: number | null;
  readonly currency: string;
  readonly settlingRoute: string | null;
};

/** What registrations need from others, by need. Functions work inside the caller's transaction. */
export type RegistrationsPorts = Inbox & {
  readonly programFor: (tx: Tx, tenantId: string, types: readonly PartnerType[]) => Promise<Program>;
  readonly programOf: (tx: Tx, tenantId: string, programId: string) => Promise<Program>;
  readonly rule: (definition: Definition, facts: RegistrationFacts) => RulingParts;
  readonly protectionDays: (definition: Definition, kind: RegistrationKind) => number;
  readonly partner: (tx: Tx, tenantId: string, partnerId: string) => Promise<RegisteringPartner | null>;
  readonly companies: (tx: Tx, tenantId: string, customer: { domain: string; labels: readonly string[]; name: string | null }) => Promise<KnownCompany[]>;
  readonly dealsOf: (tx: Tx, tenantId: string, accountIds: readonly string[]) => Promise<KnownDeal[]>;
  readonly touchesOf: (tx: Tx, tenantId: string, accountIds: readonly string[], since: string) => Promise<{ partnerId: string; at: string }[]>;
  readonly incumbents: (tx: Tx, tenantId: string, accountIds: readonly string[], day: string) => Promise<string[]>;
  readonly ensureAccount: (
    tx: Tx,
    context: Context,
    company: { name: string; domain: string; country: string | null; region: string | null },
  ) => Promise<string>;
  /** Locks the deal, so that whoever else grants on it waits. */
  readonly lockDeal: (tx: Tx, tenantId: string, dealId: string) => Promise<DealToAttach>;
  readonly deal: (tx: Tx, tenantId: string, dealId: string) => Promise<DealToAttach | null>;
  readonly createDeal: (
    tx: Tx,
    context: Context,
    deal: {
      name: string;
      accountId: string;
      amountMinor: number;
      currency: string;
      closeOn: string;
      region: string | null;
      source: string;
      productIds: readonly string[];
    },
  ) => Promise<string>;
  readonly addParticipant: (
    tx: Tx,
    context: Context,
    dealId: string,
    participant: { partnerId: string; role: ParticipantRole; evidence: string },
  ) => Promise<void>;
  readonly endParticipant: (tx: Tx, context: Context, dealId: string, participant: { partnerId: string; role: ParticipantRole }) => Promise<void>;
  readonly logTouch: (tx: Tx, context: Context, touch: { dealId: string; partnerId: string; kind: string; note: string; dedupeKey: string }) => Promise<void>;
  readonly productNames: (tx: Tx, tenantId: string, ids: readonly string[]) => Promise<{ id: string; name: string }[]>;
  readonly mayActFor: (tx: Tx, tenantId: string, distributorId: string, resellerId: string) => Promise<boolean>;
  readonly resellersOf: (tx: Tx, tenantId: string, distributorId: string) => Promise<{ partnerId: string; name: string; mayAct: boolean }[]>;
  /** Who decides: the partner's manager or, failing that, somebody of the role; with the person standing in for them today. */
  readonly memberName: (tx: Tx, tenantId: string, memberId: string) => Promise<string | null>;
  readonly firstWithRole: (tx: Tx, tenantId: string, role: string) => Promise<string | null>;
  readonly takeNumber: (tenantId: string) => Promise<number>;
};
