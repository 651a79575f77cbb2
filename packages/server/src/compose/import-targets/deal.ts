import { dealStages, participantRoles, statusOfStage, type DealStage } from '@entente/kernel';
import { sql } from 'kysely';
import type { BulkDeal, DealFacts, DealsModule } from '../../modules/deals/index.ts';
import type { ExistingRecord, Fields, TargetPort } from '../../modules/imports/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { same } from '../../platform/db/look-up.ts';
import { idOf, keysOfKind, money, moneyOf, numberOf, reference, referenceOf, textOf, underTheirKeys } from './fields.ts';

const stageOf = (fields: Fields): DealStage | undefined => dealStages.find((stage) => stage === textOf(fields, 'stage'));
const noon = (day: string): string => `${day}T12:00:00.000Z`;

type Row = {
  id: string;
  version: number;
  name: string;
  account_id: string | null;
  account_name: string | null;
  stage: string;
  amount_minor: number | null;
  currency: string;
  close_on: string | null;
  opened_on: string | null;
  closed_on: string | null;
  closed_reason: string | null;
  owner_id: string | null;
  source: string | null;
  next_step: string | null;
  external_id: string | null;
};
const existing = (row: Row): ExistingRecord => ({
  id: row.id,
  version: row.version,
  fields: {
    externalId: row.external_id,
    name: row.name,
    account: reference('account', row.account_id, row.account_name ?? ''),
    stage: row.stage,
    amount: money(row.amount_minor, row.currency),
    openedOn: row.opened_on,
    closedOn: row.closed_on ?? row.close_on,
    expectedCloseOn: row.close_on,
    owner: reference('person', row.owner_id),
    lossReason: row.closed_reason,
    source: row.source,
    nextStep: row.next_step,
  },
});

/** What a row says of the facts of a deal; only the fields that are there. */
function factsOf(fields: Fields): Partial<DealFacts> {
  const amount = moneyOf(fields, 'amount');
  const account = referenceOf(fields, 'account');
  const owner = referenceOf(fields, 'owner');
  const stage = stageOf(fields);
  const closedOn = textOf(fields, 'closedOn');
  const closed = stage !== undefined && statusOfStage(stage) !== 'open';
  return given({
    name: textOf(fields, 'name'),
    externalId: textOf(fields, 'externalId'),
    stage,
    openedOn: textOf(fields, 'openedOn'),
    closeOn: textOf(fields, 'expectedCloseOn') ?? closedOn,
    closedOn: closed ? closedOn : undefined,
    closedReason: closed ? textOf(fields, 'lossReason') : undefined,
    source: textOf(fields, 'source'),
    nextStep: textOf(fields, 'nextStep'),
    ...(amount ? { amountMinor: amount.amountMinor, currency: amount.currency } : {}),
    ...(account?.id ? { accountId: account.id, accountName: account.text } : {}),
    ...(owner?.id ? { ownerId: owner.id, ownerName: owner.text } : {}),
  });
}

type Loose = { readonly [Key in keyof DealFacts]?: DealFacts[Key] | undefined };
const given = (facts: Loose): Partial<DealFacts> => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));

/** A file without names still makes deals that can be told apart. */
const nameOf = (fields: Fields): string =>
  textOf(fields, 'name') ??
  ([referenceOf(fields, 'account')?.text, referenceOf(fields, 'product')?.text].filter((part) => part !== undefined).join(' – ') ||
    (textOf(fields, 'externalId') ?? 'Deal'));

type Price = { readonly listPriceMinor: number | null; readonly currency: string | null };
type Prices = ReadonlyMap<string, Price>;

/**
 * The product of a row as a line. Without an amount in the file an open deal takes the list price, as the dry run says; where there
 * is none in its currency, or the deal is closed, there is no line: a price of nought would make the deal worth nothing.
 */
function linesOf(fields: Fields, closed: boolean, currency: string, prices: Prices): BulkDeal['lines'] {
  const product = referenceOf(fields, 'product');
  if (!product?.id) return undefined;
  const quantity = Math.max(numberOf(fields, 'quantity') ?? 1, 1);
  const amountMinor = moneyOf(fields, 'amount')?.amountMinor;
  if (amountMinor === undefined) {
    const price = closed ? undefined : prices.get(product.id);
    return price && price.listPriceMinor !== null && price.currency === currency
      ? [{ productId: product.id, description: product.text, quantity, unitPriceMinor: price.listPriceMinor }]
      : undefined;
  }
  // A price that does not divide exactly stays one price for the lot.
  return amountMinor % quantity === 0
    ? [{ productId: product.id, description: product.text, quantity, unitPriceMinor: amountMinor / quantity }]
    : [{ productId: product.id, description: `${quantity} × ${product.text}`, quantity: 1, unitPriceMinor: amountMinor }];
}

