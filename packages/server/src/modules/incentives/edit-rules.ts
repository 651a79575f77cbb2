import type { IncentiveDocument, Parsed } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { strangeIds } from '../../platform/db/strange-ids.ts';
import { problemsOf } from './domain/document.ts';
import { lockRule, oneRule, parsed, ruleRows, versionRows, type Rule } from './rule-store.ts';

const MOST_RULES = 200;
const today = (context: Context): string => context.now.toISOString().slice(0, 10);

function refuseTwins(rows: readonly { id: string; name: string; retired_at: string | null }[], name: string, id: string | null): void {
  if (rows.some((row) => row.id !== id && row.retired_at === null && row.name.toLowerCase() === name.toLowerCase()))
    throw new Problem('conflict', `There is a programme “${name}” already. Give this one another name.`);
}

/** Whom and what a document names is there: a programme for nobody would only be noticed when it does not pay. */
export async function refuseUnknown(tx: Tx, tenantId: string, document: IncentiveDocument): Promise<void> {
  const partnerIds = document.when.flatMap((condition) => (condition.kind === 'partner' ? condition.partnerIds : []));
  const productIds = [
    ...document.when.flatMap((condition) => (condition.kind === 'product' ? condition.productIds : [])),
    ...(document.kind === 'adoption' ? document.productIds : []),
  ];
  for (const [table, ids] of [
    ['partner', partnerIds],
    ['product', productIds],
  ] as const)
    if ((await strangeIds(tx, tenantId, table, ids)).size > 0) throw notFound(table);
}

export async function createRule(tx: Tx, context: Context, body: Parsed<'incentives.createRule'>['body']): Promise<Rule> {
  const { tenantId, now } = context;
  const rows = await ruleRows(tx, tenantId);
  if (rows.filter((row) => row.retired_at === null).length >= MOST_RULES)
    throw new Problem('conflict', `There are ${MOST_RULES} programmes. Retire some first.`);
  refuseTwins(rows, body.name, null);
  await refuseUnknown(tx, tenantId, body.document);
  const id = newId();
  await tx
    .insertInto('incentive_rule')
    .values({
      tenant_id: tenantId,
      id,
      name: body.name,
      kind: body.document.kind,
      position: Math.max(0, ...rows.map(({ position }) => position)) + 1,
      draft: JSON.stringify(body.document),
      created_at: now.toISOString(),
      updated_at: now.toISOString(),
    })
    .execute();
  await recordChange(tx, context, { operation: 'incentives.createRule', recordType: 'incentive_rule', recordId: id, after: body });
  return oneRule(tx, tenantId, id, today(context));
}

export async function updateRule(tx: Tx, context: Context, id: string, ifVersion: number | null, body: Parsed<'incentives.updateRule'>['body']): Promise<Rule> {
  const { tenantId, now } = context;
  const row = await lockRule(tx, tenantId, id, ifVersion);
  if (body.draft && body.draft.kind !== row.kind)
    throw new Problem('invalid_input', `This programme is of kind ${row.kind}. Add another for ${body.draft.kind}.`);
  if (body.draft) await refuseUnknown(tx, tenantId, body.draft);
  const rows = await ruleRows(tx, tenantId);
  const name = body.name ?? row.name;
  const retired = body.retired === undefined ? row.retired_at : body.retired ? (row.retired_at ?? now.toISOString()) : null;
  if (retired === null) refuseTwins(rows, name, id);
  if (body.position !== undefined && body.position !== row.position) {
    // The rest keep their order around it.
    const others = rows.filter((one) => one.id !== id).map((one) => one.id);
    others.splice(body.position - 1, 0, id);
    for (const [index, one] of others.entries())
      await tx
        .updateTable('incentive_rule')
        .set({ position: index + 1 })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', one)
        .execute();
  }
  await tx
    .updateTable('incentive_rule')
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
    operation: 'incentives.updateRule',
    recordType: 'incentive_rule',
    recordId: id,
    before: { name: row.name, position: row.position, retiredAt: row.retired_at },
    after: body,
  });
  return oneRule(tx, tenantId, id, today(context));
}

/** What accrued before keeps its version: another begins today at the earliest. */
export async function publishRule(
  tx: Tx,
  context: Context,
  id: string,
  ifVersion: number | null,
  body: Parsed<'incentives.publishRule'>['body'],
): Promise<Rule> {
  const { tenantId, now } = context;
  const row = await lockRule(tx, tenantId, id, ifVersion);
  if (row.retired_at !== null) throw new Problem('conflict', 'This programme is retired. Bring it back before you publish a version of it.');
  if (row.draft === null) throw new Problem('conflict', 'There is no draft to publish.');
  if (body.effectiveFrom < today(context))
    throw new Problem('invalid_input', 'A version cannot begin in the past: what accrued stays as it is.', {
      fields: [{ path: 'effectiveFrom', code: 'past', sentence: 'Choose today or a later day.' }],
    });
  const document = parsed(row.draft);
  const problems = problemsOf(document);
  if (problems.length > 0)
    throw new Problem('invalid_input', problems[0]?.sentence ?? 'This programme cannot be published.', {
      fields: problems.map(({ path, sentence }) => ({ path: `document.${path}`, code: 'rule', sentence })),
    });
  const versions = await versionRows(tx, tenantId, id);
  const last = versions.at(-1);
  if (last && last.effective_from > body.effectiveFrom)
    throw new Problem('conflict', `Version ${last.number} begins on ${last.effective_from}. A newer version cannot begin before it.`);
  const number = Math.max(0, ...versions.map((version) => version.number)) + 1;
  await tx
    .insertInto('incentive_rule_version')
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
    .updateTable('incentive_rule')
    .set((eb) => ({ draft: null, version: eb('version', '+', 1), updated_at: now.toISOString() }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
  await recordChange(tx, context, {
    operation: 'incentives.publishRule',
    recordType: 'incentive_rule',
    recordId: id,
    after: { number, effectiveFrom: body.effectiveFrom, document },
    reason: body.note ?? null,
    events: [{ type: 'incentive_rule.published', payload: { name: row.name, number, effectiveFrom: body.effectiveFrom } }],
  });
  return oneRule(tx, tenantId, id, today(context));
}
