import { Problem } from '@entente/kernel';
import { electronicFormatIBAN, extractIBAN, isValidBIC, isValidIBAN } from 'ibantools';

export type BankAccount =
  | { readonly kind: 'iban'; readonly iban: string; readonly bic: string | null; readonly holder: string }
  | {
      readonly kind: 'account';
      readonly accountNumber: string;
      readonly bankCode: string | null;
      readonly bic: string;
      readonly country: string;
      readonly holder: string;
    };

const refuse = (path: string, sentence: string): never => {
  throw new Problem('invalid_input', sentence, { reason: 'bank', fields: [{ path, code: 'invalid', sentence }] });
};
const bicOf = (text: string): string => text.replaceAll(/\s/g, '').toUpperCase();

/** As it is kept and sent: without blanks, its check digits right. */
export function checkedAccount(account: BankAccount): BankAccount {
  if (account.kind === 'iban') {
    const iban = electronicFormatIBAN(account.iban) ?? '';
    if (!isValidIBAN(iban)) refuse('bank.iban', 'This is not a valid IBAN. Check its digits.');
    const bic = account.bic === null || account.bic === '' ? null : bicOf(account.bic);
    if (bic !== null && !isValidBIC(bic)) refuse('bank.bic', 'This is not a valid BIC.');
    return { ...account, iban, bic, holder: account.holder.trim() };
  }
  const bic = bicOf(account.bic);
  if (!isValidBIC(bic)) refuse('bank.bic', 'An account number needs a valid BIC.');
  return { ...account, accountNumber: account.accountNumber.replaceAll(/[\s-]/g, ''), bic, holder: account.holder.trim() };
}

export const countryOfAccount = (account: BankAccount): string =>
  account.kind === 'iban' ? (extractIBAN(account.iban).countryCode ?? account.iban.slice(0, 2)) : account.country;

/** What people see of an account: its country and its last four characters. */
export function maskOf(account: BankAccount): string {
  const number = account.kind === 'iban' ? account.iban : account.accountNumber;
  return `${countryOfAccount(account)}•• ${number.slice(-4)}`;
}
