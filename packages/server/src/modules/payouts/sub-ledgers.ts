import type { AccountPurpose } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

type Sum = { party: string | null; currency: string; amountMinor: number };

/** What the records of this module come to on a day, for comparison with the ledger. */
export const subLedgers = [
  {
    key: 'payouts.owed',
    title: 'Owed to partners',
    // Held or not, an earning is owed: which of the two accounts it stands on changes without its amount.
    purposes: ['partner_payable', 'partner_accrued'] as readonly AccountPurpose[],
    async sums(tx: Tx, tenantId: string, asOf: string): Promise<readonly Sum[]> {
      const { rows } = await sql<Sum>`
        with moved as (
          select partner_id, currency, amount_minor from earning where tenant_id = ${tenantId}::uuid and earned_on <= ${asOf}::date
          union all
          select partner_id, currency, -amount_minor from self_billing_document where tenant_id = ${tenantId}::uuid and kind = 'invoice' and issued_on <= ${asOf}::date
          union all
          select partner_id, currency, amount_minor from payout where tenant_id = ${tenantId}::uuid and returned_on <= ${asOf}::date
        )
        select partner_id::text as party, currency, sum(amount_minor)::bigint as "amountMinor" from moved group by 1, 2`.execute(tx);
      return rows;
    },
  },
  {
    key: 'payouts.clearing',
    title: 'Payouts on their way',
    purposes: ['payout_clearing'] as readonly AccountPurpose[],
    async sums(tx: Tx, tenantId: string, asOf: string): Promise<readonly Sum[]> {
      const { rows } = await sql<Sum>`
        with moved as (
          select partner_id, currency, amount_minor from self_billing_document where tenant_id = ${tenantId}::uuid and kind = 'invoice' and issued_on <= ${asOf}::date
          union all
          select partner_id, currency, -amount_minor from payout where tenant_id = ${tenantId}::uuid and paid_on <= ${asOf}::date
        )
        select partner_id::text as party, currency, sum(amount_minor)::bigint as "amountMinor" from moved group by 1, 2`.execute(tx);
      return rows;
    },
  },
];
