import type { Parsed, Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { WorkingDeps } from './context.ts';
import { checkedAccount, maskOf } from './domain/bank.ts';
import { minimumsList, minimumsOf } from './payees.ts';
import { boundToPayer } from './payments.ts';
import { checkVersion } from './runs.ts';
import { readSettings, writeSettings, type Payer, type Settings } from './settings-store.ts';

type View = Result<'payouts.settings'>;
const viewOf = ({ minimums, payers, ...settings }: Settings): View => ({
  ...settings,
  minimums: minimumsList(minimums),
  payers: Object.entries(payers).map(([currency, { holder, mask }]) => ({ currency, holder, account: mask })),
});

export function getSettings(deps: WorkingDeps, context: Context): Promise<View> {
  requireScope(context, 'payouts:read');
  return deps.database.reading(context.tenantId, async (tx) => viewOf(await readSettings(tx, context.tenantId)));
}

export function changeSettings(
  deps: WorkingDeps,
  context: Context,
  { payers, minimums, ...body }: Parsed<'payouts.changeSettings'>['body'],
  ifVersion: number | null,
): Promise<View> {
  requireScope(context, 'payouts:release');
  const { tenantId, now } = context;
  if (!knownZone(body.timeZone))
    throw new Problem('invalid_input', `“${body.timeZone}” is not a time zone.`, {
      fields: [{ path: 'timeZone', code: 'unknown', sentence: 'This is not a time zone.' }],
    });
  const given = Object.fromEntries(
    (payers ?? []).map(({ currency, holder, iban, bic }): [string, Payer] => {
      const account = checkedAccount({ kind: 'iban', iban, bic, holder });
      return [currency, { holder, sealed: deps.secrets.seal(JSON.stringify(account), boundToPayer(tenantId, currency)), mask: maskOf(account) }];
    }),
  );
  return deps.database.inTenant(tenantId, async (tx) => {
    // Of two who say it for the first time there is no row to wait at.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`payout-settings:${tenantId}`}, 0))`.execute(tx);
    const before = await readSettings(tx, tenantId);
    checkVersion(before, ifVersion);
    await writeSettings(tx, tenantId, { ...before, ...body, minimums: minimumsOf(minimums), payers: { ...before.payers, ...given } }, now);
    const after = viewOf(await readSettings(tx, tenantId));
    await recordChange(tx, context, {
      operation: 'payouts.changeSettings',
      recordType: 'payout_settings',
      recordId: tenantId,
      before: viewOf(before),
      after,
      events: [{ type: 'payout_settings.changed', payload: {} }],
    });
    return after;
  });
}

function knownZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).format(0) !== '';
  } catch {
    return false;
  }
}
