import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-partnercentral-selling';
import { requests } from './requests.ts';
import type { Node, Structure } from './shapes.ts';
import { operations } from './operations.ts';

/*
 * The witness is the client's own schema: [3, namespace, name, traits, member names, member types, how many of the first are required].
 * An idempotency token is not counted there, because the client fills it in.
 */
type StructureSchema = readonly [3, string, string, unknown, readonly string[], readonly unknown[], number?];
const isSchema = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const resolve = (type: unknown): unknown => {
  let found = type;
  while (typeof found === 'function' || (isSchema(found) && found.length === 2 && typeof found[0] === 'function'))
    found = typeof found === 'function' ? (found as () => unknown)() : (found as readonly unknown[])[0];
  return found;
};
const structureOf = (schema: unknown): StructureSchema | undefined =>
  isSchema(schema) && (schema[0] === 3 || schema[0] === 4) ? (schema as StructureSchema) : undefined;

let compared = 0;
function compare(node: Node, schema: unknown, path: string): void {
  const found = resolve(schema);
  if (node.kind === 'list') {
    const item = isSchema(found) && found[0] === 1 ? found[4] : undefined;
    if (item !== undefined) compare(node.item, item, `${path}[]`);
    return;
  }
  const structure = structureOf(found);
  if (structure === undefined || (node.kind !== 'structure' && node.kind !== 'union')) return;
  const [, , , , names, types, required = 0] = structure;
  if (Object.keys(node.members).length === 0) return;
  assert.deepEqual(Object.keys(node.members).toSorted(), names.toSorted(), path);
  if (node.kind === 'structure')
    assert.deepEqual(node.required.filter((name) => name !== 'ClientToken').toSorted(), names.slice(0, required).toSorted(), `${path} (required)`);
  compared += 1;
  names.forEach((name, index) => {
    const member = node.members[name];
    if (member !== undefined) compare(member, types[index], `${path}.${name}`);
  });
}

test('the request structures are those of the official client', () => {
  const exported = new Map<string, unknown>(Object.entries(sdk));
  for (const [operation, wanted] of Object.entries<Structure>(requests)) {
    const schema = exported.get(`${operation}Request$`);
    assert.ok(schema !== undefined, `the client has no ${operation}`);
    compare(wanted, schema, operation);
  }
  assert.ok(compared > 60, `only ${compared} structures were compared`);
});

test('every request structure has its operation', () => {
  assert.deepEqual(Object.keys(operations).toSorted(), Object.keys(requests).toSorted());
});
