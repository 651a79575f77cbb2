import type { OutsidePage, OutsideRecord, OutsideRecords, OutsideWrite, OutsideWritten } from '../../modules/sync/index.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { isList, type Json } from '../crm/call.ts';
import { clockOf, OVERLAP_MS } from '../crm/cursor.ts';
import { afterWrite, compare } from '../crm/versions.ts';
import { createRest } from './client.ts';
import { definitionOf, type Operation, type RestObject } from './definition.ts';
import { at, textAt, type Named } from './template.ts';
import { bodyFrom, recordFrom } from './values.ts';

/** A round of changes: everything since one moment, page by page in an order that does not depend on the moment. */
type Round = { readonly since: number; readonly newest: number; readonly page: string | null };

export function restRecords(access: Access): OutsideRecords {
  const definition = definitionOf(access);
  const rest = createRest(access, definition);
  const { currency } = definition;
  const objectOf = (name: string): RestObject => {
    const object = definition.objects.find((one) => one.object === name);
    if (!object) throw new OutsideError('auth', `The definition of this connection has no object ${name}.`);
    return object;
  };
  const idFor = (object: RestObject, id: string): Json => (object.numericIds ? Number(id) : id);
  const itemsOf = (operation: Operation, body: Json): readonly Json[] => {
    const found = at(body, operation.items);
    return isList(found) ? found : found === undefined || found === null ? [] : [found];
  };
  const recordsOf = (object: RestObject, fields: readonly string[], operation: Operation, body: Json): OutsideRecord[] =>
    itemsOf(operation, body)
      .map((item) => recordFrom(object, fields, item, currency))
      .filter((record) => record.id !== '');

  async function read(object: RestObject, fields: readonly string[], ids: readonly string[]): Promise<OutsideRecord[]> {
    if (ids.length === 0) return [];
    if (JSON.stringify(object.read).includes('${ids}')) {
      const answer = await rest.call(object.read, { ids: ids.map((id) => idFor(object, id)), limit: ids.length });
      return recordsOf(object, fields, object.read, answer.body);
    }
    const found: OutsideRecord[] = [];
    for (const id of ids) {
      try {
        found.push(...recordsOf(object, fields, object.read, (await rest.call(object.read, { id: idFor(object, id) })).body));
      } catch (error) {
        if (!(error instanceof OutsideError && error.failure === 'gone')) throw error;
      }
    }
    return found;
  }

  /** One page, by the way this system pages. Null: there is no other. */
  async function page(object: RestObject, fields: readonly string[], operation: Operation, place: string | null, limit: number, more: Named) {
    const count = place === null ? 0 : Number(place);
    const named: Named = {
      ...more,
      limit,
      ...(object.paging === 'after_id' ? { after: object.numericIds ? Number(place ?? 0) : (place ?? '') } : {}),
      ...(object.paging === 'offset' ? { offset: count } : {}),
      ...(object.paging === 'page' ? { page: count + 1 } : {}),
      ...(object.paging === 'next' ? { next: place ?? '' } : {}),
    };
    const answer = await rest.call(operation, named);
    const records = recordsOf(object, fields, operation, answer.body);
    const full = records.length >= limit;
    const next = operation.next === undefined ? null : textAt(answer.body, operation.next);
    const after =
      object.paging === 'next'
        ? next || null
        : !full
          ? null
          : object.paging === 'after_id'
            ? (records.at(-1)?.id ?? null)
            : String(count + (object.paging === 'page' ? 1 : records.length));
    return { records, after, theirNow: clockOf(answer.headers) };
  }

  async function changes(object: RestObject, fields: readonly string[], cursor: string | null, limit: number): Promise<OutsidePage> {
    const round = cursor === null ? null : roundIn(cursor);
    const since = round?.since ?? access.now().getTime();
    const got = await page(object, fields, object.changes, round?.page ?? null, Math.min(limit, definition.readAtOnce), momentNames(since));
    // From now on, by their clock where it is told.
    if (round === null) return { records: [], cursor: JSON.stringify([(got.theirNow ?? since) - 1_000, 0, null]), more: false, gap: false };
    const newest = Math.max(round.newest, ...got.records.map((record) => Date.parse(record.modifiedAt)));
    const next = got.after === null ? [Math.max(since, newest - OVERLAP_MS), 0, null] : [since, newest, got.after];
    return { records: got.records, cursor: JSON.stringify(next), more: got.after !== null, gap: false };
  }

  async function write(object: RestObject, fields: readonly string[], writes: readonly OutsideWrite[]): Promise<OutsideWritten[]> {
    const ends = new Map<number, OutsideWritten>();
    const ids = new Map<number, string>();
    const updates = writes.map((each, index) => ({ index, write: each })).filter((each) => each.write.id !== null);
    // Where the system takes our version with the write, it decides; where it does not, we compare before.
    const conditional = JSON.stringify(object.update ?? null).includes('${version}');
    const before = new Map<number, OutsideRecord>();
    let going = updates;
    if (!conditional && updates.length > 0) {
      const compared = compare(
        updates,
        await read(
          object,
          fields,
          updates.map((each) => each.write.id ?? ''),
        ),
      );
      for (const [index, end] of compared.ends) ends.set(index, end);
      for (const each of compared.going) before.set(each.index, each.now);
      going = [...compared.going];
    }
    for (const { index, write: each } of going) await one(index, each, object.update, { id: idFor(object, each.id ?? ''), version: each.ifVersion });
    for (const [index, each] of writes.entries())
      if (each.id === null) {
        const known = object.find ? recordsOf(object, [], object.find, (await rest.call(object.find, { key: each.key, limit: 1 })).body)[0] : undefined;
        if (!object.find || !object.create)
          ends.set(
            index,
            refused(each, 'This system cannot find a record by our key, so that one could be made twice. Make it there, and tie it to ours.', null),
          );
        // It was made before its answer got lost.
        else if (known) await one(index, { ...each, id: known.id }, object.update, { id: idFor(object, known.id), version: known.version });
        else await one(index, each, object.create, {}, object.keyName === undefined ? {} : { [object.keyName]: each.key });
      }
    const after = new Map((await read(object, fields, [...ids.values()])).map((record) => [record.id, record]));
    for (const [index, id] of ids) {
      const each = writes[index];
      if (each) ends.set(index, { outcome: 'written', record: afterWrite(id, each, before.get(index) ?? null, after.get(id)) });
    }
    return writes.map(
      (each, index) => ends.get(index) ?? { outcome: 'later', sentence: `Nothing is known of ${each.id ?? 'the new record'} yet.`, afterMs: 5_000 },
    );

    async function one(
      index: number,
      each: OutsideWrite,
      operation: Operation | undefined,
      named: Named,
      also: Readonly<Record<string, Json>> = {},
    ): Promise<void> {
      if (!operation) return void ends.set(index, refused(each, 'This connection has no way to write this object. Add it to its definition.', null));
      try {
        const answer = await rest.call(operation, { ...named, key: each.key, values: { ...bodyFrom(object, each.values, currency), ...also } });
        const id = each.id ?? textAt(answer.body, operation.id ?? object.id);
        if (id !== null) ids.set(index, id);
      } catch (error) {
        if (!(error instanceof OutsideError)) throw error;
        const end = endOf(each, error);
        if (end === null) throw error;
        ends.set(index, end);
      }
    }
  }

  return {
    limits: {
      readAtOnce: definition.readAtOnce,
      writeAtOnce: 10,
      budgets: [
        { name: 'read', perSecond: definition.perSecond, burst: Math.max(2, definition.perSecond * 2) },
        { name: 'write', perSecond: Math.max(0.2, definition.perSecond / 4), burst: 4 },
      ],
      pollMs: definition.pollSeconds * 1000,
    },
    defaults: definition.objects.map((object) => ({
      kind: object.kind,
      object: object.object,
      createsHere: object.createsHere,
      createsThere: object.create !== undefined && object.find !== undefined,
      fields: object.fields.flatMap((field) =>
        field.ours
          ? [
              {
                field: field.ours.field,
                outsideField: field.key,
                authority: field.ours.authority,
                ...(field.ours.valueMap ? { valueMap: field.ours.valueMap } : {}),
              },
            ]
          : [],
      ),
    })),
    describe: async () =>
      definition.objects.map((object) => ({
        kind: object.kind,
        object: object.object,
        label: object.label,
        fields: object.fields.map((field) => ({
          key: field.key,
          label: field.label ?? field.key,
          type: field.type,
          choices: field.choices,
          required: field.required ? ('always' as const) : ('no' as const),
          condition: null,
          writable: field.writable && (object.update !== undefined || object.create !== undefined),
          createOnly: field.createOnly,
          ...(field.refersTo ? { refersTo: field.refersTo } : {}),
        })),
      })),
    async whoami() {
      const [first] = definition.objects;
      if (definition.whoami) {
        const answer = await rest.call(definition.whoami, {});
        return {
          account: access.account,
          sentence: `Signed in as ${textAt(answer.body, definition.whoami.name) ?? access.credentials['user'] ?? 'the given user'}.`,
        };
      }
      if (first) await page(first, [], first.walk, null, 1, {});
      return { account: access.account, sentence: `It answers, and lets us read ${first?.label ?? 'records'}.` };
    },
    read: (object, fields, ids) => read(objectOf(object), fields, ids),
    changes: (object, fields, cursor, limit) => changes(objectOf(object), fields, cursor, limit),
    async walk(object, fields, after, limit) {
      const got = await page(objectOf(object), fields, objectOf(object).walk, after, Math.min(limit, definition.readAtOnce), {});
      return { records: got.records, after: got.after };
    },
    write: (object, fields, writes) => write(objectOf(object), fields, writes),
  };
}

