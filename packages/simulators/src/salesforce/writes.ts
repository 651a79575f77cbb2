import { isObject } from '../crm/answers.ts';
import type { Json, JsonObject } from '../crm/answers.ts';
import type { ChangeEvents, ChangeType } from './change-events.ts';
import { sumOfLines, withDerived } from './derived.ts';
import { fault, Refused, refused } from './errors.ts';
import type { Fault } from './errors.ts';
import { recordHistory } from './history.ts';
import { wholeSeconds } from './org.ts';
import type { Org, Row } from './org.ts';
import type { Field, ObjectDefinition } from './schema.ts';
import { coerced } from './values.ts';
import type { Value, Values } from './values.ts';

/** Who writes, and in which transaction. `event` is what reaches the event bus: everything, only ids, or nothing. */
export type Writer = {
  readonly user: string;
  readonly origin: string;
  readonly transaction: string;
  readonly event?: 'full' | 'gap' | 'none';
  readonly quiet?: boolean;
  /** People and admins are not held to the field permissions of the integration user. */
  readonly unrestricted?: boolean;
  /** Counts the events of the transaction. */
  readonly sequence: { next: number };
};

export class Writes {
  readonly #org: Org;
  readonly #events: ChangeEvents;

  constructor(org: Org, events: ChangeEvents) {
    this.#org = org;
    this.#events = events;
  }

