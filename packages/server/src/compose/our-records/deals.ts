import { dealStages, statusOfStage, type DealStage } from '@entente/kernel';
import { sql } from 'kysely';
import type { DealsModule } from '../../modules/deals/index.ts';
import type { OurField, OurRecord, OurRecords, Values } from '../../modules/sync/index.ts';
import type { Tx } from '../../platform/db/database.ts';
import { fieldOf, isText, longer } from './shapes.ts';
import { outcomeFields, outcomesOf } from './outcomes.ts';

const labelOfStage: Readonly<Record<DealStage, string>> = {
  prospect: 'Prospect',
  qualified: 'Qualified',
  technical: 'Technical validation',
  business: 'Business validation',
  committed: 'Committed',
  won: 'Won',
  lost: 'Lost',
};
const own: readonly OurField[] = [
  fieldOf('name', 'Name', 'text'),
  { ...fieldOf('stage', 'Stage', 'choice'), choices: dealStages.map((value) => ({ value, label: labelOfStage[value] })) },
  fieldOf('amount', 'Amount', 'money'),
  fieldOf('currency', 'Currency', 'text'),
  fieldOf('close_on', 'Close date', 'date'),
  { ...fieldOf('account', 'Account', 'reference'), refersTo: 'account' },
  { ...fieldOf('owner', 'Owner', 'reference'), refersTo: 'person' },
  fieldOf('next_step', 'Next step', 'long_text'),
  fieldOf('region', 'Region', 'text'),
  fieldOf('source', 'Source', 'text'),
  fieldOf('closed_reason', 'Reason of closing', 'text'),
  { ...fieldOf('id', 'Our id', 'text'), writable: false },
  { ...fieldOf('number', 'Deal number', 'number'), writable: false },
  { ...fieldOf('account_name', 'Account’s name', 'text'), writable: false },
  { ...fieldOf('account_country', 'Account’s country', 'text'), writable: false },
  { ...fieldOf('account_domain', 'Account’s domain', 'text'), writable: false },
];
const ownKeys = new Set(own.map((field) => field.key));

type Row = {
  id: string;
  number: number;
  name: string;
  stage: string;
  amount: number | null;
  currency: string;
  close_on: string | null;
  account: string | null;
  owner: string | null;
  next_step: string | null;
  region: string | null;
  source: string | null;
  closed_reason: string | null;
  updated_at: string;
  account_name: string | null;
  account_country: string | null;
  account_domain: string | null;
};

