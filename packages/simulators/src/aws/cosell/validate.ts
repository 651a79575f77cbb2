import { checkShape } from '../constraints/index.ts';
import { isObject } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { fieldError, invalidRequest } from './refusals.ts';
import type { FieldError } from './refusals.ts';
import { requests } from './requests.ts';
import type { SellingOperation } from './requests.ts';
import type { Node, Structure } from './shapes.ts';

/**
 * The request as the model knows it: members it does not know are dropped, null counts as absent, timestamps are milliseconds.
 * @throws {AwsError} ValidationException with everything that is wrong at once.
 */
export function validated(operation: SellingOperation, body: JsonObject): JsonObject {
  const errors: FieldError[] = [];
  const result = readStructure(requests[operation], body, '', errors);
  if (errors.length > 0) throw invalidRequest(errors);
  return result;
}

function readStructure(wanted: Structure, value: JsonObject, path: string, errors: FieldError[]): JsonObject {
  const result: JsonObject = {};
  for (const [name, member] of Object.entries(wanted.members)) {
    const given = value[name];
    const at = path === '' ? name : `${path}.${name}`;
    if (given !== undefined && given !== null) result[name] = read(member, given, at, errors);
    else if (wanted.required.includes(name)) errors.push(fieldError(at, 'REQUIRED_FIELD_MISSING', `${at} is required.`));
  }
  return result;
}

function read(wanted: Node, value: unknown, path: string, errors: FieldError[]): unknown {
  switch (wanted.kind) {
    case 'shape':
      return readShape(wanted.name, value, path, errors);
    case 'text':
      if (typeof value !== 'string') errors.push(fieldError(path, 'INVALID_VALUE', `${path} must be a string.`));
      return value;
    case 'timestamp':
      return readTimestamp(value, path, errors);
    case 'list':
      return readList(wanted, value, path, errors);
    case 'structure':
      if (isObject(value)) return readStructure(wanted, value, path, errors);
      errors.push(fieldError(path, 'INVALID_VALUE', `${path} must be an object.`));
      return value;
    case 'union':
      return readUnion(wanted, value, path, errors);
  }
}

/** The service repeats the refused value in its message, and so do we: a client that writes messages into its log has to redact them. */
function readShape(name: string, value: unknown, path: string, errors: FieldError[]): unknown {
  const problem = checkShape('selling', name, value);
  if (problem !== undefined) errors.push(fieldError(path, problem.code, `The value ${shown(value)} at ${path} is not valid. ${problem.message}`));
  return value;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** RFC 3339 text is what this service speaks; a number of seconds is read too. Whatever is finer than a millisecond is dropped. */
function readTimestamp(value: unknown, path: string, errors: FieldError[]): unknown {
  const ms =
    typeof value === 'number' ? Math.floor(value * 1000) : typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) errors.push(fieldError(path, 'INVALID_STRING_FORMAT', `${path} must be a timestamp.`));
  return ms;
}

function readList(wanted: Extract<Node, { kind: 'list' }>, value: unknown, path: string, errors: FieldError[]): unknown {
  if (!Array.isArray(value)) {
    errors.push(fieldError(path, 'INVALID_VALUE', `${path} must be a list.`));
    return value;
  }
  const problem = wanted.shape === undefined ? undefined : checkShape('selling', wanted.shape, value);
  if (problem !== undefined) errors.push(fieldError(path, problem.code, problem.message));
  return value.map((item: unknown, index) => read(wanted.item, item, `${path}[${index}]`, errors));
}

function readUnion(wanted: Extract<Node, { kind: 'union' }>, value: unknown, path: string, errors: FieldError[]): unknown {
  const given = isObject(value) ? Object.entries(value).filter(([name, member]) => member !== null && wanted.members[name] !== undefined) : [];
  const [only] = given;
  if (only === undefined || given.length !== 1) {
    errors.push(fieldError(path, 'INVALID_VALUE', `${path} must hold exactly one of: ${Object.keys(wanted.members).join(', ')}.`));
    return value;
  }
  const [name, member] = only;
  const node = wanted.members[name];
  return node === undefined ? value : { [name]: read(node, member, `${path}.${name}`, errors) };
}
