import { cosellFacts, notFound, Problem } from '@entente/kernel';
import type { Parsed, Result } from '@entente/contracts';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';

export type FactValue = string | number | boolean | null | readonly string[];
export type CustomField = Result<'customFields.list'>['items'][number];

const choice = (value: string): { value: string; label: string } => ({
  value,
  label: value.includes('_') || /^[a-z]+$/.test(value) ? sentenceCase(value) : value,
});
const sentenceCase = (key: string): string => (key.charAt(0).toUpperCase() + key.slice(1)).replaceAll('_', ' ');

/** Facts of a deal beyond its own columns: those co-sell asks for, then those of this workspace. */
export async function customFields(tx: Tx, tenantId: string): Promise<CustomField[]> {
  const own = await tx.selectFrom('custom_field').selectAll().where('tenant_id', '=', tenantId).orderBy('key').execute();
  return [
    ...cosellFacts.map((fact): CustomField => ({
      key: fact.key,
      label: fact.label,
      type: fact.type,
      choices: fact.choices.map(choice),
      builtIn: true,
      active: true,
      version: 1,
    })),
    ...own.map((row): CustomField => ({
      key: row.key,
      label: row.label,
      type: row.type as CustomField['type'],
      choices: row.choices.map((value) => ({ value, label: value })),
      builtIn: false,
      active: row.active,
      version: row.version,
    })),
  ];
}

export async function setCustomField(
  tx: Tx,
  context: Context,
  key: string,
  input: Parsed<'customFields.set'>['body'],
): Promise<{ key: string; version: number }> {
  if (cosellFacts.some((fact) => fact.key === key)) throw new Problem('conflict', 'This field is built in. Choose another key.');
  if ((input.type === 'choice' || input.type === 'choices') && input.choices.length === 0)
    throw new Problem('invalid_input', 'A field of choices needs at least one.');
  const at = context.now.toISOString();
  const before = await tx
    .selectFrom('custom_field')
    .selectAll()
    .where('tenant_id', '=', context.tenantId)
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirst();
  if (before && before.type !== input.type)
    throw new Problem('conflict', `This field holds ${before.type.replaceAll('_', ' ')}; its kind cannot change. Add another field.`);
  const row = await tx
    .insertInto('custom_field')
    .values({ tenant_id: context.tenantId, key, label: input.label, type: input.type, choices: input.choices, active: input.active, created_at: at })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'key'])
        .doUpdateSet((eb) => ({ label: input.label, choices: input.choices, active: input.active, version: eb('custom_field.version', '+', 1) })),
    )
    .returning(['key', 'version'])
    .executeTakeFirstOrThrow();
  await recordChange(tx, context, {
    operation: 'customFields.set',
    recordType: 'workspace',
    recordId: context.tenantId,
    before: before ?? null,
    after: { key, ...input },
  });
  return row;
}

export async function factsOfDeals(tx: Tx, tenantId: string, dealIds: readonly string[]): Promise<Map<string, Record<string, FactValue>>> {
  const found = new Map<string, Record<string, FactValue>>(dealIds.map((id) => [id, {}]));
  if (dealIds.length === 0) return found;
  const { rows } = await sql<{ deal_id: string; key: string; value: FactValue }>`
    select deal_id, key, value from deal_fact where tenant_id = ${tenantId}::uuid and deal_id = any(${[...dealIds]}::uuid[])`.execute(tx);
  for (const row of rows) {
    const facts = found.get(row.deal_id);
    if (facts) facts[row.key] = row.value;
  }
  return found;
}

/** Sets facts of a deal; null clears one. Each is checked against its field, and what is the same is not written. */
export async function setFacts(
  tx: Tx,
  context: Context,
  dealId: string,
  set: Readonly<Record<string, FactValue>>,
  operation = 'deals.setFacts',
): Promise<Record<string, FactValue>> {
  const deal = await tx.selectFrom('deal').select('id').where('tenant_id', '=', context.tenantId).where('id', '=', dealId).forUpdate().executeTakeFirst();
  if (!deal) throw notFound('deal');
  const fields = new Map((await customFields(tx, context.tenantId)).map((field) => [field.key, field]));
  const before = (await factsOfDeals(tx, context.tenantId, [dealId])).get(dealId) ?? {};
  const changed: [string, FactValue][] = [];
  for (const [key, given] of Object.entries(set)) {
    const field = fields.get(key);
    if (!field)
      throw new Problem('invalid_input', `There is no field “${key}”.`, {
        fields: [{ path: `set.${key}`, code: 'unknown', sentence: 'There is no such field.' }],
      });
    const value = checked(field, given);
    if (JSON.stringify(value) !== JSON.stringify(before[key] ?? null)) changed.push([key, value]);
  }
  if (changed.length === 0) return before;
  const cleared = changed.filter(([, value]) => value === null).map(([key]) => key);
  const kept = changed.filter(([, value]) => value !== null);
  if (cleared.length > 0)
    await sql`delete from deal_fact where tenant_id = ${context.tenantId}::uuid and deal_id = ${dealId}::uuid and key = any(${cleared}::text[])`.execute(tx);
  if (kept.length > 0)
    await sql`
      insert into deal_fact (tenant_id, deal_id, key, value, set_by, set_at)
      select ${context.tenantId}::uuid, ${dealId}::uuid, f.key, f.value::jsonb, ${context.actor.name}, ${context.now.toISOString()}::timestamptz
      from json_to_recordset(${JSON.stringify(kept.map(([key, value]) => ({ key, value: JSON.stringify(value) })))}::json) as f(key text, value text)
      on conflict (tenant_id, deal_id, key) do update set value = excluded.value, set_by = excluded.set_by, set_at = excluded.set_at`.execute(tx);
  const keys = changed.map(([key]) => key);
  await sql`update deal set updated_at = ${context.now.toISOString()}::timestamptz, last_activity_at = ${context.now.toISOString()}::timestamptz where tenant_id = ${context.tenantId}::uuid and id = ${dealId}::uuid`.execute(
    tx,
  );
  await recordChange(tx, context, {
    operation,
    recordType: 'deal',
    recordId: dealId,
    before: Object.fromEntries(keys.map((key) => [key, before[key] ?? null])),
    after: Object.fromEntries(changed),
    events: [{ type: 'deal.facts_set', dealId, payload: { fields: keys.map((key) => fields.get(key)?.label ?? key) } }],
  });
  const after = { ...before, ...Object.fromEntries(kept) };
  return Object.fromEntries(Object.entries(after).filter(([key]) => !cleared.includes(key)));
}

function checked(field: CustomField, given: FactValue): FactValue {
  const refuse = (sentence: string): never => {
    throw new Problem('invalid_input', `${field.label}: ${sentence}`, { fields: [{ path: `set.${field.key}`, code: 'invalid', sentence }] });
  };
  if (given === null || given === '' || (Array.isArray(given) && given.length === 0)) return null;
  const known = new Set(field.choices.map(({ value }) => value));
  if (field.type === 'yes_no') return typeof given === 'boolean' ? given : refuse('say yes or no.');
  if (field.type === 'number' || field.type === 'money')
    return typeof given === 'number' && Number.isSafeInteger(given) ? given : refuse('this is no whole number.');
  if (field.type === 'choices') return Array.isArray(given) && given.every((item) => known.has(item)) ? given : refuse('choose from the list.');
  if (typeof given !== 'string') return refuse('this is no text.');
  if (field.type === 'choice' && !known.has(given)) return refuse('choose from the list.');
  if (field.type === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(given)) return refuse('write the day as YYYY-MM-DD.');
  return given.trim();
}