export function ourDeals(deals: Pick<DealsModule, 'bulkInsert' | 'bulkUpdate' | 'customFields' | 'factsOfDeals' | 'setFacts'>): OurRecords {
  return {
    fields: async (tx, tenantId) => [
      ...own,
      ...(await deals.customFields(tx, tenantId))
        .filter((field) => field.active)
        .map((field): OurField => ({ key: field.key, label: field.label, type: field.type, choices: field.choices, writable: true })),
      ...outcomeFields,
    ],
    async read(tx, tenantId, ids, options) {
      if (ids.length === 0) return new Map();
      if (options?.lock === true)
        await sql`select id from deal where tenant_id = ${tenantId}::uuid and id = any(${[...ids]}::uuid[]) order by id for update`.execute(tx);
      const { rows } = await sql<Row>`
        select d.id, d.number, d.name, d.stage, d.amount_minor as amount, d.currency, d.close_on, d.account_id as account, d.owner_id as owner, d.next_step, d.region, d.source,
          d.closed_reason, d.updated_at, d.account_name, a.country as account_country,
          (select min(x.domain) from account_domain x where x.tenant_id = d.tenant_id and x.account_id = d.account_id) as account_domain
        from deal d left join account a on a.tenant_id = d.tenant_id and a.id = d.account_id
        where d.tenant_id = ${tenantId}::uuid and d.id = any(${[...ids]}::uuid[])`.execute(tx);
      const facts = await deals.factsOfDeals(
        tx,
        tenantId,
        rows.map((row) => row.id),
      );
      const outcomes = await outcomesOf(
        tx,
        tenantId,
        rows.map((row) => row.id),
      );
      return new Map(
        rows.map(({ updated_at, ...row }): [string, OurRecord] => [
          row.id,
          { id: row.id, label: row.name, dealId: row.id, changedAt: updated_at, values: { ...facts.get(row.id), ...row, ...outcomes.get(row.id) } },
        ]),
      );
    },
    async update(tx, context, changes) {
      const refused: { id: string; sentence: string }[] = [];
      const [summed, plain] = await splitSummed(tx, context.tenantId, changes);
      const names = await ownersOf(
        tx,
        context.tenantId,
        changes.map(({ set }) => set['owner']),
      );
      const accounts = await accountsOf(
        tx,
        context.tenantId,
        changes.map(({ set }) => set['account']),
      );
      const updates = plain.flatMap(({ id, set }) => (Object.keys(set).some((key) => ownKeys.has(key)) ? [{ id, set: factsFrom(set, names, accounts) }] : []));
      const result = await deals.bulkUpdate(tx, context, updates, { operation: 'sync.update' });
      refused.push(...result.refused);
      for (const { id, set } of plain) {
        const facts = Object.fromEntries(Object.entries(set).filter(([key]) => !ownKeys.has(key)));
        if (Object.keys(facts).length > 0) await deals.setFacts(tx, context, id, facts, 'sync.update');
      }
      for (const id of summed)
        refused.push({
          id,
          sentence: 'The amount here is the sum of the deal’s lines, and theirs is another. Change the lines, or give the amount to us in the mapping.',
        });
      return refused;
    },
    async create(tx, context, records) {
      if (records.length === 0) return [];
      const names = await ownersOf(
        tx,
        context.tenantId,
        records.map(({ values }) => values['owner']),
      );
      const accounts = await accountsOf(
        tx,
        context.tenantId,
        records.map(({ values }) => values['account']),
      );
      const base = await baseCurrency(tx, context.tenantId);
      const refused: { id: string; sentence: string }[] = [];
      const made = records.flatMap((record) => {
        const facts = factsFrom(record.values, names, accounts);
        if (facts.name === undefined) {
          refused.push({ id: record.id, sentence: 'It has no name over there. Give it one; a deal cannot be without.' });
          return [];
        }
        const stage = facts.stage ?? 'prospect';
        const closed =
          statusOfStage(stage) === 'open'
            ? {}
            : { closedOn: facts.closeOn ?? context.now.toISOString().slice(0, 10), closedReason: facts.closedReason ?? null };
        return [{ ...facts, id: record.id, name: facts.name, stage, currency: facts.currency ?? base, ...closed }];
      });
      await deals.bulkInsert(tx, context, made, { operation: 'sync.create', live: records.length === 1 });
      for (const { id, values } of records) {
        const facts = Object.fromEntries(Object.entries(values).filter(([key, value]) => !ownKeys.has(key) && value !== null));
        if (Object.keys(facts).length > 0 && !refused.some((refusal) => refusal.id === id)) await deals.setFacts(tx, context, id, facts, 'sync.create');
      }
      return refused;
    },
    async recognise(tx, tenantId, records) {
      // An import of the same CRM left its ids on our deals; a name proves nothing.
      const { rows } = await sql<{ id: string; external_id: string }>`
        select id, external_id from deal where tenant_id = ${tenantId}::uuid and external_id = any(${records.map((record) => record.outsideId)}::text[])`.execute(
        tx,
      );
      return new Map(rows.map((row) => [row.external_id, row.id]));
    },
    without: async (tx, tenantId, connectionId, after, limit) =>
      (
        await sql<{ id: string }>`
          select d.id from deal d where d.tenant_id = ${tenantId}::uuid and d.status = 'open' and (${after}::uuid is null or d.id > ${after}::uuid)
            and not exists (select from outside_view v where v.tenant_id = d.tenant_id and v.connection_id = ${connectionId}::uuid and v.kind = 'deal' and v.record_id = d.id and v.status <> 'gone')
          order by d.id limit ${limit}`.execute(tx)
      ).rows.map((row) => row.id),
  };
}

