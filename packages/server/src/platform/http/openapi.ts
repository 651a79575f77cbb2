import { operationEntries, shapes, type Operation } from '@entente/contracts';
import { z } from 'zod';

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): unknown => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' });
  return rest;
};

/** OpenAPI 3.1 straight from the contracts. */
export function openApiDocument(publicUrl: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [id, operation] of operationEntries()) {
    const path = `/api/v1${operation.path.replaceAll(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(id, operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Entente',
      version: '1',
      description:
        'Ecosystem orchestration on one Deal record. Errors are problem+json; lists are paged by cursor; writes take an Idempotency-Key; versioned records take If-Match.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' }, session: { type: 'apiKey', in: 'cookie', name: 'entente.session_token' } },
      schemas: { Problem: schemaOf(shapes.problem, 'output') },
    },
    security: [{ apiKey: [] }, { session: [] }],
  };
}

function describe(id: string, operation: Operation): unknown {
  const parameters = [
    ...parametersOf(operation.params, 'path'),
    ...parametersOf(operation.query, 'query'),
    ...(operation.versioned
      ? [{ name: 'If-Match', in: 'header', required: true, schema: { type: 'string' }, description: 'The version that was read, in quotes' }]
      : []),
    ...(operation.method === 'GET' ? [] : [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 } }]),
  ];
  return {
    operationId: id,
    summary: operation.summary,
    tags: [id.split('.')[0]],
    'x-audience': operation.audience,
    'x-scope': operation.scope,
    'x-assistant': operation.assistant,
    parameters,
    ...(operation.body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(operation.body, 'input') } } } } : {}),
    responses: {
      [String(operation.status ?? 200)]: { description: operation.summary, content: { 'application/json': { schema: schemaOf(operation.output, 'output') } } },
      default: { description: 'A refusal', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    },
  };
}

function parametersOf(schema: z.ZodType | undefined, where: 'path' | 'query'): unknown[] {
  if (!schema) return [];
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as { properties?: Record<string, unknown>; required?: string[] };
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || (json.required ?? []).includes(name),
    schema: property,
  }));
}
