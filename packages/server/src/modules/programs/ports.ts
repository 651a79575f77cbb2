import type { RuleEffect } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';
import type { RegistrationFacts } from '@entente/kernel';

/** A registration as it was ruled on. */
export type PastRegistration = {
  readonly id: string;
  readonly number: number;
  readonly partnerName: string;
  readonly companyName: string;
  readonly facts: RegistrationFacts;
  readonly ruled: { readonly effect: RuleEffect; readonly ruleName: string | null; readonly ruling: unknown };
};

/** What programmes need from those who own registrations. */
export type ProgramsPorts = {
  /** Registrations of a programme that were ruled on, by id, those after `after`. */
  readonly pastRegistrations: (tx: Tx, tenantId: string, programId: string, page: { after: string | null; limit: number }) => Promise<PastRegistration[]>;
  readonly countPast: (tx: Tx, tenantId: string, programId: string) => Promise<number>;
  readonly pastRegistration: (tx: Tx, tenantId: string, id: string) => Promise<PastRegistration | null>;
};
