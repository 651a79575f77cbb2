import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import schemas from '../constraints/catalog-change-details.json' with { type: 'json' };
import { isObject } from '../wire/index.ts';
import type { JsonObject } from '../wire/index.ts';
import { furtherDetails } from './further-details.ts';

/** Titles and defaults of the export say nothing; additional properties are not allowed at AWS. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const { title: _title, description: _description, default: _default, ...rest } = schema;
  const result: JsonObject = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, key === 'properties' || key === '$defs' ? closedEach(value) : closed(value)]),
  );
  return result['type'] === 'object' ? { ...result, additionalProperties: false } : result;
}
const closedEach = (value: unknown): JsonObject => Object.fromEntries(Object.entries(value as JsonObject).map(([key, one]) => [key, closed(one)]));
const withProperties = (schema: JsonObject, added: JsonObject): JsonObject => ({
  ...schema,
  properties: { ...(schema['properties'] as JsonObject), ...withoutMarks(added) },
});
const withoutMarks = (properties: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const { needed: _needed, ...rest } = schema as JsonObject;
      return [name, rest];
    }),
  );

/** The official shapes with what the reference documentation adds: unknown properties are refused. */
const ajv = new Ajv({ allErrors: true, strict: false, logger: false });
const validators = new Map<string, ValidateFunction>();
const { source: _source, ...official } = schemas;

for (const [entityType, changes] of Object.entries(official as Readonly<Record<string, JsonObject>>)) {
  for (const [changeType, schema] of Object.entries(changes)) {
    const added = furtherDetails[`${entityType} ${changeType}`];
    const merged = added === undefined ? schema : withProperties(schema as JsonObject, added);
    validators.set(`${entityType} ${changeType}`, ajv.compile(closed(merged) as JsonObject));
  }
}
for (const [key, properties] of Object.entries(furtherDetails)) {
  if (validators.has(key)) continue;
  const required = Object.keys(properties).filter((name) => (properties[name] as JsonObject)['needed'] === true);
  validators.set(key, ajv.compile({ type: 'object', properties: withoutMarks(properties), required, additionalProperties: false }));
}

export const knownChange = (entityType: string, changeType: string): boolean => validators.has(`${entityType} ${changeType}`);
export const knownEntityTypes: ReadonlySet<string> = new Set([...validators.keys()].map((key) => key.slice(0, key.indexOf(' '))));

export function schemaProblems(entityType: string, changeType: string, details: JsonObject): { field: string; message: string }[] {
  const validate = validators.get(`${entityType} ${changeType}`);
  if (validate === undefined) return [{ field: 'ChangeType', message: `${changeType} is no change of ${entityType}.` }];
  if (validate(details)) return [];
  return (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'anyOf')
    .map((error) => {
      const named = error.keyword === 'additionalProperties' ? ` (${String(error.params['additionalProperty'])})` : '';
      return { field: error.instancePath.replaceAll('/', '.').slice(1) || 'DetailsDocument', message: `${error.message ?? 'is not valid'}${named}` };
    });
}
