import type { Parsed, Result } from '@entente/contracts';
import { newId, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { capabilitiesOf, refused, type MarketplacesDeps } from './context.ts';
import { definitionIssues, type Definition } from './domain/definition.ts';
import { feeTableIssues, type FeeEntry } from './domain/fees.ts';
import type { MarketplaceCapabilities, MarketplacesPorts } from './ports.ts';
import { definitionIn, feesIn, marketplaceRow, requireVersion, type MarketplaceRow } from './store.ts';

type Shape = Result<'marketplaces.create'>;
const SWEEP_FIRST_MS = 5_000;

const shownCapabilities = (can: MarketplaceCapabilities): Shape['capabilities'] => ({
  currencies: [...can.currencies],
  nameMaximum: can.nameMaximum,
  buyerAccountLabel: can.buyerAccount.label,
  instalmentsMaximum: can.instalments.maximum,
  eulas: can.eulas.map((one) => ({ ...one })),
  resale: { ...can.resale, usages: [...can.resale.usages] },
  extend: can.extend,
  readsListings: can.readsListings,
  fulfilment: can.fulfilment,
});

function shapeOf(ports: MarketplacesPorts, row: MarketplaceRow & { operator_name: string | null; parked: number }): Shape {
  return {
    id: row.id,
    kind: row.kind as Shape['kind'],
    name: row.name,
    connectionId: row.connection_id,
    operatorId: row.operator_id,
    operatorName: row.operator_name,
    definition: definitionIn(row.definition) as Shape['definition'],
    feeTable: feesIn(row.fee_table) as Shape['feeTable'],
    capabilities: shownCapabilities(capabilitiesOf(ports, row.kind)),
    sweptAt: row.swept_at,
    sweepError: row.sweep_error,
    parkedNotices: row.parked,
    retiredAt: row.retired_at,
    version: row.version,
  };
}

const withNames = (tx: Tx, tenantId: string) =>
  tx
    .selectFrom('marketplace as m')
    .leftJoin('partner as p', (join) => join.onRef('p.tenant_id', '=', 'm.tenant_id').onRef('p.id', '=', 'm.operator_id'))
    .selectAll('m')
    .select('p.name as operator_name')
    .select(
      sql<number>`(select count(*)::int from marketplace_notice n where n.tenant_id = m.tenant_id and n.marketplace_id = m.id and n.state = 'parked')`.as(
        'parked',
      ),
    )
    .where('m.tenant_id', '=', tenantId);

export async function listMarketplaces(deps: MarketplacesDeps, context: Context): Promise<Result<'marketplaces.list'>> {
  requireScope(context, 'marketplaces:read');
  const rows = await deps.database.reading(context.tenantId, (tx) => withNames(tx, context.tenantId).orderBy('m.name').orderBy('m.id').limit(500).execute());
  return { items: rows.map((row) => shapeOf(deps.ports, row)) };
}

const readMarketplace = async (tx: Tx, ports: MarketplacesPorts, tenantId: string, id: string): Promise<Shape> =>
  shapeOf(ports, await withNames(tx, tenantId).where('m.id', '=', id).executeTakeFirstOrThrow());

export function checkDefinition(body: Parsed<'marketplaces.checkDefinition'>['body']): Result<'marketplaces.checkDefinition'> {
  return { issues: [...definitionIssues(body.definition), ...feeTableIssues(body.feeTable).map((issue) => ({ ...issue, severity: 'blocks' as const }))] };
}

function insistOnSound(definition: Definition | null, fees: readonly FeeEntry[]): void {
  const found = [...(definition ? definitionIssues(definition) : []).filter((issue) => issue.severity === 'blocks'), ...feeTableIssues(fees)];
  if (found[0]) throw new Problem('invalid_input', found[0].sentence, { fields: found.map(({ field, code, sentence }) => ({ path: field, code, sentence })) });
}

async function insistOnNames(
  tx: Tx,
  ports: MarketplacesPorts,
  tenantId: string,
  kind: string,
  given: { connectionId?: string | null | undefined; operatorId?: string | null | undefined },
): Promise<void> {
  if (given.connectionId) {
    const connection = await ports.connection(tx, tenantId, given.connectionId);
    if (!connection) throw refused('connectionId', 'There is no such connection.');
    if (connection.system !== kind) throw refused('connectionId', `That connection leads to ${connection.system}, not to this marketplace.`);
  }
  if (given.operatorId && (await ports.partnerName(tx, tenantId, given.operatorId)) === null) throw refused('operatorId', 'There is no such partner.');
}

async function insistOnFreeName(tx: Tx, tenantId: string, name: string, except: string | null): Promise<void> {
  const taken = await tx
    .selectFrom('marketplace')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('retired_at', 'is', null)
    .where(sql`lower(name)`, '=', name.toLowerCase())
    .executeTakeFirst();
  if (taken && taken.id !== except) throw new Problem('conflict', `There is a marketplace “${name}” already.`, { reason: 'name_taken' });
}

export async function createMarketplace(deps: MarketplacesDeps, context: Context, body: Parsed<'marketplaces.create'>['body']): Promise<Shape> {
  requireScope(context, 'marketplaces:write');
  const { database, ports } = deps;
  const configured = body.kind === 'configured';
  if (configured !== Boolean(body.definition))
    throw refused('definition', configured ? 'Say what its states and fields are.' : 'An adapter knows its states; it needs no definition.');
  if (!configured && !ports.adapter(body.kind)) throw refused('kind', 'Nothing here speaks to that marketplace yet. Define it by its states instead.');
  insistOnSound(body.definition ?? null, body.feeTable);
  return database.inTenant(context.tenantId, async (tx) => {
    await insistOnNames(tx, ports, context.tenantId, body.kind, body);
    await insistOnFreeName(tx, context.tenantId, body.name, null);
    const id = newId();
    const at = context.now.toISOString();
    const connectionId = configured ? null : (body.connectionId ?? null);
    await tx
      .insertInto('marketplace')
      .values({
        tenant_id: context.tenantId,
        id,
        kind: body.kind,
        name: body.name,
        connection_id: connectionId,
        operator_id: body.operatorId ?? null,
        definition: body.definition ? JSON.stringify(body.definition) : null,
        fee_table: JSON.stringify(body.feeTable),
        swept_at: null,
        sweep_error: null,
        sweep_at: connectionId === null ? null : new Date(context.now.getTime() + SWEEP_FIRST_MS).toISOString(),
        created_at: at,
        updated_at: at,
        retired_at: null,
      })
      .execute();
    await recordChange(tx, context, { operation: 'marketplaces.create', recordType: 'marketplace', recordId: id, after: body });
    return readMarketplace(tx, ports, context.tenantId, id);
  });
}

export async function updateMarketplace(
  deps: MarketplacesDeps,
  context: Context,
  id: string,
  body: Parsed<'marketplaces.update'>['body'],
  ifVersion: number | null,
): Promise<Shape> {
  requireScope(context, 'marketplaces:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const row = await marketplaceRow(tx, context.tenantId, id, true);
    requireVersion(row.version, ifVersion);
    if (body.definition && row.kind !== 'configured') throw refused('definition', 'An adapter knows its states; it needs no definition.');
    insistOnSound(body.definition ?? null, body.feeTable ?? []);
    await insistOnNames(tx, deps.ports, context.tenantId, row.kind, body);
    if (body.name !== undefined) await insistOnFreeName(tx, context.tenantId, body.name, id);
    if (body.definition) await insistOnStates(tx, context.tenantId, id, body.definition);
    const connectionId = body.connectionId === undefined ? row.connection_id : body.connectionId;
    const retiredAt = body.retired === undefined ? row.retired_at : body.retired ? (row.retired_at ?? context.now.toISOString()) : null;
    const after = {
      name: body.name ?? row.name,
      connection_id: connectionId,
      operator_id: body.operatorId === undefined ? row.operator_id : body.operatorId,
      retired_at: retiredAt,
      sweep_at: connectionId === null || retiredAt !== null ? null : (row.sweep_at ?? context.now.toISOString()),
    };
    await tx
      .updateTable('marketplace')
      .set((eb) => ({
        ...after,
        ...(body.definition ? { definition: JSON.stringify(body.definition) } : {}),
        ...(body.feeTable ? { fee_table: JSON.stringify(body.feeTable) } : {}),
        updated_at: context.now.toISOString(),
        version: eb('version', '+', 1),
      }))
      .where('tenant_id', '=', context.tenantId)
      .where('id', '=', id)
      .execute();
    await recordChange(tx, context, {
      operation: 'marketplaces.update',
      recordType: 'marketplace',
      recordId: id,
      before: {
        name: row.name,
        connection_id: row.connection_id,
        operator_id: row.operator_id,
        definition: row.definition,
        fee_table: row.fee_table,
        retired_at: row.retired_at,
      },
      after: { ...after, ...(body.definition ? { definition: body.definition } : {}), ...(body.feeTable ? { fee_table: body.feeTable } : {}) },
    });
    return readMarketplace(tx, deps.ports, context.tenantId, id);
  });
}

/** Offers keep standing in the states they are in: one that is in use cannot be taken out of a definition. */
async function insistOnStates(tx: Tx, tenantId: string, id: string, definition: Definition): Promise<void> {
  const used = await tx.selectFrom('offer').select('state').distinct().where('tenant_id', '=', tenantId).where('marketplace_id', '=', id).execute();
  const gone = used.map((one) => one.state).filter((state) => !definition.states.some((known) => known.key === state));
  if (gone.length > 0) throw refused('definition', `Offers are in states that would be gone: ${gone.join(', ')}.`);
}
