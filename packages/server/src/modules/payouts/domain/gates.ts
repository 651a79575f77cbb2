import { majorOf } from '@entente/kernel';
import type { Payee } from './payee.ts';

export type GateName = 'profile' | 'tax_form' | 'bank' | 'compliance' | 'hold' | 'balance' | 'minimum';
export type Gate = { readonly gate: GateName; readonly passed: boolean; readonly sentence: string };
export type GateFacts = {
  readonly payee: Payee;
  readonly currency: string;
  /** Earned less taken back. */
  readonly amountMinor: number;
  /** Day of the workspace. */
  readonly today: string;
  /** The workspace's own minimum in this currency; the payee may ask for a higher one. */
  readonly minimumMinor: number;
};

const passed = (gate: GateName, sentence: string): Gate => ({ gate, passed: true, sentence });
const closed = (gate: GateName, sentence: string): Gate => ({ gate, passed: false, sentence });
const amount = (minor: number, currency: string): string => `${majorOf(minor, currency)} ${currency}`;

/** What stands between a partner and its money, in the order in which people can do something about it. */
export const payeeGates = (payee: Payee, today: string): Gate[] => [
  profileGate(payee),
  taxGate(payee, today),
  bankGate(payee),
  complianceGate(payee),
  holdGate(payee),
];
export const payoutGates = (facts: GateFacts): Gate[] => [...payeeGates(facts.payee, facts.today), balanceGate(facts), minimumGate(facts)];

function profileGate({ legalName, address }: Payee): Gate {
  if (legalName === null) return closed('profile', 'The legal name of the payee is missing.');
  if (address === null) return closed('profile', 'The address of the payee is missing.');
  return passed('profile', 'Legal name and address are known.');
}
function taxGate({ taxForm }: Payee, today: string): Gate {
  if (taxForm === null) return closed('tax_form', 'There is no tax form.');
  if (taxForm.validUntil < today) return closed('tax_form', `The tax form ended on ${taxForm.validUntil}.`);
  return passed('tax_form', `The tax form is valid until ${taxForm.validUntil}.`);
}
function bankGate({ bankSealed, bankMask, bankReturned }: Payee): Gate {
  if (bankSealed === null) return closed('bank', 'There is no approved bank account.');
  if (bankReturned) return closed('bank', `The last payment to ${bankMask ?? 'the account'} came back. The account must be confirmed or replaced.`);
  return passed('bank', `Payments go to ${bankMask ?? 'the approved account'}.`);
}
const complianceGate = ({ complianceHold }: Payee): Gate =>
  complianceHold === null ? passed('compliance', 'Nothing is held for compliance.') : closed('compliance', `Held for compliance: ${complianceHold}`);
const holdGate = ({ hold }: Payee): Gate => (hold === null ? passed('hold', 'Nothing is held.') : closed('hold', `Held: ${hold}`));
function balanceGate({ amountMinor, currency }: GateFacts): Gate {
  if (amountMinor === 0) return closed('balance', 'What was earned and what was taken back come to nothing.');
  if (amountMinor < 0)
    return closed('balance', `More was taken back than earned: ${amount(amountMinor, currency)} is carried over and netted with what is earned next.`);
  return passed('balance', `${amount(amountMinor, currency)} is owed.`);
}
function minimumGate({ payee, currency, amountMinor, minimumMinor }: GateFacts): Gate {
  const minimum = Math.max(minimumMinor, payee.minimums[currency] ?? 0);
  if (amountMinor > 0 && amountMinor < minimum)
    return closed('minimum', `${amount(amountMinor, currency)} is below the minimum of ${amount(minimum, currency)} and is carried over.`);
  return passed('minimum', minimum === 0 ? 'There is no minimum.' : `The minimum is ${amount(minimum, currency)}.`);
}

/** Why it is carried over, or null where it is paid. */
export const refusalOf = (gates: readonly Gate[]): string | null => gates.find((gate) => !gate.passed)?.sentence ?? null;
