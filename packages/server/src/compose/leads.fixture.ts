import assert from 'node:assert/strict';
import { operations, type OperationId, type Parsed, type Result } from '@entente/contracts';
import { scopesOfRole } from '@entente/contracts/permissions';
import { newId, Problem } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { createAccountsModule } from '../modules/accounts/index.ts';
import { actsOfDeal, workFigures } from '../modules/cosell/index.ts';
import { createDealsModule, dealProjection } from '../modules/deals/index.ts';
import { createLeadsModule } from '../modules/leads/index.ts';
import { createRegistrationsModule } from '../modules/registrations/index.ts';
import { fireClocks } from '../platform/clocks.ts';
import type { Context } from '../platform/context.ts';
import type { Handler } from '../platform/http/handlers.ts';
import { leadPorts } from './lead-ports.ts';
import { registrationPorts } from './registration-ports.ts';

export const NOON = new Date('2026-11-23T12:00:00Z');
export const hours = (count: number, from: Date = NOON): Date => new Date(from.getTime() + count * 3_600_000);

export const refusedWith =
  (code: string, sentence = /./) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof Problem, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, sentence);
    return true;
  };

export type Sent = { params?: unknown; query?: unknown; body?: unknown; version?: number };

/** Leads with the real accounts, deals and inbox, over a database of its own. */
export async function startLeads() {
  const test = await testDatabase();
  const { db, admin } = test;
  const accounts = createAccountsModule({ database: db, renamed: (tx, tenantId, renamed) => dealProjection.refreshAccountNames(tx, tenantId, renamed) });
  const deals = createDealsModule({ database: db, ports: { actsOfDeal, workFigures } });
  const registrations = createRegistrationsModule({
    database: db,
    now: () => NOON,
    ports: registrationPorts({ database: db, accounts, deals, mayActFor: () => Promise.resolve(false), resellersOf: () => Promise.resolve([]) }),
  });
  const leads = createLeadsModule({ database: db, ports: leadPorts({ database: db, accounts, deals, registrations }) });

  /** As the server does: what is sent is parsed, and what is answered fits the contract. */
  async function call<Id extends OperationId>(context: Context, id: Id, sent: Sent = {}): Promise<Result<Id>> {
    const { params, query, body, output } = operations[id] as (typeof operations)['deals.update'] & { query?: (typeof operations)['deals.list']['query'] };
    const input = { params: params?.parse(sent.params), query: query?.parse(sent.query ?? {}), body: body?.parse(sent.body ?? {}) };
    const handler = leads.routes[id as keyof typeof leads.routes] as Handler<Id> | undefined;
    assert.ok(handler, id);
    return output.parse(await handler(context, input as Parsed<Id>, { ifVersion: sent.version ?? null })) as Result<Id>;
  }

  async function workspace(): Promise<{ tenantId: string; manager: string }> {
    const tenantId = newId();
    const manager = newId();
    await admin.query('insert into workspace (id, slug, name) values ($1, $2, $2)', [tenantId, `w-${tenantId}`]);
    await admin.query(`insert into "user" (id, name, email) values ($1, 'Mara Lindqvist', $2)`, [manager, `${manager}@example.com`]);
    await admin.query(`insert into membership (tenant_id, id, user_id, audience, role) values ($1, $2, $3, 'workspace', 'owner')`, [
      tenantId,
      manager,
      manager,
    ]);
    return { tenantId, manager };
  }

  async function partner(
    of: { tenantId: string; manager: string },
    name: string,
    more: { capacity?: number; regions?: string[]; status?: string } = {},
  ): Promise<string> {
    const id = newId();
    await admin.query(
      `insert into partner (tenant_id, id, name, status, types, regions, tier, manager_id, capacity_total, created_at, updated_at)
       values ($1, $2, $3, $4, '{reseller}', $5, 'gold', $6, $7, now(), now())`,
      [of.tenantId, id, name, more.status ?? 'active', more.regions ?? [], of.manager, more.capacity ?? null],
    );
    return id;
  }

  const vendor = (of: { tenantId: string; manager: string }, now = NOON): Context => ({
    tenantId: of.tenantId,
    requestId: newId(),
    now,
    actor: {
      kind: 'person',
      id: of.manager,
      name: 'Mara Lindqvist',
      memberId: of.manager,
      audience: 'workspace',
      partnerId: null,
      role: 'owner',
      scopes: new Set(scopesOfRole.owner),
      onBehalfOf: null,
    },
  });
  const person = (of: { tenantId: string }, partnerId: string, name: string, now = NOON): Context => ({
    tenantId: of.tenantId,
    requestId: newId(),
    now,
    actor: {
      kind: 'person',
      id: name,
      name,
      memberId: null,
      audience: 'partner',
      partnerId,
      role: 'partner_seller',
      scopes: new Set(scopesOfRole.partner_seller),
      onBehalfOf: null,
    },
  });
  const tick = (now: Date): Promise<number> =>
    fireClocks({
      database: db,
      handlers: leads.clockHandlers,
      now: () => now,
      onError: (error) => {
        throw error;
      },
    });
  return { db, admin, leads, deals, call, workspace, partner, vendor, person, tick };
}
export type LeadsFixture = Awaited<ReturnType<typeof startLeads>>;
