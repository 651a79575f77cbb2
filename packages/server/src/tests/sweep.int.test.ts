import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { operationEntries, type Operation, type OperationId } from '@entente/contracts';
import { partnerRoles, roleAllows, scopes, staffRoles, type PartnerRole, type Scope, type StaffRole } from '@entente/contracts/permissions';
import { buildPerson, startedServer } from '@entente/testkit';
import { bearer, quietLogger, send, type Answer, type Headers, type LooseInput } from './api.fixture.ts';
import { buildRecords, jobsAtRest, makeOneOfEach, type Records } from './records.fixture.ts';
import { idsIn, snapshotOf, tablesThatHold, tenantTables } from './snapshot.fixture.ts';
import { inputs } from './sweep-inputs.fixture.ts';

/** Reads that name nothing of a workspace, so that its marker cannot be expected in them. */
const withoutNames = new Set<OperationId>(['deals.summary', 'overview.get', 'plays.templates']);

/** Found and permitted, but not possible in the state the record is in when the call comes. */
const refusedByState: Partial<Record<OperationId, number>> = { 'imports.cancel': 409 };

const server = await startedServer({ logger: quietLogger });
const tables = await tenantTables(server.test);

const ours = await buildRecords(server, 'Ours', 'quokka');
const theirs = await buildRecords(server, 'Theirs', 'wombat');
await makeOneOfEach(ours);
await makeOneOfEach(theirs);

const keyOf = async (records: Records, held: readonly Scope[]): Promise<Headers> =>
  bearer((await records.api('apiKeys.create', { body: { name: 'Sweep', role: 'owner', scopes: [...held] } })).secret);
const build = (id: OperationId, of: Records): Promise<LooseInput> => Promise.resolve(inputs[id](of));
const call = (headers: Headers, id: OperationId, input: LooseInput): Promise<Answer> => send(server, headers, id, input);

const staff = new Map<StaffRole, Headers>();
const partnerPeople = new Map<PartnerRole, Headers>();
const keysWithout = new Map<Scope, Headers>();
for (const role of staffRoles) staff.set(role, (await buildPerson(server, ours.workspace, { name: `quokka ${role}`, role })).headers);
const { id: partnerId } = await ours.partner();
for (const role of partnerRoles) partnerPeople.set(role, (await buildPerson(server, ours.workspace, { name: `quokka ${role}`, role, partnerId })).headers);
for (const scope of scopes)
  keysWithout.set(
    scope,
    await keyOf(
      ours,
      scopes.filter((each) => each !== scope),
    ),
  );

const theirKey = await keyOf(theirs, scopes);
const strangers: readonly { name: string; headers: Headers }[] = [
  { name: 'a person of another workspace', headers: theirs.workspace.owner.headers },
  { name: 'a person of another workspace who names ours', headers: { ...theirs.workspace.owner.headers, 'entente-workspace': ours.workspace.slug } },
  { name: 'a key of another workspace', headers: theirKey },
  { name: 'a key of another workspace that names ours', headers: { ...theirKey, 'entente-workspace': ours.workspace.tenantId } },
];

/** Nothing found: a refusal, null, or a page without rows. */
function isNothing({ status, text }: Answer): boolean {
  if (status === 404) return true;
  if (status !== 200) return false;
  const body: unknown = JSON.parse(text);
  return body === null || (typeof body === 'object' && 'items' in body && Array.isArray(body.items) && body.items.length === 0);
}

function assertTellsNothing(answer: Answer, who: string): void {
  assert.ok(answer.status < 500, `${who} got ${answer.status}: ${answer.text}`);
  assert.ok(!answer.text.toLowerCase().includes(ours.marker), `${who} was told of our data: ${answer.text}`);
}

function assertRefused(answer: Answer, who: string, statuses: readonly number[]): void {
  assertTellsNothing(answer, who);
  assert.ok(statuses.includes(answer.status), `${who} got ${answer.status}: ${answer.text}`);
  assert.equal(answer.headers.get('content-type')?.split(';')[0], 'application/problem+json', who);
}

