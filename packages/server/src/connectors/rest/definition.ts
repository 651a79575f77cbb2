import { z } from 'zod';
import { recordKinds } from '../../modules/sync/index.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import type { Json } from '../crm/call.ts';

const json: z.ZodType<Json> = z.json();
const pointer = z.string().regex(/^(?:\/[^/]*)*$/, 'a JSON pointer, like /data/id');
const operation = z.object({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH']).default('GET'),
  path: z.string().default('/'),
  headers: z.record(z.string(), z.string()).default({}),
  body: json.optional(),
  /** Where the records are; empty for the answer itself. One record counts as a list of one. */
  items: pointer.default(''),
  /** Of a creation: where its id is. */
  id: pointer.optional(),
  /** Of paging by `next`: where the next cursor is. */
  next: pointer.optional(),
});
const field = z.object({
  key: z.string().min(1),
  label: z.string().optional(),
  type: z.enum(['text', 'long_text', 'number', 'money', 'date', 'instant', 'yes_no', 'choice', 'choices', 'reference']).default('text'),
  /** Where it is in a record; the key when it is not said. */
  pointer: pointer.optional(),
  /** Year, month and day, and perhaps hour, minute and second, under the pointer, each for itself. */
  inParts: z.boolean().default(false),
  /** What is sent: `${value}`, and `${text}`, `${year}`, `${month}`, `${day}`. */
  send: json.optional(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })).default([]),
  required: z.boolean().default(false),
  writable: z.boolean().default(true),
  createOnly: z.boolean().default(false),
  refersTo: z.enum(recordKinds).optional(),
  /** What a new connection maps it to. */
  ours: z
    .object({
      field: z.string(),
      authority: z.enum(['theirs', 'ours', 'newest', 'propose', 'none']),
      valueMap: z.array(z.object({ ours: z.string(), theirs: z.string() })).optional(),
    })
    .optional(),
});
const outsideObject = z.object({
  kind: z.enum(recordKinds),
  object: z.string().min(1),
  label: z.string(),
  id: pointer.default('/id'),
  /** Whether ids are sent as numbers. */
  numericIds: z.boolean().default(false),
  /** The first of these that is there; in parts where the system writes them so. */
  modified: z.array(pointer).min(1),
  modifiedInParts: z.boolean().default(false),
  /** What a write is conditional on; the time of change and the values where there is none. */
  version: pointer.optional(),
  gone: z.object({ pointer, equals: json }).optional(),
  url: z.string().optional(),
  fields: z.array(field).min(1),
  paging: z.enum(['after_id', 'offset', 'page', 'next']).default('after_id'),
  read: operation,
  changes: operation,
  walk: operation,
  /** The name under which a new record keeps our key, and how it is found by it: what makes creating repeatable. */
  keyName: z.string().optional(),
  find: operation.optional(),
  create: operation.optional(),
  update: operation.optional(),
  createsHere: z.boolean().default(true),
});
const auth = z.discriminatedUnion('style', [
  z.object({ style: z.literal('none') }),
  z.object({ style: z.literal('bearer') }),
  z.object({ style: z.literal('basic') }),
  z.object({ style: z.literal('header'), header: z.string().min(1), prefix: z.string().default('') }),
  z.object({
    style: z.literal('login'),
    request: operation,
    /** Of `${user}`, `${secret}` and `${answer/…}`. */
    token: z.string().min(1),
    base64: z.boolean().default(false),
    header: z.string().default('authorization'),
    prefix: z.string().default(''),
    minutes: z.number().positive().default(60),
  }),
]);
const means = z.enum(['auth', 'permission', 'stale', 'gone', 'locked', 'later', 'refused']);
const definition = z.object({
  style: z.enum(['rest', 'jsonrpc']).default('rest'),
  auth: auth.default({ style: 'bearer' }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('EUR'),
  pollSeconds: z.number().min(1).max(86_400).default(300),
  readAtOnce: z.number().int().min(1).max(1_000).default(100),
  perSecond: z.number().positive().max(100).default(5),
  /** What an error says, and what that means; the first that is found in it. */
  errors: z.array(z.object({ contains: z.string().min(1), means })).default([]),
  whoami: operation.extend({ name: pointer.default('') }).optional(),
  objects: z.array(outsideObject).min(1),
});
export type Definition = z.infer<typeof definition>;
export type RestObject = Definition['objects'][number];
export type RestField = RestObject['fields'][number];
export type Operation = z.infer<typeof operation>;
export type Means = z.infer<typeof means>;

/** The whole connector is this one setting: JSON, as an object or as a text. */
export function definitionOf(access: Access): Definition {
  const given = access.settings['definition'];
  let value: unknown = given;
  if (typeof given === 'string') {
    try {
      value = JSON.parse(given);
    } catch (error) {
      throw new OutsideError('auth', 'The definition of this connection is no JSON. Mend it in the settings.', { cause: error });
    }
  }
  const read = definition.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new OutsideError(
    'auth',
    `The definition of this connection is not complete${issue ? `: ${issue.path.join('.')}: ${issue.message}` : ''}. Mend it in the settings.`,
  );
}
