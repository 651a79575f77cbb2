import type { Parsed } from '@entente/contracts';
import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { insertWords } from '../../platform/db/search-words.ts';
import { priceLines, setAmount } from './domain/amount.ts';
import type { DealFacts } from './domain/deal.ts';
import { refuse } from './domain/decision.ts';
import { accountNamed, ownerNamed, requireProducts } from './names.ts';
import { insertLines } from './set-lines.ts';
import type { TakeNumbers } from '../../platform/numbers.ts';
import { day, factColumns, insist } from './store.ts';

export type NewDeal = Parsed<'deals.create'>['body'];

export async function createDeal(tx: Tx, context: Context, input: NewDeal, takeNumbers: TakeNumbers): Promise<string> {
  const tenant = context.tenantId;
  const priced = insist(priceLines(input.lines), 'invalid_input');
  if (input.stage === 'lost') insist(refuse('Create the deal in an open stage, then say why it is lost.'), 'invalid_input');
  const asked = input.amountMinor ?? priced.amountMinor;
  const amountMinor = insist(setAmount(asked, priced.lines.length, priced.amountMinor), 'invalid_input');
  const account = await accountNamed(tx, tenant, input.accountId);
  const owner = await ownerNamed(tx, tenant, input.ownerId ?? (context.actor.audience === 'workspace' ? context.actor.memberId : null));
  await requireProducts(
    tx,
    tenant,
    priced.lines.map((line) => line.productId),
  );
  const today = day(context.now);
  const facts: DealFacts = {
    name: input.name,
    accountId: account?.id ?? null,
    accountName: account?.name ?? null,
    stage: input.stage,
    amountMinor,
    currency: input.currency,
    closeOn: input.closeOn ?? null,
    openedOn: today,
    closedOn: input.stage === 'won' ? today : null,
    closedReason: null,
    ownerId: owner?.id ?? null,
    ownerName: owner?.name ?? null,
    region: input.region ?? account?.region ?? null,
    source: input.source ?? null,
    nextStep: input.nextStep ?? null,
    externalId: null,
  };
  const id = newId();
  const at = context.now.toISOString();
  const number = await takeNumbers(tenant, 1);
  const row = { id, number, ...factColumns(facts) };
  await sql`
    with added as (
      insert into deal (tenant_id, id, number, name, account_id, account_name, stage, status, amount_minor, currency, close_on, opened_on, closed_on, closed_reason, owner_id, owner_name, region, source, next_step, external_id, last_activity_at, created_at, updated_at)
      select ${tenant}::uuid, c.*, ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz
      from jsonb_to_record(${JSON.stringify(row)}::jsonb) as c(id uuid, number bigint, name text, account_id uuid, account_name text, stage text, status text, amount_minor bigint, currency text, close_on date, opened_on date, closed_on date, closed_reason text, owner_id uuid, owner_name text, region text, source text, next_step text, external_id text)
      returning id, name_key
    ), found_by as (${insertWords(tenant, 'deal', sql`added`)})
    insert into deal_stage_change (tenant_id, id, deal_id, from_stage, to_stage, at, by_name) values (${tenant}::uuid, ${newId()}::uuid, ${id}::uuid, null, ${facts.stage}, ${at}::timestamptz, ${context.actor.name})`.execute(
    tx,
  );
  await insertLines(tx, tenant, id, priced.lines);
  await recordChange(tx, context, {
    operation: 'deals.create',
    recordType: 'deal',
    recordId: id,
    after: { number, ...facts, lines: priced.lines.length },
    events: [{ type: 'deal.created', dealId: id, payload: createdPayload({ number, ...facts }) }],
  });
  return id;
}

export const createdPayload = (deal: DealFacts & { number: number }): Record<string, unknown> => ({
  number: deal.number,
  name: deal.name,
  stage: deal.stage,
  amountMinor: deal.amountMinor,
  currency: deal.currency,
  accountId: deal.accountId,
  accountName: deal.accountName,
  region: deal.region,
  source: deal.source,
});
