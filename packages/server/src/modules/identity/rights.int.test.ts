import { scopes, scopesOfRole } from '@entente/contracts/permissions';
import { newId, Problem } from '@entente/kernel';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { bulkInsertPeople, findPeopleByName } from './index.ts';
import { handlerOf, PASSWORD, startIdentity } from './identity.fixture.ts';
import type { Context } from '../../platform/context.ts';

const refused =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof Problem && (error.code === code || error.reason === code);
const none = { params: undefined, query: undefined, body: undefined };
const extra = { ifVersion: null };

const it = await startIdentity();

describe('people and rights', () => {
  let tenantId: string;
  let otherTenant: string;
  let owner: Context;
  let ownerId: string;
  before(async () => {
    tenantId = await it.workspace('northwind', 'Northwind');
    otherTenant = await it.workspace('globex', 'Globex');
    ownerId = (await it.member(tenantId, 'owner@northwind.example', 'owner', { password: PASSWORD, name: 'Olga Owner' })).memberId;
    owner = it.context(tenantId, ownerId, 'owner', scopes);
  });
  after(() => it.close());

  test('the last owner can be neither removed nor demoted, also not by two at once', async () => {
    const update = handlerOf(it.identity, 'people.update');
    const remove = handlerOf(it.identity, 'people.remove');
    await assert.rejects(remove(owner, { ...none, params: { id: ownerId } }, extra), refused('last_owner'));
    await assert.rejects(update(owner, { ...none, params: { id: ownerId }, body: { role: 'admin' } }, extra), refused('last_owner'));
    const second = await it.member(tenantId, 'second@northwind.example', 'owner');
    const secondContext = it.context(tenantId, second.memberId, 'owner', scopes);
    const both = await Promise.allSettled([
      remove(owner, { ...none, params: { id: second.memberId } }, extra),
      remove(secondContext, { ...none, params: { id: ownerId } }, extra),
    ]);
    assert.deepEqual(both.map((each) => each.status).sort(), ['fulfilled', 'rejected']);
    const { rows } = await it.admin.query('select 1 from membership where tenant_id = $1 and role = $2 and status = $3', [tenantId, 'owner', 'active']);
    assert.equal(rows.length, 1);
    await it.admin.query("update membership set status = 'active', ended_at = null where id = $1", [ownerId]);
    await it.admin.query("update membership set status = 'ended' where id = $1", [second.memberId]);
  });

  test('nobody gives more rights than they have', async () => {
    const admin = await it.member(tenantId, 'admin@northwind.example', 'admin');
    const adminContext = it.context(tenantId, admin.memberId, 'admin', scopesOfRole.admin);
    const invite = handlerOf(it.identity, 'people.invite');
    const update = handlerOf(it.identity, 'people.update');
    await assert.rejects(invite(adminContext, { ...none, body: { email: 'x@northwind.example', name: 'X', role: 'owner' } }, extra), refused('role_above_own'));
    await assert.rejects(update(adminContext, { ...none, params: { id: admin.memberId }, body: { role: 'owner' } }, extra), refused('role_above_own'));
    await assert.rejects(update(adminContext, { ...none, params: { id: ownerId }, body: { role: 'seller' } }, extra), refused('role_above_own'));
    const seller = it.context(tenantId, ownerId, 'seller', scopesOfRole.seller);
    await assert.rejects(invite(seller, { ...none, body: { email: 'x@northwind.example', name: 'X', role: 'seller' } }, extra), refused('not_allowed'));
    const stranger = it.context(otherTenant, ownerId, 'owner', scopes);
    await assert.rejects(update(stranger, { ...none, params: { id: admin.memberId }, body: { role: 'seller' } }, extra), refused('not_found'));
  });

  test('an invitation makes a member, and its link signs in; the link is shown only to who could give the role', async () => {
    const partnerId = newId();
    await it.db.inTenant(tenantId, (tx) =>
      tx
        .insertInto('partner')
        .values({
          tenant_id: tenantId,
          id: partnerId,
          name: 'Contoso',
          status: 'active',
          types: ['si'],
          created_at: new Date().toISOString(),
          updated_at: new Date().toISOString(),
        })
        .execute(),
    );
    const invite = handlerOf(it.identity, 'people.invite');
    await assert.rejects(invite(owner, { ...none, body: { email: 'p@contoso.example', name: 'P', role: 'partner_admin' } }, extra), refused('invalid_input'));
    await assert.rejects(
      invite(owner, { ...none, body: { email: 'p@contoso.example', name: 'P', role: 'partner_admin', partnerId: newId() } }, extra),
      refused('not_found'),
    );
    const member = await invite(owner, { ...none, body: { email: 'p@contoso.example', name: 'Pia', role: 'partner_admin', partnerId } }, extra);
    assert.deepEqual([member.audience, member.partnerId, member.partnerName, member.status], ['partner', partnerId, 'Contoso', 'active']);
    await assert.rejects(
      invite(owner, { ...none, body: { email: 'p@contoso.example', name: 'Pia', role: 'partner_admin', partnerId } }, extra),
      refused('already_member'),
    );
    const mailbox = handlerOf(it.identity, 'mailbox.list');
    const shown = await mailbox(owner, { ...none, query: { limit: 10 } }, extra);
    assert.match(shown.items[0]?.text ?? '', /magic-link\/verify\?token=/);
    const hidden = await mailbox(it.context(tenantId, newId(), 'auditor', scopesOfRole.auditor), { ...none, query: { limit: 10 } }, extra);
    assert.ok(!hidden.items[0]?.text.includes('token='));
    const browser = it.browser();
    const opened = await browser.get(await it.linkTo('p@contoso.example'));
    assert.equal(opened.status, 302);
    assert.deepEqual([(await browser.get('/whoami')).body['audience'], (await browser.get('/whoami')).body['partnerId']], ['partner', partnerId]);
    await handlerOf(it.identity, 'people.remove')(owner, { ...none, params: { id: member.id } }, extra);
    assert.equal((await browser.get('/whoami')).status, 401, 'ending a membership is seen at once');
  });

  test('an API key has the rights of its role and scopes until it expires or is revoked', async () => {
    const create = handlerOf(it.identity, 'apiKeys.create');
    await assert.rejects(create(owner, { ...none, body: { name: 'K', role: 'seller', scopes: ['people:write'] } }, extra), refused('invalid_input'));
    await assert.rejects(
      create(it.context(tenantId, ownerId, 'admin', ['api_keys:write']), { ...none, body: { name: 'K', role: 'seller' } }, extra),
      refused('role_above_own'),
    );
    const made = await create(
      owner,
      { ...none, body: { name: 'Sync', role: 'seller', scopes: ['deals:read'], expiresAt: new Date(Date.now() + 3_600_000).toISOString() } },
      extra,
    );
    const browser = it.browser();
    const bearer = { authorization: `Bearer ${made.secret}` };
    const me = await browser.get('/whoami', bearer);
    assert.deepEqual([me.status, me.body['kind'], me.body['scopes'], me.body['tenantId']], [200, 'api_key', ['deals:read'], tenantId]);
    assert.equal((await browser.get('/whoami', { authorization: `Bearer ${made.secret.slice(0, -2)}xx` })).status, 401);
    assert.equal((await browser.get('/whoami', { authorization: 'Basic abc' })).status, 401);
    const listed = await handlerOf(it.identity, 'apiKeys.list')(owner, none, extra);
    const listedKey = listed.items.find((key) => key.id === made.id);
    assert.ok(listedKey?.lastUsedAt);
    assert.ok(!JSON.stringify(listed).includes(made.secret));
    assert.equal((await it.admin.query('select 1 from audit_entry where after::text like $1', [`%${made.secret}%`])).rowCount, 0);
    it.setClock(new Date(Date.now() + 3_700_000));
    assert.equal((await browser.get('/whoami', bearer)).status, 401, 'expired');
    it.setClock(null);
    const other = await create(owner, { ...none, body: { name: 'Second', role: 'seller' } }, extra);
    assert.equal((await browser.get('/whoami', { authorization: `Bearer ${other.secret}` })).status, 200);
    await handlerOf(it.identity, 'apiKeys.revoke')(owner, { ...none, params: { id: other.id } }, extra);
    assert.equal((await browser.get('/whoami', { authorization: `Bearer ${other.secret}` })).status, 401, 'revoked at once');
  });

  test('the session says who, where and what is allowed', async () => {
    const session = await handlerOf(it.identity, 'session.get')(owner, none, extra);
    assert.deepEqual(
      [session.person.id, session.person.name, session.workspace.slug, session.role, session.partner],
      [ownerId, 'Olga Owner', 'northwind', 'owner', null],
    );
    assert.deepEqual(
      session.workspaces.map((each) => each.slug),
      ['northwind'],
    );
  });

  test('people are listed page by page, changes are on record, views are one’s own or shared', async () => {
    const list = handlerOf(it.identity, 'people.list');
    const first = await list(owner, { ...none, query: { limit: 1 } }, extra);
    assert.ok(first.nextCursor);
    const second = await list(owner, { ...none, query: { limit: 1, cursor: first.nextCursor } }, extra);
    assert.notEqual(first.items[0]?.id, second.items[0]?.id);
    assert.equal((await list(owner, { ...none, query: { limit: 10, q: 'olga' } }, extra)).items.length, 1);
    assert.equal((await list(owner, { ...none, query: { limit: 10, q: '%' } }, extra)).items.length, 0);
    const audit = await handlerOf(it.identity, 'audit.list')(owner, { ...none, query: { recordType: 'member', limit: 50 } }, extra);
    assert.ok(audit.items.some((entry) => entry.operation === 'people.invite'));
    const save = handlerOf(it.identity, 'views.save');
    const mine = await save(owner, { ...none, body: { list: 'deals', name: 'Mine', definition: { stage: 'won' }, shared: false } }, extra);
    const shared = await save(owner, { ...none, body: { list: 'deals', name: 'All', definition: {}, shared: true } }, extra);
    const seller = it.context(tenantId, newId(), 'seller', scopesOfRole.seller);
    const views = handlerOf(it.identity, 'views.list');
    assert.deepEqual(
      (await views(seller, { ...none, query: { list: 'deals' } }, extra)).items.map((view) => [view.name, view.mine]),
      [['All', false]],
    );
    assert.equal((await views(owner, { ...none, query: { list: 'deals' } }, extra)).items.length, 2);
    const remove = handlerOf(it.identity, 'views.remove');
    await assert.rejects(remove(seller, { ...none, params: { id: mine.id } }, extra), refused('not_found'));
    await assert.rejects(remove(seller, { ...none, params: { id: shared.id } }, extra), refused('not_allowed'));
    await remove(owner, { ...none, params: { id: mine.id } }, extra);
  });

  test('imported people are sellers, made once, found by name, and never shared between workspaces', async () => {
    const rows = [
      { name: 'Darcel Schlecht', region: 'NA' },
      { name: 'Anna Snelling', email: 'Anna@northwind.example', managerId: ownerId },
      { name: 'Darcel Schlecht' },
    ];
    const made = await it.db.inTenant(tenantId, (tx) => bulkInsertPeople(tx, owner, rows));
    assert.deepEqual(
      made.map((each) => each.created),
      [true, true, true],
    );
    assert.equal(new Set(made.map((each) => each.id)).size, 3);
    const again = await it.db.inTenant(tenantId, (tx) => bulkInsertPeople(tx, owner, rows));
    assert.deepEqual(
      again,
      made.map((each) => ({ ...each, created: false })),
    );
    const found = await it.db.inTenant(tenantId, (tx) => findPeopleByName(tx, tenantId, ['anna snelling ', 'Nobody', 'Darcel Schlecht']));
    assert.deepEqual([found.get('anna snelling '), found.get('Nobody'), found.get('Darcel Schlecht')?.length], [[made[1]?.id], [], 2]);
    const elsewhere = await it.db.inTenant(otherTenant, (tx) => bulkInsertPeople(tx, { ...owner, tenantId: otherTenant }, [{ name: 'Darcel Schlecht' }]));
    const users = await it.admin.query('select distinct user_id from membership where id = any($1)', [[made[0]?.id, elsewhere[0]?.id]]);
    assert.equal(users.rowCount, 2);
  });
});
