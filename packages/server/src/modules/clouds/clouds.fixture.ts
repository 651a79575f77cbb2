import { newId } from '@entente/kernel';
import { startSimulators } from '@entente/simulators';
import { testDatabase } from '@entente/testkit';
import { awsCosellPort, awsCosellRecords } from '../../connectors/aws-cosell/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { createOutbound } from '../../platform/outbound/index.ts';
import type { Access } from '../../platform/outside/index.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { createCloudsModule } from './index.ts';
import type { CloudsPorts, CloudView } from './ports.ts';

export const ACCOUNT = '111122223333';
type Value = CloudView['fields'][number]['value'];
type Values = Record<string, Value>;

/** A workspace with one connection to the simulated cloud, and views kept in their own table. The database and the cloud are real. */
export async function cloudsWorld() {
  const { db, admin } = await testDatabase();
  const simulators = await startSimulators({ port: 0, simulators: ['aws'] });
  simulators.control.setFaults('aws', { quotas: false });
  const now = (): Date => simulators.world.clock.now();
  const [tenantId, connectionId] = [newId(), newId()];
  await admin.query(`insert into workspace (id, slug, name) values ($1, 'clouds', 'Clouds')`, [tenantId]);
  await admin.query(
    `insert into connection (tenant_id, id, system, name, environment, base_url, account, credentials_sealed, event_secret_sealed, status, status_at, created_by, created_at, updated_at)
     values ($1, $2, 'aws', 'Cloud One', 'simulator', $3, $4, '', '', 'active', now(), 'test', now(), now())`,
    [tenantId, connectionId, `${simulators.url}/aws`, ACCOUNT],
  );
  const outbound = createOutbound({ allowPrivate: true });
  const access: Access = {
    tenantId,
    connectionId,
    system: 'aws',
    environment: 'simulator',
    baseUrl: `${simulators.url}/aws`,
    account: ACCOUNT,
    settings: { catalog: 'AWS', snapshotRole: 'PartnerCentralSnapshots', tags: 'source=entente' },
    credentials: { accessKeyId: `AKIA${ACCOUNT}`, secretAccessKey: 'secret' },
    tokens: new Map(),
    request: (request) => outbound.request(request),
    keepCredentials: () => Promise.resolve(),
    now,
  };
  const records = awsCosellRecords(access);
  /** What each deal holds, by their field; the mapping between names is module sync's. */
  const held = new Map<string, Values>();
  const errors: Error[] = [];

  const viewRow = async (tx: Tx, where: { id: string } | { dealId: string; connectionId: string }): Promise<CloudView | null> => {
    let query = tx.selectFrom('outside_view').selectAll().where('tenant_id', '=', tenantId);
    query = 'id' in where ? query.where('id', '=', where.id) : query.where('deal_id', '=', where.dealId).where('connection_id', '=', where.connectionId);
    const row = await query.executeTakeFirst();
    if (!row) return null;
    const shown = row.shown as { values?: Values; links?: { type: string; id: string }[] };
    const facts = { ours: {}, theirs: held.get(row.record_id) ?? {}, links: [] };
    const remote =
      row.outside_id === null
        ? null
        : { id: row.outside_id, values: shown.values ?? {}, state: row.outside_state as never, locked: row.locked as never, links: shown.links ?? [] };
    return {
      viewId: row.id,
      dealId: row.record_id,
      connectionId: row.connection_id,
      routeId: row.route_id,
      outsideId: row.outside_id,
      facts,
      remote,
      fields: fieldsOf(row.record_id),
    };
  };
  const fieldsOf = (dealId: string): CloudView['fields'] =>
    Object.entries(held.get(dealId) ?? {}).map(([key, value]) => ({ field: `our ${key}`, outsideField: key, label: key, type: 'text', choices: [], value }));
  const touched: string[] = [];

  const ports: CloudsPorts = {
    connections: async () => [connectionId],
    access: async () => access,
    cosell: (of) => awsCosellPort(of),
    views: {
      ofDeal: (tx, _tenant, dealId, connection) => viewRow(tx, { dealId, connectionId: connection }),
      byId: (tx, _tenant, id) => viewRow(tx, { id }),
      draftOf: async (_tx, _tenant, dealId, connection) => ({
        viewId: null,
        dealId,
        connectionId: connection,
        routeId: null,
        outsideId: null,
        facts: { ours: {}, theirs: held.get(dealId) ?? {}, links: [] },
        remote: null,
        fields: fieldsOf(dealId),
      }),
      async begin(tx, context, input) {
        const id = newId();
        await tx
          .insertInto('outside_view')
          .values({
            tenant_id: tenantId,
            id,
            connection_id: input.connectionId,
            kind: 'deal',
            record_id: input.dealId,
            deal_id: input.dealId,
            route_id: input.routeId,
            outside_id: input.outsideId,
            status: 'new',
            created_at: context.now.toISOString(),
          })
          .execute();
        return id;
      },
      touch: async (_tx, _tenant, viewId) => void touched.push(viewId),
      shape: async (_context, viewId) => ({ id: viewId }),
    },
    deals: {
      async brief(tx, _tenant, dealId) {
        const row = await tx
          .selectFrom('deal')
          .select(['name', 'owner_id'])
          .where('tenant_id', '=', tenantId)
          .where('id', '=', dealId)
          .executeTakeFirstOrThrow();
        return { name: row.name, ownerId: row.owner_id };
      },
      async addCosellRoute(tx, context, dealId, route) {
        const id = newId();
        await tx
          .insertInto('deal_route')
          .values({
            tenant_id: tenantId,
            id,
            deal_id: dealId,
            kind: 'cosell',
            state: 'draft',
            external_system: route.system,
            next_step: route.nextStep,
            created_at: context.now.toISOString(),
          })
          .execute();
        return id;
      },
      async follow(tx, _context, dealId, routeId, to) {
        await tx
          .updateTable('deal_route')
          .set({ state: to.state, next_step: to.nextStep, due_at: to.dueAt, external_id: to.outsideId })
          .where('tenant_id', '=', tenantId)
          .where('deal_id', '=', dealId)
          .where('id', '=', routeId)
          .execute();
      },
      create: (tx, context, deal) => insertDeal(tx, context, deal.name),
      async alike(tx, _tenant, customer) {
        const rows = await tx
          .selectFrom('deal')
          .select(['id', 'number', 'name', 'account_name'])
          .where('tenant_id', '=', tenantId)
          .where('account_name', '=', customer.name)
          .execute();
        return rows.map((row) => ({
          dealId: row.id,
          dealNumber: row.number,
          dealName: row.name,
          accountName: row.account_name,
          score: 0.9,
          why: 'The same customer',
        }));
      },
      figures: async () => ({ launched: 2, wonMinor: 0, currency: null }),
    },
    inbox: {
      async openAct(tx, context, { recordId, ...act }) {
        await tx
          .insertInto('act')
          .values({
            tenant_id: tenantId,
            id: newId(),
            kind: act.kind,
            title: act.title,
            detail: act.detail,
            deal_id: act.dealId,
            assignee_role: act.assigneeRole,
            step_key: `record:${recordId}`,
            opened_at: context.now.toISOString(),
            due_at: act.dueAt,
          })
          .execute();
      },
      async closeActs(tx, context, recordId, outcome) {
        await tx
          .updateTable('act')
          .set({ status: 'done', outcome, closed_at: context.now.toISOString() })
          .where('tenant_id', '=', tenantId)
          .where('step_key', '=', `record:${recordId}`)
          .where('status', '=', 'open')
          .execute();
      },
    },
    onError: (error) => void errors.push(error),
  };
  const clouds = createCloudsModule({ database: db, ports, now });
  let number = 0;
  async function insertDeal(tx: Tx, context: Context, name: string, accountName: string | null = null): Promise<string> {
    const id = newId();
    const at = context.now.toISOString();
    number += 1;
    await tx
      .insertInto('deal')
      .values({
        tenant_id: tenantId,
        id,
        number,
        name,
        account_name: accountName,
        stage: 'prospect',
        status: 'open',
        currency: 'EUR',
        last_activity_at: at,
        created_at: at,
        updated_at: at,
      })
      .execute();
    return id;
  }
  const context = (): Context => systemContext(tenantId, 'Ada', now());

  return {
    db,
    admin,
    tenantId,
    connectionId,
    simulators,
    clouds,
    ports,
    now,
    context,
    held,
    touched,
    errors,
    async deal(values: Values, accountName: string | null = null): Promise<string> {
      const id = await db.inTenant(tenantId, (tx) => insertDeal(tx, context(), 'Warehouse', accountName));
      held.set(id, values);
      return id;
    },
    /** What module sync does to a view: makes or reads the record, keeps it, and tells of a new state. */
    async look(viewId: string): Promise<string> {
      const view = await db.inTenant(tenantId, (tx) => viewRow(tx, { id: viewId }));
      if (!view) throw new Error('no view');
      const [written] =
        view.outsideId === null ? await records.write('opportunity', [], [{ id: null, values: view.facts.theirs, ifVersion: null, key: viewId }]) : [];
      if (written !== undefined && written.outcome !== 'written') throw new Error(JSON.stringify(written));
      const record = written?.record ?? (await records.read('opportunity', [], [view.outsideId ?? '']))[0];
      if (!record) throw new Error('no record');
      await db.inTenant(tenantId, async (tx) => {
        await tx
          .updateTable('outside_view')
          .set({
            outside_id: record.id,
            shown: JSON.stringify({ values: record.values, links: record.links ?? [] }),
            outside_state: JSON.stringify(record.state ? { ...record.state, links: record.links ?? [] } : null),
            locked: JSON.stringify(record.locked ?? null),
            outside_version: record.version,
          })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', viewId)
          .execute();
        await clouds.stateChanged(tx, context(), {
          viewId,
          connectionId: view.connectionId,
          dealId: view.dealId,
          routeId: view.routeId,
          outsideId: record.id,
          from: view.remote === null ? null : (view.remote.state as never),
          to: record.state ?? null,
          links: record.links ?? [],
        });
      });
      return record.id;
    },
    /** What somebody does in the cloud's own screens. */
    atTheCloud: (outsideId: string, solution: string, linked: boolean) => awsCosellPort(access).link(outsideId, { type: 'Solutions', id: solution }, linked),
    /** Lets time pass until nothing of the workspace is due any more. */
    async settle(): Promise<void> {
      for (let round = 0; round < 20; round += 1) {
        await clouds.runSteps(tenantId);
        const { rows } = await admin.query<{ n: number }>(`select count(*)::int as n from cloud_step where status in ('waiting', 'under_way')`);
        if (rows[0]?.n === 0) return;
        simulators.control.advance(3_000);
      }
    },
    async stop(): Promise<void> {
      await simulators.stop();
    },
  };
}
