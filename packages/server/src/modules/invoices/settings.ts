import type { Parsed, Result } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import { isValidIBAN } from 'ibantools';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { reviewBlocked } from './drafts.ts';
import { accountName, profileOf, settingsOf, taxRules, type Profile, type Settings } from './store.ts';

const stale = (what: string): Problem => new Problem('version_stale', `Somebody changed ${what} since you opened it. Reload to see it.`);

export async function saveSettings(tx: Tx, context: Context, { ifVersion, ...body }: Parsed<'invoices.saveSettings'>['body']): Promise<Settings> {
  const { tenantId, now } = context;
  const iban = body.seller.iban?.replaceAll(/\s/g, '').toUpperCase() ?? null;
  if (iban !== null && !isValidIBAN(iban))
    throw new Problem('invalid_input', 'This is no valid IBAN.', { fields: [{ path: 'seller.iban', code: 'invalid', sentence: 'This is no valid IBAN.' }] });
  if (!Intl.supportedValuesOf('timeZone').includes(body.timeZone) && body.timeZone !== 'UTC')
    throw new Problem('invalid_input', `“${body.timeZone}” is no time zone.`);
  const seller = { ...body.seller, iban };
  const before = await settingsOf(tx, tenantId);
  const { rows } = await sql<{ version: number }>`
    insert into invoice_settings (tenant_id, seller, number_prefix, payment_days, tax_policy, time_zone, automatic, note, updated_at)
    values (${tenantId}::uuid, ${JSON.stringify(seller)}::jsonb, ${body.numberPrefix}, ${body.paymentDays}, ${body.taxPolicy}, ${body.timeZone}, ${body.automatic}, ${body.note}, ${now.toISOString()}::timestamptz)
    on conflict (tenant_id) do update set seller = excluded.seller, number_prefix = excluded.number_prefix, payment_days = excluded.payment_days, tax_policy = excluded.tax_policy,
      time_zone = excluded.time_zone, automatic = excluded.automatic, note = excluded.note, updated_at = excluded.updated_at, version = invoice_settings.version + 1 where invoice_settings.version = ${ifVersion ?? null}::integer
    returning version`.execute(tx);
  if (!rows[0]) throw stale('the settings');
  await reviewBlocked(tx, context, null);
  await recordChange(tx, context, {
    operation: 'invoices.saveSettings',
    recordType: 'invoice_settings',
    recordId: tenantId,
    before,
    after: { ...body, seller },
  });
  return { ...body, seller, version: rows[0].version };
}

type Rule = Result<'invoices.addTaxRule'>;
export async function addTaxRule(tx: Tx, context: Context, body: Parsed<'invoices.addTaxRule'>['body']): Promise<Rule> {
  const { tenantId, now } = context;
  const zero = Number(body.rate) === 0;
  if (body.code === 'S' && zero) throw new Problem('invalid_input', 'A standard rate is above 0. For a rate of 0 choose zero rated, exempt or another code.');
  if (body.code !== 'S' && !zero) throw new Problem('invalid_input', 'Only a standard rated category has a rate above 0.');
  if (body.code !== 'S' && body.code !== 'Z' && body.exemptionReason === null)
    throw new Problem('invalid_input', 'Say why no tax is charged; EN 16931 wants the reason on the invoice.');
  if (body.to !== null && body.to <= body.from) throw new Problem('invalid_input', 'The first day without the rule comes after its first day.');
  // One at a time: two that were added at once must not hold on the same day.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tax-rules:${tenantId}`}, 0))`.execute(tx);
  const same = (await taxRules(tx, tenantId)).filter((rule) => rule.country === body.country && rule.category === body.category);
  const later = same.find((rule) => rule.from >= body.from && (body.to === null || rule.from < body.to));
  if (later) throw new Problem('conflict', `A rule for ${body.country}, category ${body.category}, begins on ${later.from} already.`);
  const earlier = same.find((rule) => rule.from < body.from && (rule.to === null || rule.to > body.from));
  if (earlier && earlier.to !== null)
    throw new Problem('conflict', `A rule for ${body.country}, category ${body.category}, holds until ${earlier.to}. Begin on that day.`);
  if (earlier)
    await sql`update tax_rule set to_on = ${body.from}::date, version = version + 1 where tenant_id = ${tenantId}::uuid and id = ${earlier.id}::uuid`.execute(
      tx,
    );
  const id = newId();
  await sql`
    insert into tax_rule (tenant_id, id, country, category, code, rate, exemption_reason, from_on, to_on, created_by, created_at)
    values (${tenantId}::uuid, ${id}::uuid, ${body.country}, ${body.category}, ${body.code}, ${body.rate}, ${body.exemptionReason}, ${body.from}::date, ${body.to}::date, ${context.actor.name}, ${now.toISOString()}::timestamptz)`.execute(
    tx,
  );
  await reviewBlocked(tx, context, null);
  await recordChange(tx, context, { operation: 'invoices.addTaxRule', recordType: 'tax_rule', recordId: id, after: body });
  return oneRule(tx, tenantId, id);
}

async function oneRule(tx: Tx, tenantId: string, id: string): Promise<Rule> {
  const rule = (await taxRules(tx, tenantId)).find((one) => one.id === id);
  if (!rule) throw notFound('tax rule');
  return rule;
}

export async function endTaxRule(tx: Tx, context: Context, id: string, ifVersion: number | null, to: string): Promise<Rule> {
  const before = await oneRule(tx, context.tenantId, id);
  if (to <= before.from) throw new Problem('invalid_input', 'The first day without the rule comes after its first day.');
  if (before.to !== null && to > before.to) throw new Problem('conflict', `It ends on ${before.to} already.`);
  const result =
    await sql`update tax_rule set to_on = ${to}::date, version = version + 1 where tenant_id = ${context.tenantId}::uuid and id = ${id}::uuid and version = ${ifVersion ?? before.version}`.execute(
      tx,
    );
  if (result.numAffectedRows !== 1n) throw stale('this rule');
  await recordChange(tx, context, { operation: 'invoices.endTaxRule', recordType: 'tax_rule', recordId: id, before: { to: before.to }, after: { to } });
  return oneRule(tx, context.tenantId, id);
}

export async function saveProfile(tx: Tx, context: Context, accountId: string, body: Parsed<'invoices.saveProfile'>['body']): Promise<Profile> {
  const { tenantId, now } = context;
  await accountName(tx, tenantId, accountId);
  const before = await profileOf(tx, tenantId, accountId);
  const { rows } = await sql`
    insert into billing_profile (tenant_id, account_id, party, order_number, language, updated_at)
    values (${tenantId}::uuid, ${accountId}::uuid, ${JSON.stringify(body.party)}::jsonb, ${body.orderNumber}, ${body.language}, ${now.toISOString()}::timestamptz)
    on conflict (tenant_id, account_id) do update set party = excluded.party, order_number = excluded.order_number, language = excluded.language, updated_at = excluded.updated_at,
      version = billing_profile.version + 1 where billing_profile.version = ${body.ifVersion ?? null}::integer returning version`.execute(tx);
  if (!rows[0]) throw stale('this billing profile');
  const after = await profileOf(tx, tenantId, accountId);
  if (!after) throw new Error('the profile was not written');
  await reviewBlocked(tx, context, accountId);
  await recordChange(tx, context, { operation: 'invoices.saveProfile', recordType: 'account', recordId: accountId, before, after });
  return after;
}
