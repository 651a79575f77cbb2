import { Problem } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { SealError, type Secrets } from '../../platform/secrets.ts';
import type { BankAccount } from './domain/bank.ts';
import type { Address } from './domain/payee.ts';
import type { Payment } from './domain/provider.ts';

export const boundToPayee = (tenantId: string, partnerId: string): string => `payee:${tenantId}:${partnerId}`;
export const boundToPayer = (tenantId: string, currency: string): string => `payer:${tenantId}:${currency}`;

export function openAccount(secrets: Secrets, sealed: string, bound: string): BankAccount {
  try {
    return JSON.parse(secrets.open(sealed, bound)) as BankAccount;
  } catch (error) {
    if (error instanceof SealError)
      throw new Problem('conflict', 'A bank account can no longer be read: the secret of this installation was replaced. It must be entered again.', {
        reason: 'sealed',
      });
    throw error;
  }
}

/** What is to be paid, with accounts opened: kept in memory only as long as a file or a provider needs it. */
export async function readPayments(tx: Tx, secrets: Secrets, tenantId: string, runId: string, where: RawBuilder<unknown>): Promise<Payment[]> {
  const { rows } = await sql<{
    id: string;
    partnerId: string;
    amountMinor: number;
    currency: string;
    sealed: string;
    payee: { legalName: string | null; address: Address | null };
    number: string;
  }>`
    select p.id, p.partner_id as "partnerId", p.amount_minor as "amountMinor", p.currency, p.bank_sealed as sealed, p.payee, d.number
    from payout p join self_billing_document d on d.tenant_id = p.tenant_id and d.id = p.document_id
    where p.tenant_id = ${tenantId}::uuid and p.run_id = ${runId}::uuid ${where} order by p.id`.execute(tx);
  return rows.map((row) => {
    const bank = openAccount(secrets, row.sealed, boundToPayee(tenantId, row.partnerId));
    const { address } = row.payee;
    return {
      id: row.id,
      amountMinor: row.amountMinor,
      currency: row.currency,
      holder: bank.holder,
      country: address?.country ?? '',
      address: address === null ? null : `${address.street}, ${address.postalCode} ${address.city}`,
      bank,
      reference: row.number,
    };
  });
}