  insert(definition: ObjectDefinition, body: JsonObject, writer: Writer): Row {
    if (!definition.createable && !writer.unrestricted)
      throw refused(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be inserted: ${definition.label}`);
    const given = this.#validated(definition, body, writer, 'create');
    const values: Record<string, Value> = { ...defaults(definition), ...given };
    if (definition.fields.some((one) => one.name === 'OwnerId')) values['OwnerId'] ??= writer.user;
    const missing = definition.fields.filter((one) => one.required && one.access === 'edit' && (values[one.name] ?? null) === null).map((one) => one.name);
    if (missing.length > 0) throw refused(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
    const id = this.#org.newId(definition.name);
    this.#checkUnique(definition, given, id);
    const stamp = wholeSeconds(this.#org.now());
    const row: Row = {
      id,
      stamp,
      created: stamp,
      deleted: false,
      master: null,
      values: { ...withDerived(this.#org, definition.name, values, given), CreatedById: writer.user, LastModifiedById: writer.user },
    };
    this.#org.put(definition.name, row);
    recordHistory(this.#org, definition.name, undefined, row, writer.user);
    this.#tell(definition, 'CREATE', [id], carried(definition, row), row, writer);
    this.#rollUp(definition.name, row, writer);
    return row;
  }

  update(definition: ObjectDefinition, id: string, body: JsonObject, writer: Writer): Row {
    const before = this.living(definition, id);
    if (!definition.updateable && !writer.unrestricted)
      throw refused(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be updated: ${definition.label}`);
    const given = this.#validated(definition, body, writer, 'update');
    const nulled = definition.fields.filter((one) => one.required && given[one.name] === null).map((one) => one.name);
    if (nulled.length > 0) throw refused(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${nulled.join(', ')}]`, nulled);
    if (
      definition.name === 'Opportunity' &&
      given['Amount'] !== undefined &&
      before.values['HasOpportunityLineItem'] === true &&
      given['Amount'] !== before.values['Amount']
    )
      throw refused(400, 'FIELD_INTEGRITY_EXCEPTION', 'The amount cannot be changed: the opportunity has products.', ['Amount']);
    this.#checkLock(id);
    this.#checkUnique(definition, given, id);
    return this.change(definition, before, given, writer);
  }

  /** Writes values that have been checked. */
  change(definition: ObjectDefinition, before: Row, given: Values, writer: Writer): Row {
    const values = withDerived(this.#org, definition.name, { ...before.values, ...given }, given);
    const row: Row = { ...before, stamp: wholeSeconds(this.#org.now()), values: { ...values, LastModifiedById: writer.user } };
    this.#org.put(definition.name, row);
    recordHistory(this.#org, definition.name, before, row, writer.user);
    this.#tell(definition, 'UPDATE', [row.id], [...changedNames(definition, before, row), 'LastModifiedDate'], row, writer);
    if (given['TotalPrice'] === undefined) this.#rollUp(definition.name, row, writer);
    return row;
  }

  /** To the recycle bin, with what belongs to it. */
  remove(definition: ObjectDefinition, id: string, writer: Writer, master: string | null = null): Row {
    const before = this.living(definition, id);
    if (!definition.deletable) throw refused(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be deleted: ${definition.label}`);
    this.#checkLock(id);
    for (const [child, field] of master === null ? cascades(definition.name) : []) {
      const childDefinition = this.#org.definitions.get(child);
      if (childDefinition) for (const row of this.#org.where(child, field, id)) this.remove(childDefinition, row.id, writer);
    }
    const row: Row = { ...before, stamp: wholeSeconds(this.#org.now()), deleted: true, master, values: { ...before.values, LastModifiedById: writer.user } };
    this.#org.put(definition.name, row);
    this.#tell(definition, 'DELETE', [id], [], row, writer);
    this.#rollUp(definition.name, row, writer);
    return row;
  }

  restore(definition: ObjectDefinition, id: string, writer: Writer): Row {
    const before = this.#org.store(definition.name).get(id);
    if (!before?.deleted) throw refused(400, 'UNDELETE_FAILED', 'Entity is not in the recycle bin');
    if (before.master !== null) throw refused(400, 'UNDELETE_FAILED', 'A merged record cannot be restored');
    this.#checkUnique(definition, before.values, id);
    const row: Row = { ...before, stamp: wholeSeconds(this.#org.now()), deleted: false, values: { ...before.values, LastModifiedById: writer.user } };
    this.#org.put(definition.name, row);
    this.#tell(definition, 'UNDELETE', [id], carried(definition, row), row, writer);
    this.#rollUp(definition.name, row, writer);
    return row;
  }

  /** What belonged to the loser belongs to the master from now on. */
  merge(definition: ObjectDefinition, masterId: string, loserId: string, writer: Writer): Row {
    if (!definition.mergeable) throw refused(400, 'INVALID_OPERATION', `Records of ${definition.label} cannot be merged`);
    if (masterId === loserId) throw refused(400, 'INVALID_ID_FIELD', 'The master record cannot be merged into itself');
    const master = this.living(definition, masterId);
    const loser = this.living(definition, loserId);
    for (const child of this.#org.definitions.values())
      for (const field of child.fields)
        if (field.type === 'reference' && field.referenceTo.includes(definition.name) && field.name !== 'MasterRecordId')
          for (const row of this.#org.where(child.name, field.name, loser.id)) this.change(child, row, { [field.name]: master.id }, writer);
    this.remove(definition, loser.id, writer, master.id);
    return this.change(definition, master, {}, writer);
  }

  living(definition: ObjectDefinition, id: string): Row {
    const row = this.#org.store(definition.name).get(id);
    if (!row) throw refused(404, 'NOT_FOUND', 'The requested resource does not exist');
    if (row.deleted) throw refused(404, 'ENTITY_IS_DELETED', 'entity is deleted');
    return row;
  }

  /** One event for many records that changed in the same way, as when an admin replaces a picklist value. */
  replaceEverywhere(definition: ObjectDefinition, rows: readonly Row[], given: Values, writer: Writer): void {
    const silent: Writer = { ...writer, event: 'none' };
    for (let start = 0; start < rows.length; start += 1000) {
      const written = rows.slice(start, start + 1000).map((row) => this.change(definition, row, given, silent));
      this.#tell(
        definition,
        'UPDATE',
        written.map((row) => row.id),
        [...Object.keys(given), 'LastModifiedDate'],
        written[0] ?? null,
        writer,
      );
    }
  }

  #validated(definition: ObjectDefinition, body: JsonObject, writer: Writer, mode: 'create' | 'update'): Record<string, Value> {
    const faults: Fault[] = [];
    const values: Record<string, Value> = {};
    for (const [name, given] of Object.entries(body)) {
      if (name === 'attributes' || given === undefined) continue;
      const resolved = isObject(given) ? this.#byRelationship(definition, name, given) : { field: fieldNamed(definition, name), given };
      if ('fault' in resolved) faults.push(resolved.fault);
      else if (!resolved.field || (resolved.field.access === 'none' && !writer.unrestricted))
        throw refused(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${definition.name}`);
      else if (!writable(resolved.field, mode, writer)) faults.push(notWritable(resolved.field, mode));
      else {
        const result = coerced(resolved.field, resolved.given);
        if ('fault' in result) faults.push(result.fault);
        else values[resolved.field.name] = result.value;
      }
    }
    for (const [name, value] of Object.entries(values)) {
      const field = fieldNamed(definition, name);
      if (field?.type === 'reference' && typeof value === 'string') faults.push(...this.#brokenReference(field, value));
    }
    if (faults.length > 0) throw new Refused(400, faults);
    return values;
  }

  #byRelationship(definition: ObjectDefinition, name: string, given: JsonObject): { field: Field | undefined; given: Json } | { fault: Fault } {
    const field = definition.fields.find((one) => one.relationshipName === name);
    const target = field && this.#org.definition(field.referenceTo[0] ?? '');
    const [key, value] = Object.entries(given).find(([one]) => one !== 'attributes') ?? [];
    const external = target && key !== undefined ? fieldNamed(target, key) : undefined;
    if (!field || !target || !external?.externalId || (typeof value !== 'string' && typeof value !== 'number')) return { field: undefined, given: null };
    const id = this.#org.byUnique(target.name, external, value);
    return id === undefined
      ? { fault: fault('INVALID_FIELD', `Foreign key external ID: ${value} not found for field ${external.name} in entity ${target.name}`) }
      : { field, given: id };
  }

  #brokenReference(field: Field, id: string): Fault[] {
    const target = this.#org.objectOf(id);
    if (!target || !field.referenceTo.includes(target.name))
      return [fault('FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${id}`, [field.name])];
    const row = this.#org.store(target.name).get(id);
    if (!row) return [fault('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name])];
    return row.deleted ? [fault('ENTITY_IS_DELETED', 'entity is deleted', [field.name])] : [];
  }

  #checkUnique(definition: ObjectDefinition, given: Values, id: string): void {
    for (const field of definition.fields) {
      const value = given[field.name] ?? null;
      const holder = field.unique && value !== null ? this.#org.byUnique(definition.name, field, value) : undefined;
      if (holder !== undefined && holder !== id)
        throw refused(400, 'DUPLICATE_VALUE', `duplicate value found: ${field.name} duplicates value on record with id: ${holder}`);
    }
  }

  #checkLock(id: string): void {
    const until = this.#org.locks.get(id);
    if (until === undefined) return;
    if (until > this.#org.now()) throw refused(400, 'UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record or 1 records: ${id}`);
    this.#org.locks.delete(id);
  }

  #rollUp(object: string, row: Row, writer: Writer): void {
    if (object !== 'OpportunityLineItem') return;
    const definition = this.#org.definitions.get('Opportunity');
    const parent = this.#org.store('Opportunity').get(String(row.values['OpportunityId']));
    if (!definition || !parent || parent.deleted) return;
    const sum = sumOfLines(this.#org, parent.id);
    this.change(definition, parent, { HasOpportunityLineItem: sum !== undefined, ...(sum === undefined ? {} : { Amount: sum }) }, writer);
  }

  #tell(definition: ObjectDefinition, type: ChangeType, ids: readonly string[], changed: readonly string[], version: Row | null, writer: Writer): void {
    if (!definition.tracked || writer.event === 'none' || ids.length === 0) return;
    const isGap = writer.event === 'gap';
    this.#events.publish(
      {
        entity: definition.name,
        ids,
        type: isGap ? (`GAP_${type}` as ChangeType) : type,
        origin: writer.origin,
        transaction: writer.transaction,
        sequence: (writer.sequence.next += 1),
        user: writer.user,
        changed: isGap ? [] : changed,
        version: isGap ? null : version,
      },
      writer.quiet,
    );
  }
}

export function fieldNamed(definition: ObjectDefinition, name: string): Field | undefined {
  const lower = name.toLowerCase();
  return definition.fields.find((one) => one.name === name) ?? definition.fields.find((one) => one.name.toLowerCase() === lower);
}

function writable(field: Field, mode: 'create' | 'update', writer: Writer): boolean {
  if (field.access !== 'edit' && !writer.unrestricted) return false;
  return mode === 'create' ? field.createable : field.updateable;
}

function notWritable(field: Field, mode: 'create' | 'update'): Fault {
  if (field.name === 'Id' && mode === 'create') return fault('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
  return fault(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${field.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    [field.name],
  );
}

const defaults = (definition: ObjectDefinition): Values =>
  Object.fromEntries(
    definition.fields.flatMap((one) => one.picklist.filter((value) => value.defaultValue && value.active).map((value) => [one.name, value.value])),
  );

const carried = (definition: ObjectDefinition, row: Row): string[] => [
  ...definition.fields.filter((one) => (row.values[one.name] ?? null) !== null).map((one) => one.name),
  'CreatedDate',
  'LastModifiedDate',
];

const changedNames = (definition: ObjectDefinition, before: Row, after: Row): string[] =>
  definition.fields.filter((one) => (before.values[one.name] ?? null) !== (after.values[one.name] ?? null)).map((one) => one.name);

function cascades(object: string): readonly (readonly [string, string])[] {
  if (object === 'Account')
    return [
      ['Opportunity', 'AccountId'],
      ['Contact', 'AccountId'],
    ];
  return object === 'Opportunity' ? [['OpportunityLineItem', 'OpportunityId']] : [];
}
