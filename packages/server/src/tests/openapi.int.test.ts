import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operationEntries } from '@entente/contracts';
import { startedServer } from '@entente/testkit';
import { z } from 'zod';
import { quietLogger } from './api.fixture.ts';

/** The parts of OpenAPI 3.1 that the document uses, strict about everything else. */
const schema = z.record(z.string(), z.unknown());
const media = z.record(z.string(), z.strictObject({ schema }));
const parameter = z.strictObject({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean(),
  schema,
  description: z.string().optional(),
});
const operationObject = z.strictObject({
  operationId: z.string(),
  summary: z.string().min(1),
  tags: z.array(z.string()),
  'x-audience': z.string(),
  'x-scope': z.string().nullable(),
  'x-assistant': z.string(),
  parameters: z.array(parameter),
  requestBody: z.strictObject({ required: z.literal(true), content: media }).optional(),
  responses: z.record(z.string().regex(/^([1-5]\d\d|default)$/), z.strictObject({ description: z.string().min(1), content: media })),
});
const documentShape = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    description: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  servers: z.array(z.strictObject({ url: z.url() })),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(['get', 'post', 'put', 'patch', 'delete']), operationObject)),
  components: z.strictObject({ securitySchemes: z.record(z.string(), schema), schemas: z.record(z.string(), schema) }),
  security: z.array(z.record(z.string(), z.array(z.string()))),
});

const server = await startedServer({ logger: quietLogger });
const answer = await fetch(`${server.url}/openapi.json`);
const raw: unknown = await answer.json();

test('it is a document of OpenAPI 3.1', () => {
  assert.equal(answer.status, 200);
  const document = documentShape.parse(raw);
  for (const scheme of document.security.flatMap((each) => Object.keys(each))) assert.ok(scheme in document.components.securitySchemes, scheme);
  for (const [path, methods] of Object.entries(document.paths)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    for (const operation of Object.values(methods)) {
      const declared = operation?.parameters.filter((each) => each.in === 'path').map((each) => each.name);
      assert.deepEqual(declared?.toSorted(), named.toSorted(), `${path} ${operation?.operationId}`);
      const places = operation?.parameters.map((each) => `${each.in} ${each.name}`) ?? [];
      assert.equal(new Set(places).size, places.length, `${operation?.operationId} names a parameter twice`);
    }
  }
});

test('it lists every operation of the contracts, and no other', () => {
  const document = documentShape.parse(raw);
  const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => `${operation?.operationId} ${method.toUpperCase()} ${path}`),
  );
  const wanted = operationEntries().map(([id, { method, path }]) => `${id} ${method} /api/v1${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  assert.deepEqual(listed.toSorted(), wanted.toSorted());
});

test('every reference in it leads somewhere', () => {
  const follow = (pointer: string): unknown =>
    pointer
      .slice(2)
      .split('/')
      .reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? new Map<string, unknown>(Object.entries(at)).get(key) : undefined), raw);
  const references = [...JSON.stringify(raw).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
  assert.ok(references.length > 0);
  for (const reference of new Set(references)) {
    assert.match(reference, /^#\//);
    assert.ok(follow(reference) !== undefined, reference);
  }
});
