import { accountClass, type AccountPurpose } from '@entente/kernel';

export const classOf = (purpose: AccountPurpose): (typeof accountClass)[AccountPurpose] => accountClass[purpose];

/** A balance as people read it: assets and expenses stand on the debit side, all else on the credit side. */
export function asRead(purpose: AccountPurpose, debitLessCredit: number): number {
  const debitSide = classOf(purpose) === 'asset' || classOf(purpose) === 'expense';
  // Never a negative nothing.
  return debitSide || debitLessCredit === 0 ? debitLessCredit : -debitLessCredit;
}