/** Their body with one of our ids in its place, once for each place: so that a refusal of one does not hide that another passes. */
function withOneOfOurs(theirBody: unknown, ourBody: unknown, path = 'body'): { path: string; value: unknown }[] {
  if (typeof ourBody === 'string') return idsIn(ourBody).length > 0 ? [{ path, value: ourBody }] : [];
  if (typeof ourBody !== 'object' || ourBody === null || typeof theirBody !== 'object' || theirBody === null) return [];
  const theirParts = new Map<string, unknown>(Object.entries(theirBody));
  return Object.entries(ourBody).flatMap(([key, part]: [string, unknown]) =>
    withOneOfOurs(theirParts.get(key), part, `${path}.${key}`).map((found) => ({
      path: found.path,
      value: Array.isArray(theirBody)
        ? theirBody.map((each: unknown, index) => (String(index) === key ? found.value : each))
        : { ...theirBody, [key]: found.value },
    })),
  );
}

/** What another workspace can make of our ids: addressed as they are, and named within its own records. */
async function tryAsStranger(id: OperationId, operation: Operation, ourInput: LooseInput): Promise<void> {
  for (const { name, headers } of strangers) {
    const answer = await call(headers, id, ourInput);
    assertTellsNothing(answer, name);
    if (operation.params) assert.ok(isNothing(answer), `${name} got ${answer.status}: ${answer.text}`);
  }
  const { headers } = theirs.workspace.owner;
  const theirInput = await build(id, theirs);
  for (const { path, value } of withOneOfOurs(theirInput.body, ourInput.body)) {
    const answer = await call(headers, id, { ...theirInput, body: value });
    assertTellsNothing(answer, `our id as their ${path}`);
    const refusedInPart = id === 'deals.bulk' && answer.status === 200;
    assert.ok(refusedInPart || (answer.status >= 400 && answer.status < 500), `our id as their ${path}: ${answer.status} ${answer.text}`);
  }
  if (ourInput.params?.['childId'] !== undefined) {
    const answer = await call(headers, id, { ...ourInput, params: { ...theirInput.params, childId: ourInput.params['childId'] } });
    assertRefused(answer, 'our child named under their record', [404]);
  }
}

async function tryWithoutRight(id: OperationId, operation: Operation, input: LooseInput): Promise<void> {
  assertRefused(await call({}, id, input), 'nobody', [401]);
  assertRefused(await call(bearer('ent_nothing_at_all'), id, input), 'an unknown key', [401]);
  const { scope } = operation;
  if (scope === null) return;
  if (operation.audience === 'workspace') for (const [role, headers] of partnerPeople) assertRefused(await call(headers, id, input), role, [403, 404]);
  for (const [role, headers] of staff) if (!roleAllows(role, scope)) assertRefused(await call(headers, id, input), role, [403]);
  const key = keysWithout.get(scope);
  assert.ok(key);
  assertRefused(await call(key, id, input), 'a key without the scope', [403]);
}

describe('every operation keeps to the workspace and to the rights of who calls it', () => {
  for (const [id, operation] of operationEntries())
    test(id, async () => {
      const input = await build(id, ours);
      const ourRows = await snapshotOf(server.test, tables, ours.workspace.tenantId);
      await tryWithoutRight(id, operation, input);
      await tryAsStranger(id, operation, input);
      assert.deepEqual(await snapshotOf(server.test, tables, ours.workspace.tenantId), ourRows, 'something of ours was changed');
      assert.deepEqual(await tablesThatHold(server.test, tables, theirs.workspace.tenantId, idsIn(input)), [], 'their rows name our records');

      // That the refusals mean something: with the right to it, the very same call succeeds and tells.
      const allowed = await call(ours.workspace.owner.headers, id, input);
      assert.equal(allowed.status, refusedByState[id] ?? operation.status ?? 200, allowed.text);
      if (operation.method === 'GET' && !withoutNames.has(id)) assert.ok(allowed.text.toLowerCase().includes(ours.marker), allowed.text);
      await jobsAtRest(server);
    });
});
