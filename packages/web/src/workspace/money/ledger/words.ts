import { type AccountPurpose, accountPurposes, postingTemplates } from '@entente/kernel';
import type { OperationId, Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import type { Tone } from '../../../ui/badge.tsx';

export type Balance = Result<'ledger.accounts'>['items'][number];
export type Transaction = Result<'ledger.transactions'>['items'][number];
export type TransactionDetail = Result<'ledger.transaction'>;
export type Entry = Result<'ledger.entries'>['items'][number];
export type TrialBalance = Result<'ledger.trialBalance'>;
export type Period = Result<'ledger.periods'>['items'][number];
export type Checklist = Result<'ledger.checklist'>;
export type ChecklistItem = Checklist['items'][number];
export type Control = Result<'ledger.reconciliation'>['controls'][number];
export type Verification = Result<'ledger.verification'>;
export type Rate = Result<'ledger.rates'>['items'][number];

export const purposes = accountPurposes;
export const templates = postingTemplates;
export const purposeWord = (purpose: AccountPurpose): string => t(`ledger.purpose.${purpose}`);
export const templateWord = (template: Transaction['template']): string => t(`ledger.template.${template}`);

/** Whose account it is: of a purpose that is nobody's, the house's own. */
export const partyWord = ({ party, partyName }: { party: string | null; partyName: string | null }): string => partyName ?? party ?? t('ledger.noParty');

export const periodTones: Record<Period['state'], Tone> = { open: 'neutral', closing: 'accent', closed: 'ok' };
export const verificationTones: Record<Verification['state'], Tone> = { running: 'accent', whole: 'ok', broken: 'bad', failed: 'warn' };

/** What is out of date once something is booked. */
export const booked = [
  'ledger.accounts',
  'ledger.transactions',
  'ledger.transaction',
  'ledger.entries',
  'ledger.trialBalance',
  'ledger.periods',
  'ledger.checklist',
  'ledger.reconciliation',
] as const satisfies readonly OperationId[];

/** Who may be the party of an account of this purpose; the rest are the house's own. */
export type PartyKind = 'partner' | 'account' | 'marketplace';
const kinds: Partial<Record<AccountPurpose, PartyKind>> = {
  customer_receivable: 'account',
  customer_credit: 'account',
  marketplace_receivable: 'marketplace',
  rebate_accrual: 'partner',
  fund_liability: 'partner',
  partner_accrued: 'partner',
  partner_payable: 'partner',
  payout_clearing: 'partner',
};
export const partyKindOf = (purpose: AccountPurpose): PartyKind | null => kinds[purpose] ?? null;
