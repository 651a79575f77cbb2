import type { Result } from '@entente/contracts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';

export type RegisterForm = Result<'portal.registerForm'>;
export type RegistrationShown = Result<'portalRegistrations.get'>;
export type LeadShown = Result<'portalLeads.accept'>;
export type CaseShown = Pick<Result<'portalCases.get'>, 'id' | 'number' | 'title' | 'evidenceUntil' | 'mayAddEvidence' | 'holder'>;
export type RegistrationByLink = {
  readonly customerDomain: string;
  readonly contactEmail: string;
  readonly valueBand: string;
  readonly closeOn: string;
  readonly companyName: string | null;
  readonly story: string | null;
  readonly amountMinor: number | null;
};

/** What links need from others: the partner's own acts, as the portal does them. Each checks the rights of the context it is given. */
export type LinksPorts = {
  readonly registerForm: (tx: Tx, context: Context) => Promise<RegisterForm>;
  readonly check: (tx: Tx, context: Context, customerDomain: string) => Promise<Result<'links.check'>>;
  readonly register: (tx: Tx, context: Context, registration: RegistrationByLink, cameBy: 'link' | 'mail') => Promise<RegistrationShown>;
  readonly registration: (tx: Tx, context: Context, id: string) => Promise<RegistrationShown>;
  readonly answer: (tx: Tx, context: Context, id: string, text: string) => Promise<RegistrationShown>;
  readonly report: (tx: Tx, context: Context, id: string, news: { note: string; closeOn: string | null }) => Promise<RegistrationShown>;
  readonly askExtension: (tx: Tx, context: Context, id: string, asked: { days: number; reason: string }) => Promise<RegistrationShown>;
  readonly lead: (tx: Tx, context: Context, id: string) => Promise<LeadShown>;
  readonly acceptLead: (tx: Tx, context: Context, id: string) => Promise<LeadShown>;
  readonly declineLead: (tx: Tx, context: Context, id: string, reason: string) => Promise<LeadShown>;
  readonly case: (tx: Tx, context: Context, id: string) => Promise<CaseShown>;
  readonly addEvidence: (tx: Tx, context: Context, id: string, body: string) => Promise<CaseShown>;
  /** Short names of the records links are about, such as “R-12 Acme”. */
  readonly labels: (tx: Tx, tenantId: string, recordIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly vendor: (tx: Tx, tenantId: string) => Promise<{ name: string; brandColor: string | null; logoUrl: string | null }>;
};
