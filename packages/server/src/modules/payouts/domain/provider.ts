import type { BankAccount } from './bank.ts';

/** One payment as a provider or a bank file needs it. The amount is in whole minor units. */
export type Payment = {
  readonly id: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly holder: string;
  readonly country: string;
  readonly address: string | null;
  readonly bank: BankAccount;
  /** What the payee reads on the bank statement. */
  readonly reference: string;
};
/**
 * Takes payments over. It is asked again with the same payments when the process ended before it was known to have answered: `id` of a
 * payment is its idempotency key, and a provider pays each once.
 */
export type PaymentProvider = {
  readonly name: string;
  send(
    payments: readonly Payment[],
  ): Promise<{ readonly accepted: readonly string[]; readonly refused: readonly { readonly id: string; readonly sentence: string }[] }>;
};

/** The files are carried to the bank by a person: nothing is sent, all is taken to be on its way. */
export const byFile: PaymentProvider = {
  name: 'file',
  send: (payments) => Promise.resolve({ accepted: payments.map(({ id }) => id), refused: [] }),
};
