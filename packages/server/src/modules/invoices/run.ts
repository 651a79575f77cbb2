import type { Parsed, Result } from '@entente/contracts';
import { Problem, type Charge } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { InvoicesDeps } from './context.ts';
import { createDraft } from './drafts.ts';
import { issue } from './issue.ts';
import { accountName, lockAccount } from './store.ts';

type Answer = Result<'invoices.run'>;

/** One draft for each account and currency with open charges, each in a transaction of its own: what one account lacks stops no other. */
export async function runInvoices({ database, ports }: InvoicesDeps, context: Context, { until, accountId, issue: atOnce }: Parsed<'invoices.run'>['body']): Promise<Answer> {
  const { tenantId } = context;
  const open = await database.reading(tenantId, (tx) => ports.openCharges(tx, tenantId, { until, accountId }));
  const groups = new Map<string, { accountId: string; currency: string }>();
  for (const charge of open) groups.set(`${charge.accountId} ${charge.currency}`, { accountId: charge.accountId, currency: charge.currency });
  const answer: Answer = { made: [], waiting: [] };
  for (const group of groups.values()) {
    const done = await database.inTenant(tenantId, async (tx) => {
      // Two runs at once: the second sees what the first has taken.
      await lockAccount(tx, tenantId, group.accountId);
      const charges = await ports.openCharges(tx, tenantId, { until, ...group });
      const name = await accountName(tx, tenantId, group.accountId);
      if (charges.length === 0) return null;
      const net = charges.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
      if (net <= 0) return { waiting: { ...group, accountName: name, netMinor: net, sentence: waitingSentence(charges) } };
      const id = await createDraft(tx, context, ports, { ...group, chargeIds: charges.map((charge) => charge.id), lines: [], note: null });
      return { id, name };
    });
    if (done === null) continue;
    if ('waiting' in done) {
      answer.waiting.push(done.waiting);
      continue;
    }
    if (atOnce) await issueIfReady();
    answer.made.push(await database.reading(tenantId, async (tx) => {
      const { rows } = await sql<{ totalMinor: number; number: string | null; obstacle: string | null }>`
        select total_minor as "totalMinor", number, obstacle from invoice where tenant_id = ${tenantId}::uuid and id = ${done.id}::uuid`.execute(tx);
      const row = rows[0] ?? { totalMinor: 0, number: null, obstacle: null };
      return { invoiceId: done.id, accountName: done.name, currency: group.currency, ...row };
    }));
    async function issueIfReady(): Promise<void> {
      if (done === null || 'waiting' in done) return;
      try {
        await database.inTenant(tenantId, (tx) => issue(tx, context, ports, done.id, null));
      } catch (error) {
        // It stays a draft that says why.
        if (!(error instanceof Problem)) throw error;
      }
    }
  }
  return answer;
}

const waitingSentence = (charges: readonly Charge[]): string =>
  charges.every(({ amountMinor }) => amountMinor === 0) ? 'Its charges come to nothing.' : 'Its charges give back as much as they take, or more. They wait for further charges, or are given back by a credit note.';
