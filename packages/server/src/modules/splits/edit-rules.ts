import type { Parsed } from '@entente/contracts';
import { newId, Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { problemsOf } from './domain/document.ts';
import { requireNamed } from './named.ts';
import { lockRule, oneRule, parsed, ruleRows, versionRows, type Rule } from './store.ts';

const MOST_RULES = 200;
const today = (context: Context): string => context.now.toISOString().slice(0, 10);

function refuseTwins(rows: readonly { id: string; name: string; retired_at: string | null }[], name: string, id: string | null): void {
  if (rows.some((row) => row.id !== id && row.retired_at === null && row.name.toLowerCase() === name.toLowerCase()))
    throw new Problem('conflict', `There is a rule “${name}” already. Give this one another name.`);
}

export async function createRule(tx: Tx, context: Context, body: Parsed<'splits.createRule'>['body']): Promise<Rule> {
  const { tenantId, now } = context;
  const rows = await ruleRows(tx, tenantId);
  if (rows.length >= MOST_RULES) throw new Problem('conflict', `There are ${MOST_RULES} rules. Retire some first.`);
  refuseTwins(rows, body.name, null);
  await requireNamed(tx, tenantId, body.document, 'document');
  const id = newId();
  await tx
    .insertInto('split_rule')
    .values({
      tenant_id: tenantId,
      id,
      name: body.name,
      position: Math.max(0, ...rows.map(({ position }) => position)) + 1,
      draft: JSON.stringify(body.document),
      created_at: now.toISOString(),
      updated_at: now.toISOString(),
    })
    .execute();
  await recordChange(tx, context, { operation: 'splits.createRule', recordType: 'split_rule', recordId: id, after: body });
  return oneRule(tx, tenantId, id, today(context));
}

export async function updateRule(tx: Tx, context: Context, id: string, ifVersion: number | null, body: Parsed<'splits.updateRule'>['body']): Promise<Rule> {
  const { tenantId, now } = context;
  const row = await lockRule(tx, tenantId, id, ifVersion);
  const rows = await ruleRows(tx, tenantId);
  const name = body.name ?? row.name;
  const retired = body.retired === undefined ? row.retired_at : body.retired ? (row.retired_at ?? now.toISOString()) : null;
  if (retired === null) refuseTwins(rows, name, id);
  if (body.draft) await requireNamed(tx, tenantId, body.draft, 'draft');
  if (body.position !== undefined && body.position !== row.position) {
    // The rest keep their order around it.
    const others = rows.filter((one) => one.id !== id).map((one) => one.id);
    others.splice(body.position - 1, 0, id);
    for (const [index, one] of others.entries())
      await tx
        .updateTable('split_rule')
        .set({ position: index + 1 })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', one)
        .execute();
  }
  await tx
    .updateTable('split_rule')
    .set((eb) => ({
      name,
      retired_at: retired,
      ...(body.draft === undefined ? {} : { draft: body.draft === null ? null : JSON.stringify(body.draft) }),
      version: eb('version', '+', 1),
      updated_at: now.toISOString(),
    }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
  await recordChange(tx, context, {
    operation: 'splits.updateRule',
    recordType: 'split_rule',
    recordId: id,
    before: { name: row.name, position: row.position, retiredAt: row.retired_at },
    after: body,
  });
  return oneRule(tx, tenantId, id, today(context));
}

/** What was divided before stays as it was divided: a version begins today at the earliest. */
export async function publishRule(tx: Tx, context: Context, id: string, ifVersion: number | null, body: Parsed<'splits.publishRule'>['body']): Promise<Rule> {
  const { tenantId, now } = context;
  const row = await lockRule(tx, tenantId, id, ifVersion);
  if (row.retired_at !== null) throw new Problem('conflict', 'This rule is retired. Bring it back before you publish a version of it.');
  if (row.draft === null) throw new Problem('conflict', 'There is no draft to publish.');
  if (body.effectiveFrom < today(context))
    throw new Problem('invalid_input', 'A version cannot begin in the past: what was divided stays as it is.', {
      fields: [{ path: 'effectiveFrom', code: 'past', sentence: 'Choose today or a later day.' }],
    });
  const document = parsed(row.draft);
  const problems = problemsOf(document);
  if (problems.length > 0)
    throw new Problem('invalid_input', problems[0]?.sentence ?? 'This rule cannot be published.', {
      fields: problems.map(({ path, sentence }) => ({ path: `document.${path}`, code: 'rule', sentence })),
    });
  const versions = await versionRows(tx, tenantId, id);
  const last = versions.at(-1);
  if (last && last.effective_from > body.effectiveFrom)
    throw new Problem('conflict', `Version ${last.number} begins on ${last.effective_from}. A newer version cannot begin before it.`);
  const number = Math.max(0, ...versions.map((version) => version.number)) + 1;
  await tx
    .insertInto('split_rule_version')
    .values({
      tenant_id: tenantId,
      rule_id: id,
      number,
      document: JSON.stringify(document),
      effective_from: body.effectiveFrom,
      note: body.note ?? null,
      published_by: context.actor.name,
      published_at: now.toISOString(),
    })
    .execute();
  await tx
    .updateTable('split_rule')
    .set((eb) => ({ draft: null, version: eb('version', '+', 1), updated_at: now.toISOString() }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
  await recordChange(tx, context, {
    operation: 'splits.publishRule',
    recordType: 'split_rule',
    recordId: id,
    after: { number, effectiveFrom: body.effectiveFrom, document },
    reason: body.note ?? null,
    events: [{ type: 'split_rule.published', payload: { name: row.name, number, effectiveFrom: body.effectiveFrom } }],
  });
  return oneRule(tx, tenantId, id, today(context));
}
