import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { operations, type OperationId, type Parsed, type Result } from '@entente/contracts';
import { scopesOfRole, type Role } from '@entente/contracts/permissions';
import { newId, Problem } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { pino } from 'pino';
import type { Actor, Context } from '../platform/context.ts';
import type { Handler } from '../platform/http/handlers.ts';
import { createModules } from './modules.ts';

export const NOON = new Date('2026-03-10T12:00:00Z');
export type Workspace = { readonly tenantId: string; readonly owner: Context };
export type Sent = { params?: unknown; query?: unknown; body?: unknown; version?: number };

/** All modules as the product composes them, over a database of its own. */
export async function startChains() {
  const test = await testDatabase();
  const { db, admin, connection } = test;
  const home = mkdtempSync(join(tmpdir(), 'entente-chains-'));
  const modules = createModules({
    database: db,
    connection,
    home,
    secret: 'a secret of the tests, long enough to be one',
    smtpUrl: null,
    publicUrl: 'http://localhost:1',
    now: () => NOON,
    logger: pino({ level: 'silent' }),
  });
  after(async () => {
    await modules.close();
    rmSync(home, { recursive: true, force: true });
  });

  /** As the server does: what is sent is parsed, and what is answered fits the contract. */
  async function call<Id extends OperationId>(context: Context, id: Id, sent: Sent = {}): Promise<Result<Id>> {
    const { params, query, body, output } = operations[id] as (typeof operations)['deals.update'] & { query?: (typeof operations)['deals.list']['query'] };
    const input = { params: params?.parse(sent.params), query: query?.parse(sent.query ?? {}), body: body?.parse(sent.body ?? {}) };
    const handler = modules.handlers[id] as Handler<Id> | undefined;
    assert.ok(handler, id);
    return output.parse(await handler(context, input as Parsed<Id>, { ifVersion: sent.version ?? null })) as Result<Id>;
  }

  const contextOf = (tenantId: string, actor: Pick<Actor, 'name' | 'audience' | 'partnerId' | 'memberId'> & Partial<Actor>, role: Role): Context => ({
    tenantId,
    requestId: newId(),
    now: NOON,
    actor: { kind: 'person', id: actor.name, role, scopes: new Set(scopesOfRole[role]), onBehalfOf: null, ...actor },
  });

  async function workspace(): Promise<Workspace> {
    const tenantId = newId();
    const member = newId();
    await admin.query('insert into workspace (id, slug, name) values ($1, $2, $3)', [tenantId, `w-${tenantId}`, 'Vendor Inc']);
    await admin.query(`insert into "user" (id, name, email) values ($1, 'Mara Lindqvist', $2)`, [member, `${member}@example.com`]);
    await admin.query(`insert into membership (tenant_id, id, user_id, audience, role) values ($1, $2, $3, 'workspace', 'owner')`, [tenantId, member, member]);
    return { tenantId, owner: contextOf(tenantId, { name: 'Mara Lindqvist', audience: 'workspace', partnerId: null, memberId: member }, 'owner') };
  }

  async function partner(w: Workspace, name: string, types: readonly string[] = ['reseller'], status = 'active'): Promise<string> {
    const id = newId();
    await admin.query(
      'insert into partner (tenant_id, id, name, status, types, regions, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, now(), now())',
      [w.tenantId, id, name, status, types, ['EMEA']],
    );
    return id;
  }

  const person = (w: Workspace, partnerId: string, name: string, role: Role = 'partner_admin'): Context =>
    contextOf(w.tenantId, { name, audience: 'partner', partnerId, memberId: null }, role);
  const viewing = (w: Workspace, partnerId: string): Context =>
    contextOf(
      w.tenantId,
      {
        name: 'Mara as them',
        audience: 'partner',
        partnerId,
        memberId: null,
        scopes: new Set(['portal:read', 'portal:distribution'] as const),
        viewAs: { partnerId, partnerName: 'them', by: 'Mara Lindqvist', memberId: newId() },
      },
      'partner_admin',
    );

  async function product(w: Workspace, name: string, externalId: string | null = null): Promise<string> {
    const id = newId();
    await admin.query('insert into product (tenant_id, id, name, external_id, created_at, updated_at) values ($1, $2, $3, $4, now(), now())', [
      w.tenantId,
      id,
      name,
      externalId,
    ]);
    return id;
  }

  /** A deal of a company with lines, and a resale route through the partners, which take part in it. */
  async function deal(
    w: Workspace,
    input: { name?: string; company?: string; domain?: string; chain: readonly string[]; lines?: readonly { productId: string; quantity: number }[] },
  ): Promise<{ id: string; number: number; routeId: string }> {
    const account = await call(w.owner, 'accounts.create', { body: { name: input.company ?? 'Acme', ...(input.domain ? { domains: [input.domain] } : {}) } });
    const made = await call(w.owner, 'deals.create', {
      body: {
        name: input.name ?? 'Acme rollout',
        accountId: account.id,
        stage: 'prospect',
        currency: 'EUR',
        lines: (input.lines ?? []).map((line) => ({ ...line, description: 'Line', unitPriceMinor: 100 })),
      },
    });
    if (input.chain.length > 0) await call(w.owner, 'deals.addRoute', { params: { id: made.id }, body: { kind: 'resale', chain: input.chain } });
    for (const partnerId of input.chain) await call(w.owner, 'deals.addParticipant', { params: { id: made.id }, body: { partnerId, role: 'resell' } });
    const { rows } = await admin.query<{ id: string }>('select id from deal_route where deal_id = $1', [made.id]);
    return { id: made.id, number: made.number, routeId: rows[0]?.id ?? '' };
  }
  return { db, admin, modules, call, workspace, partner, person, viewing, product, deal };
}

export const refusedWith =
  (code: string, sentence = /./) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof Problem, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, sentence);
    return true;
  };