type Names = ReadonlyMap<string, string>;

function factsFrom(set: Values, owners: Names, accounts: Names) {
  const text = (key: string): { [Key: string]: string | null } | undefined =>
    set[key] === undefined ? undefined : { [key]: isText(set[key]) ? set[key] : null };
  const owner = set['owner'];
  const account = set['account'];
  const amount = set['amount'];
  const currency = set['currency'];
  const name = set['name'];
  return {
    ...(isText(name) && name.trim() !== '' ? { name: name.trim().slice(0, longer) } : {}),
    ...(isStage(set['stage']) ? { stage: set['stage'] } : {}),
    ...(amount === undefined ? {} : { amountMinor: typeof amount === 'number' ? Math.round(amount) : null }),
    ...(isText(currency) && /^[A-Z]{3}$/.test(currency) ? { currency } : {}),
    ...(set['close_on'] === undefined ? {} : { closeOn: isText(set['close_on']) ? set['close_on'].slice(0, 10) : null }),
    ...(account === undefined ? {} : { accountId: isText(account) ? account : null, accountName: isText(account) ? (accounts.get(account) ?? null) : null }),
    ...(owner === undefined ? {} : { ownerId: isText(owner) ? owner : null, ownerName: isText(owner) ? (owners.get(owner) ?? null) : null }),
    ...(text('next_step') ? { nextStep: text('next_step')?.['next_step'] ?? null } : {}),
    ...(text('region') ? { region: text('region')?.['region'] ?? null } : {}),
    ...(text('source') ? { source: text('source')?.['source'] ?? null } : {}),
    ...(text('closed_reason') ? { closedReason: text('closed_reason')?.['closed_reason'] ?? null } : {}),
  };
}
const isStage = (value: unknown): value is DealStage => dealStages.some((stage) => stage === value);

/** Of deals with lines the amount is their sum: it is not set from outside, and what else came with it is. */
async function splitSummed(tx: Tx, tenantId: string, changes: readonly { readonly id: string; readonly set: Values }[]) {
  const withAmount = changes.filter(({ set }) => set['amount'] !== undefined).map(({ id }) => id);
  if (withAmount.length === 0) return [[], changes] as const;
  const { rows } = await sql<{
    id: string;
  }>`select distinct deal_id as id from deal_line where tenant_id = ${tenantId}::uuid and deal_id = any(${withAmount}::uuid[])`.execute(tx);
  const summed = new Set(rows.map((row) => row.id));
  return [
    [...summed],
    changes.map(({ id, set }) => (summed.has(id) ? { id, set: Object.fromEntries(Object.entries(set).filter(([key]) => key !== 'amount')) } : { id, set })),
  ] as const;
}

const texts = (values: readonly unknown[]): string[] => [...new Set(values.filter(isText))];
async function ownersOf(tx: Tx, tenantId: string, ids: readonly unknown[]): Promise<Names> {
  const wanted = texts(ids);
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`select m.id, u.name from membership m join "user" u on u.id = m.user_id where m.tenant_id = ${tenantId}::uuid and m.id = any(${wanted}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}
async function accountsOf(tx: Tx, tenantId: string, ids: readonly unknown[]): Promise<Names> {
  const wanted = texts(ids);
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`select id, name from account where tenant_id = ${tenantId}::uuid and id = any(${wanted}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.name]));
}
async function baseCurrency(tx: Tx, tenantId: string): Promise<string> {
  const { rows } = await sql<{ base_currency: string }>`select base_currency from workspace where id = ${tenantId}::uuid`.execute(tx);
  return rows[0]?.base_currency ?? 'EUR';
}
