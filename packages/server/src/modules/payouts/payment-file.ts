import type { Result } from '@entente/contracts';
import { newId, Problem } from '@entente/kernel';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { WorkingDeps } from './context.ts';
import { bankId, paymentXml } from './domain/pain001.ts';
import { boundToPayer, openAccount, readPayments } from './payments.ts';
import { lockRun, readRun } from './run-store.ts';
import { readSettings } from './settings-store.ts';

type FileRow = Result<'payoutRuns.files'>['items'][number];

/** The same file each time it is asked for: a bank that is given it twice knows the message it has. */
export function makeFile(deps: WorkingDeps, context: Context, id: string, currency: string): Promise<Result<'payoutRuns.file'>> {
  requireScope(context, 'payouts:release');
  const { tenantId, now } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const run = await lockRun(tx, tenantId, id);
    if (run.releasedAt === null || run.payOn === null) throw new Problem('conflict', 'The run is not released yet.', { reason: run.state });
    if (run.doing === 'issuing') throw new Problem('conflict', 'Its documents are being issued. Wait until it is done.', { reason: 'issuing' });
    const settings = await readSettings(tx, tenantId);
    const payer = settings.payers[currency];
    if (!payer) throw new Problem('conflict', `No account pays in ${currency}. Name one in the settings of payouts.`, { reason: 'payer' });
    const bank = openAccount(deps.secrets, payer.sealed, boundToPayer(tenantId, currency));
    if (bank.kind !== 'iban') throw new Problem('conflict', 'The account that pays needs an IBAN.', { reason: 'payer' });
    const [known] = await filesOf(tx, tenantId, id, currency);
    const payments = await readPayments(tx, deps.secrets, tenantId, id, sql`and p.currency = ${currency} and p.document_id is not null`);
    if (payments.length === 0) throw new Problem('conflict', `Nothing in this run is paid in ${currency}.`, { reason: 'empty' });
    // Its digits are those of the run and the currency: 35 characters are all that an identification may have.
    const messageId = `${bankId(id).slice(0, 32)}${currency}`;
    const text = paymentXml({
      messageId,
      createdAt: run.releasedAt.replace(/\.\d+Z$/, 'Z'),
      payOn: run.payOn,
      currency,
      payer: { holder: payer.holder, bank },
      payments,
    });
    const sha256 = createHash('sha256').update(text).digest('hex');
    if (known && known.sha256 !== sha256)
      throw new Problem('conflict', 'The account that pays was changed since this file was made. Ask your bank whether it has it before you go on.', {
        reason: 'file_changed',
      });
    if (!known) {
      const amount = payments.reduce((sum, payment) => sum + payment.amountMinor, 0);
      await sql`
        insert into payout_file (tenant_id, id, run_id, currency, message_id, payouts, amount_minor, sha256, made_by_name, made_at)
        values (${tenantId}::uuid, ${newId()}::uuid, ${id}::uuid, ${currency}, ${messageId}, ${payments.length}, ${amount}, ${sha256}, ${context.actor.name}, ${now.toISOString()}::timestamptz)`.execute(
        tx,
      );
    }
    // Each time somebody takes it is known: it holds the accounts of everybody who is paid.
    await recordChange(tx, context, {
      operation: 'payoutRuns.file',
      recordType: 'payout_run',
      recordId: id,
      after: { currency, messageId, sha256, payouts: payments.length },
    });
    return { fileName: `payout-run-${run.number}-${currency}.xml`, mediaType: 'application/xml', text, messageId, sha256 };
  });
}

async function filesOf(tx: Tx, tenantId: string, runId: string, currency?: string): Promise<FileRow[]> {
  const { rows } = await sql<FileRow>`
    select id, currency, message_id as "messageId", payouts, amount_minor as "amountMinor", sha256, made_by_name as "madeBy", made_at as "madeAt" from payout_file
    where tenant_id = ${tenantId}::uuid and run_id = ${runId}::uuid ${currency === undefined ? sql`` : sql`and currency = ${currency}`} order by currency`.execute(
    tx,
  );
  return rows;
}
export function listFiles(deps: WorkingDeps, context: Context, id: string): Promise<Result<'payoutRuns.files'>> {
  requireScope(context, 'payouts:read');
  return deps.database.reading(context.tenantId, async (tx) => {
    await readRun(tx, context.tenantId, id);
    return { items: await filesOf(tx, context.tenantId, id) };
  });
}