/** List prices of the products that rows name without an amount. */
async function pricesFor(tx: Tx, tenantId: string, rows: readonly { readonly fields: Fields }[]): Promise<Prices> {
  const ids = [...new Set(rows.flatMap(({ fields }) => (moneyOf(fields, 'amount') ? [] : (idOf(fields, 'product') ?? []))))];
  if (ids.length === 0) return new Map();
  const found = await tx
    .selectFrom('product')
    .select(['id', 'list_price_minor', 'currency'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
  return new Map(found.map((row) => [row.id, { listPriceMinor: row.list_price_minor, currency: row.currency }]));
}

function newDeal(id: string, fields: Fields, context: Context, currency: string, prices: Prices): BulkDeal {
  const facts = factsOf(fields);
  const stage = stageOf(fields) ?? 'prospect';
  const now = context.now.toISOString();
  const closedOn = facts.closedOn ?? null;
  const openedOn = facts.openedOn ?? closedOn ?? null;
  const openedAt = openedOn === null ? now : noon(openedOn);
  const closedAt = closedOn === null ? now : noon(closedOn);
  const partner = referenceOf(fields, 'partner');
  const role = participantRoles.find((one) => one === textOf(fields, 'partnerRole')) ?? 'influence';
  const notes = textOf(fields, 'notes');
  const closed = statusOfStage(stage) !== 'open';
  const ownCurrency = facts.currency ?? textOf(fields, 'currency') ?? currency;
  return {
    ...facts,
    id,
    stage,
    name: nameOf(fields).slice(0, 200),
    currency: ownCurrency,
    openedOn,
    createdAt: openedAt,
    lastActivityAt: closed ? closedAt : openedAt,
    lines: linesOf(fields, closed, ownCurrency, prices),
    stageHistory: closed
      ? [
          { from: null, to: 'prospect', at: openedAt },
          { from: 'prospect', to: stage, at: closedAt },
        ]
      : [{ from: null, to: stage, at: openedAt }],
    ...(partner?.id ? { participants: [{ partnerId: partner.id, partnerName: partner.text, role, since: openedOn ?? now.slice(0, 10) }] } : {}),
    ...(notes ? { comments: [{ body: notes, byId: context.actor.id, byName: context.actor.name, at: openedAt }] } : {}),
  };
}

async function findDeals(tx: Tx, tenantId: string, keys: { externalIds: string[]; accountIds: string[]; names: string[] }): Promise<Row[]> {
  // One look into the unique index for each value: in a fresh table, whose statistics are not there yet, a list of values reads it whole.
  const columns = sql`id, version, name, account_id, account_name, stage, amount_minor, currency, close_on, opened_on, closed_on, closed_reason, owner_id, source, next_step, external_id`;
  const byId =
    keys.externalIds.length === 0
      ? []
      : (
          await sql<Row>`select ${columns} from unnest(${keys.externalIds}::text[]) as wanted(key) cross join lateral (select * from deal where tenant_id = ${tenantId}::uuid and ${same('external_id')} order by external_id offset 0) as d`.execute(
            tx,
          )
        ).rows;
  const byName =
    keys.names.length === 0 || keys.accountIds.length === 0
      ? []
      : (
          await sql<Row>`select ${columns} from deal where tenant_id = ${tenantId}::uuid and account_id = any(${keys.accountIds}::uuid[]) and lower(name) = any(${keys.names}::text[])`.execute(
            tx,
          )
        ).rows;
  return [...byId, ...byName];
}

const sentenced = (refused: readonly { id: string; sentence: string }[]) =>
  refused.map((one) => ({ ...one, code: one.sentence.startsWith('There is no such') ? 'missing' : 'changed' }));

export function dealTarget(deals: DealsModule, baseCurrency: (tx: Tx, tenantId: string) => Promise<string>): TargetPort {
  return {
    scope: 'deals:write',
    undoable: true,
    laterFields: [],
    updatableFields: [
      'externalId',
      'name',
      'account',
      'stage',
      'amount',
      'openedOn',
      'closedOn',
      'expectedCloseOn',
      'owner',
      'lossReason',
      'source',
      'nextStep',
    ],
    async find(tx, { tenantId }, rows) {
      const named = rows.filter((row) => row.keys.some((key) => key.kind === 'name'));
      const found = await findDeals(tx, tenantId, {
        externalIds: keysOfKind(rows, 'external-id'),
        accountIds: [...new Set(named.flatMap((row) => idOf(row.fields, 'account') ?? []))],
        names: [...new Set(named.flatMap((row) => textOf(row.fields, 'name')?.toLowerCase() ?? []))],
      });
      return underTheirKeys('deal', found.map(existing));
    },
    async create(tx, context, rows) {
      const currency = await baseCurrency(tx, context.tenantId);
      const prices = await pricesFor(tx, context.tenantId, rows);
      return {
        rows: await deals.bulkInsert(
          tx,
          context,
          rows.map(({ id, fields }) => newDeal(id, fields, context, currency, prices)),
          { operation: 'imports.run' },
        ),
        besides: [],
      };
    },
    async update(tx, context, rows) {
      const { changed, unchanged, refused } = await deals.bulkUpdate(
        tx,
        context,
        rows.map(({ id, version, fields }) => ({ id, expectedVersion: version, set: factsOf(fields) })),
        { operation: 'imports.run' },
      );
      return { updated: changed, unchanged, refused: sentenced(refused) };
    },
    async restore(tx, context, rows) {
      const { changed, unchanged, refused } = await deals.bulkUpdate(
        tx,
        context,
        rows.map(({ id, version, before }) => ({ id, expectedVersion: version, set: before as DealFacts })),
        { operation: 'imports.undo', reason: 'The import was undone.' },
      );
      return { updated: changed, unchanged, refused: sentenced(refused) };
    },
    async remove(tx, context, rows) {
      const { removed, refused } = await deals.bulkRemove(
        tx,
        context,
        rows.map(({ id, version }) => ({ id, expectedVersion: version })),
        { operation: 'imports.undo', reason: 'The import was undone.' },
      );
      return { removed, refused: sentenced(refused) };
    },
  };
}
