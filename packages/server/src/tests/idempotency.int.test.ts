import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildPerson, buildWorkspace, startedServer, type StartedServer } from '@entente/testkit';
import { quietLogger, type Headers } from './api.fixture.ts';

const server = await startedServer({ logger: quietLogger });
const { admin } = server.test;
const workspace = await buildWorkspace(server, 'Keys');
const owner = workspace.owner.headers;

type Reply = { status: number; body: { id?: string; code?: string; reason?: string; version?: number; secret?: string }; etag: string | null };
async function post(path: string, key: string, body: unknown, headers: Headers = owner, on: StartedServer = server): Promise<Reply> {
  const answer = await fetch(`${on.url}/api/v1${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Reply['body'], etag: answer.headers.get('etag') };
}
const account = (key: string, name: string, headers?: Headers, on?: StartedServer): Promise<Reply> => post('/accounts', key, { name }, headers, on);
const named = async (name: string): Promise<number> => (await admin.query('select 1 from account where name = $1', [name])).rows.length;

test('the same request again gives the first answer again, and does nothing', async () => {
  const first = await account('again', 'Again');
  const second = await account('again', 'Again');
  assert.equal(first.status, 201);
  assert.deepEqual(second, first);
  assert.equal(second.etag, '"1"');
  assert.equal(await named('Again'), 1);
});

test('the same key for another request is refused', async () => {
  await account('other', 'One');
  for (const refused of [await account('other', 'Two'), await post('/products', 'other', { name: 'One' })])
    assert.deepEqual([refused.status, refused.body.code], [409, 'idempotency_mismatch']);
  assert.equal(await named('Two'), 0);
});

test('copies that arrive together do the work once', async () => {
  const replies = await Promise.all(Array.from({ length: 12 }, () => account('together', 'Together')));
  const done = replies.filter(({ status }) => status === 201);
  assert.ok(done.length >= 1);
  assert.equal(new Set(done.map(({ body }) => body.id)).size, 1);
  for (const { status, body } of replies) assert.ok(status === 201 || (status === 409 && body.code === 'conflict'), JSON.stringify(body));
  assert.equal(await named('Together'), 1);
  assert.equal((await account('together', 'Together')).body.id, done[0]?.body.id);
});

test('a refusal is not kept: once its cause is gone, the same key does the work', async () => {
  const parentId = (await account('parent', 'Parent')).body.id;
  await admin.query('update account set id = gen_random_uuid() where id = $1', [parentId]);
  assert.equal((await post('/accounts', 'late', { name: 'Late', parentId })).status, 422);
  await admin.query("update account set id = $1 where name = 'Parent'", [parentId]);
  assert.equal((await post('/accounts', 'late', { name: 'Late', parentId })).status, 201);
});

test('a key belongs to who uses it', async () => {
  const colleague = await buildPerson(server, workspace, { name: 'Colleague', role: 'seller' });
  const stranger = await buildWorkspace(server, 'Other keys');
  const ids = [await account('mine', 'Mine'), await account('mine', 'Mine', colleague.headers), await account('mine', 'Mine', stranger.owner.headers)];
  assert.equal(new Set(ids.map(({ body }) => body.id)).size, 3);
});

test('the answer is still known after a restart', async () => {
  const before = await account('restart', 'Restart');
  const second = await startedServer({ logger: quietLogger, test: server.test });
  assert.deepEqual(await account('restart', 'Restart', owner, second), before);
  assert.equal(await named('Restart'), 1);
});

test('a secret is never kept for a second showing', async () => {
  const made = await post('/api-keys', 'secret', { name: 'Secret', role: 'seller' });
  assert.equal(made.status, 201);
  const { rows } = await admin.query('select 1 from idempotent_reply where body::text like $1', [`%${made.body.secret ?? 'none'}%`]);
  assert.deepEqual(rows, []);
});

test('after a process died at it, the caller is told the truth: it is not known, and nothing is done twice', async () => {
  await account('died', 'Died');
  const forget = "update idempotent_reply set status = 0, body = null, created_at = now() - $1::interval where key = 'died'";
  await admin.query(forget, ['10 seconds']);
  const working = await account('died', 'Died');
  assert.deepEqual([working.status, working.body.code, working.body.reason], [409, 'conflict', 'in_progress']);
  await admin.query(forget, ['10 minutes']);
  const unknown = await account('died', 'Died');
  assert.deepEqual([unknown.status, unknown.body.code, unknown.body.reason], [409, 'conflict', 'outcome_unknown']);
  assert.equal(await named('Died'), 1);
});

test('keys are forgotten after a day', async () => {
  const { forgetOldReplies } = await import('../platform/http/idempotency.ts');
  await account('old', 'Old');
  await admin.query("update idempotent_reply set created_at = now() - interval '25 hours' where key = 'old'");
  await forgetOldReplies(server.test.db, workspace.tenantId, new Date());
  assert.equal((await account('old', 'Old again')).status, 201);
});