function roundIn(cursor: string): Round {
  try {
    const [since, newest, page] = JSON.parse(cursor) as [number, number, string | null];
    if (Number.isFinite(since) && Number.isFinite(newest)) return { since, newest, page };
  } catch {
    // Said below.
  }
  throw new OutsideError('gone', 'The place in the changes is not understood any more. Everything is read once.');
}

function momentNames(since: number): Named {
  const day = new Date(since);
  return {
    since: day.toISOString(),
    sinceMs: since,
    'since.year': day.getUTCFullYear(),
    'since.month': day.getUTCMonth() + 1,
    'since.day': day.getUTCDate(),
    'since.hour': day.getUTCHours(),
    'since.minute': day.getUTCMinutes(),
    'since.second': day.getUTCSeconds(),
  };
}

const refused = (write: OutsideWrite, sentence: string, response: unknown): OutsideWritten => ({
  outcome: 'refused',
  sentence,
  issues: [],
  request: write.values,
  response,
});

/** What concerns this record only; null for what concerns the connection. */
function endOf(write: OutsideWrite, error: OutsideError): OutsideWritten | null {
  switch (error.failure) {
    case 'conflict':
      return { outcome: 'stale' };
    case 'gone':
      return { outcome: 'gone', into: null };
    case 'locked':
      return { outcome: 'locked', sentence: error.message };
    case 'invalid':
    case 'permission':
      return { ...refused(write, error.message, error.exchange?.response ?? null) };
    default:
      return null;
  }
}
