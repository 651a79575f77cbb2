import agreement from './agreement.json' with { type: 'json' };
import catalog from './catalog.json' with { type: 'json' };
import metering from './metering.json' with { type: 'json' };
import selling from './selling.json' with { type: 'json' };

export type ConstrainedService = 'selling' | 'agreement' | 'catalog' | 'metering';
/** The codes are those of Partner Central's ErrorList; other services word the message only. */
export type ShapeProblem = {
  readonly code: 'INVALID_ENUM_VALUE' | 'INVALID_STRING_FORMAT' | 'INVALID_VALUE' | 'NOT_ENOUGH_VALUES' | 'TOO_MANY_VALUES' | 'VALUE_OUT_OF_RANGE';
  readonly message: string;
};
type Constraint = { readonly kind: string; readonly pattern?: string; readonly min?: number; readonly max?: number };
type Constraints = { readonly shapes: ReadonlyMap<string, Constraint>; readonly enums: ReadonlyMap<string, readonly string[]> };

const constraints: Readonly<Record<ConstrainedService, Constraints>> = {
  selling: read(selling),
  agreement: read(agreement),
  catalog: read(catalog),
  metering: read(metering),
};
const compiled = new Map<string, RegExp>();

/** Lists the documentation names, where the model says only "string": use cases, programmes. */
export const documentedValues: Readonly<Record<keyof typeof selling.documented, readonly string[]>> = selling.documented;

export function enumValues(service: ConstrainedService, name: string): readonly string[] {
  const values = constraints[service].enums.get(name);
  if (values === undefined) throw new TypeError(`${service} has no enumeration named ${name}.`);
  return values;
}

/**
 * What the official model has against a value, if anything.
 * @throws {TypeError} when the model has no shape of this name: a mistake of the caller, not of the value.
 */
export function checkShape(service: ConstrainedService, typeName: string, value: unknown): ShapeProblem | undefined {
  const values = constraints[service].enums.get(typeName);
  if (values !== undefined) {
    if (typeof value === 'string' && values.includes(value)) return undefined;
    return {
      code: 'INVALID_ENUM_VALUE',
      message: `The value must be one of: ${values.length > 30 ? `the ${values.length} values of ${typeName}` : values.join(', ')}.`,
    };
  }
  const shape = constraints[service].shapes.get(typeName);
  if (shape === undefined) throw new TypeError(`${service} has no shape named ${typeName}.`);
  switch (shape.kind) {
    case 'string':
      return checkString(service, typeName, shape, value);
    case 'list':
      return Array.isArray(value) ? checkCount(shape, value.length) : wrongType('a list');
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? checkCount(shape, Object.keys(value).length) : wrongType('an object');
    default:
      return checkNumber(shape, value);
  }
}

function checkString(service: ConstrainedService, typeName: string, shape: Constraint, value: unknown): ShapeProblem | undefined {
  if (typeof value !== 'string') return wrongType('a string');
  if (shape.min !== undefined && value.length < shape.min) return format(`The text must have at least ${shape.min} characters.`);
  if (shape.max !== undefined && value.length > shape.max) return format(`The text must have at most ${shape.max} characters.`);
  if (shape.pattern === undefined || anchored(service, typeName, shape.pattern).test(value)) return undefined;
  return format(`The text must match the pattern ${shape.pattern}.`);
}

function checkNumber(shape: Constraint, value: unknown): ShapeProblem | undefined {
  if (typeof value !== 'number' || (shape.kind !== 'double' && shape.kind !== 'float' && !Number.isInteger(value))) return wrongType('a number');
  if ((shape.min !== undefined && value < shape.min) || (shape.max !== undefined && value > shape.max)) {
    return { code: 'VALUE_OUT_OF_RANGE', message: `The value must be from ${shape.min ?? 'any'} to ${shape.max ?? 'any'}.` };
  }
  return undefined;
}

function checkCount(shape: Constraint, count: number): ShapeProblem | undefined {
  if (shape.min !== undefined && count < shape.min) return { code: 'NOT_ENOUGH_VALUES', message: `At least ${shape.min} values are needed.` };
  if (shape.max !== undefined && count > shape.max) return { code: 'TOO_MANY_VALUES', message: `At most ${shape.max} values are accepted.` };
  return undefined;
}

/** The models' patterns are unanchored in the JSON form; the service matches the whole text. */
function anchored(service: ConstrainedService, typeName: string, pattern: string): RegExp {
  const key = `${service}.${typeName}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const expression = new RegExp(`^(?:${pattern})$`, pattern.includes('\\p{') ? 'u' : '');
  compiled.set(key, expression);
  return expression;
}

const wrongType = (wanted: string): ShapeProblem => ({ code: 'INVALID_VALUE', message: `The value must be ${wanted}.` });
const format = (message: string): ShapeProblem => ({ code: 'INVALID_STRING_FORMAT', message });

function read(file: { readonly shapes: object; readonly enums: object }): Constraints {
  return {
    shapes: new Map(Object.entries(file.shapes as Readonly<Record<string, Constraint>>)),
    enums: new Map(Object.entries(file.enums as Readonly<Record<string, readonly string[]>>)),
  };
}
