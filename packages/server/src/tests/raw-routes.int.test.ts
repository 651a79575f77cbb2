import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { roleAllows, scopes, type Scope } from '@entente/contracts/permissions';
import { buildPerson, startedServer } from '@entente/testkit';
import { bearer, quietLogger, type Headers } from './api.fixture.ts';
import { buildRecords, makeOneOfEach } from './records.fixture.ts';
import { snapshotOf, tenantTables } from './snapshot.fixture.ts';

/** Addresses that carry bytes or a stream, and so are no operations: each must say no as the operations do. */
const server = await startedServer({ logger: quietLogger, outboundPrivate: true });
const tables = await tenantTables(server.test);
const ours = await buildRecords(server, 'Ours', 'quokka');
const theirs = await buildRecords(server, 'Theirs', 'wombat');
await makeOneOfEach(ours, server);
const partnerSeller = await buildPerson(server, ours.workspace, { name: 'Partner seller', role: 'partner_seller', partnerId: (await ours.partner()).id });
const keyWithout = async (scope: Scope): Promise<Headers> =>
  bearer(
    (await ours.api('apiKeys.create', { body: { name: 'Key', role: 'owner', scopes: scopes.filter((each) => each !== scope && roleAllows('owner', each)) } }))
      .secret,
  );

const file = await ours.file();
const imported = await ours.importDone();
const form = (): FormData => {
  const made = new FormData();
  made.set('file', new Blob(['Account name\nNew\n']), 'new.csv');
  return made;
};
const routes: readonly { name: string; path: string; scope: Scope | null; foreign: 'not_found' | 'own'; init: () => RequestInit }[] = [
  { name: 'add a file', path: `/deals/${file.id}/files`, scope: 'deals:write', foreign: 'not_found', init: () => ({ method: 'POST', body: form() }) },
  { name: 'read a file', path: `/deals/${file.id}/files/${file.childId}`, scope: 'deals:read', foreign: 'not_found', init: () => ({}) },
  { name: 'upload an import', path: '/imports', scope: 'imports:write', foreign: 'own', init: () => ({ method: 'POST', body: form() }) },
  { name: 'read the error file', path: `/imports/${imported}/errors.csv`, scope: 'imports:read', foreign: 'not_found', init: () => ({}) },
];

async function ask(headers: Headers, path: string, init: RequestInit): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${server.url}/api/v1${path}`, { ...init, headers });
  return { status: answer.status, text: await answer.text() };
}

describe('addresses beside the operations', () => {
  for (const { name, path, scope, foreign, init } of routes)
    test(name, async () => {
      const before = await snapshotOf(server.test, tables, ours.workspace.tenantId);
      assert.equal((await ask({}, path, init())).status, 401);
      assert.equal((await ask(partnerSeller.headers, path, init())).status, 404);
      const stranger = await ask(theirs.workspace.owner.headers, path, init());
      assert.equal(stranger.status, foreign === 'own' ? 201 : 404, stranger.text);
      assert.ok(!stranger.text.includes(ours.marker), stranger.text);
      assert.deepEqual(await snapshotOf(server.test, tables, ours.workspace.tenantId), before);
      if (scope) assert.equal((await ask(await keyWithout(scope), path, init())).status, 403);
      const allowed = await ask(ours.workspace.owner.headers, path, init());
      assert.ok(allowed.status === 200 || allowed.status === 201, allowed.text);
    });

  test('a write by cookie from another site is refused', async () => {
    for (const { path, init } of routes.filter((route) => route.init().method === 'POST')) {
      const { cookie = '' } = ours.workspace.owner.headers;
      assert.equal((await ask({ cookie, 'sec-fetch-site': 'cross-site' }, path, init())).status, 403, path);
    }
  });

  test('a file is given back byte by byte, and only as a download', async () => {
    const answer = await fetch(`${server.url}/api/v1/deals/${file.id}/files/${file.childId}`, { headers: ours.workspace.owner.headers });
    assert.equal(await answer.text(), ours.marker);
    assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
    assert.match(answer.headers.get('content-disposition') ?? '', /^attachment/);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  });
});
