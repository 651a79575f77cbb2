import type { World } from '../core/simulator.ts';
import { RecordStore } from '../crm/record-store.ts';
import type { Version } from '../crm/record-store.ts';
import { refused } from './errors.ts';
import { recordId } from './record-ids.ts';
import { initialObjects, initialStages } from './schema.ts';
import type { Field, ObjectDefinition, Stage } from './schema.ts';
import type { Value, Values } from './values.ts';

export type Row = Version & {
  readonly created: number;
  readonly deleted: boolean;
  /** The record it was merged into. */
  readonly master: string | null;
  readonly values: Values;
};

const historyObjects = new Set(['OpportunityFieldHistory', 'OpportunityHistory']);

/** Salesforce keeps times of records in whole seconds, so that many records share one. */
export const wholeSeconds = (stamp: number): number => Math.floor(stamp / 1000) * 1000;

/** The data and the setup of one org. Rules of writing are in writes.ts; this keeps and finds. */
export class Org {
  readonly world: World;
  readonly stores = new Map<string, RecordStore<Row>>();
  readonly #unique = new Map<string, Map<string, string>>();
  /** Rows of history by the opportunity they tell of: they are asked for by nothing else. */
  readonly #histories = new Map<string, Map<string, string[]>>();
  #undo: { readonly object: string; readonly id: string; readonly before: Row | undefined }[] | undefined;
  /** Records that somebody's long transaction holds, until then. */
  readonly locks = new Map<string, number>();
  definitions = new Map<string, ObjectDefinition>();
  stages: readonly Stage[] = initialStages;

  constructor(world: World) {
    this.world = world;
    this.clear();
  }

  clear(): void {
    this.definitions = new Map(initialObjects.map((one) => [one.name, one]));
    this.stages = initialStages;
    this.locks.clear();
    this.#unique.clear();
    this.#histories.clear();
    this.stores.clear();
    for (const name of this.definitions.keys()) this.stores.set(name, this.#newStore());
  }

  now(): number {
    return this.world.clock.now().getTime();
  }

  /** Salesforce takes names of objects and fields in any case. */
  definition(name: string): ObjectDefinition | undefined {
    const exact = this.definitions.get(name);
    if (exact) return exact;
    const lower = name.toLowerCase();
    return [...this.definitions.values()].find((one) => one.name.toLowerCase() === lower);
  }

  /** As the API sees it. */
  visible(name: string): ObjectDefinition | undefined {
    const found = this.definition(name);
    return found?.hidden === true ? undefined : found;
  }

  store(object: string): RecordStore<Row> {
    const store = this.stores.get(object);
    if (!store) throw refused(404, 'NOT_FOUND', 'The requested resource does not exist');
    return store;
  }

  newId(object: string): string {
    const prefix = this.definition(object)?.prefix ?? '000';
    return recordId(prefix, this.world.ids.next(`salesforce-${prefix}`));
  }

  objectOf(id: string): ObjectDefinition | undefined {
    const prefix = id.slice(0, 3);
    return [...this.definitions.values()].find((one) => one.prefix === prefix);
  }

  put(object: string, row: Row): void {
    const before = this.store(object).get(row.id);
    this.#undo?.push({ object, id: row.id, before });
    this.store(object).put(row);
    if (!before) this.#keepHistory(object, row);
    for (const field of this.definitions.get(object)?.fields ?? []) if (field.unique) this.#index(object, field, row, before);
  }

  /** Keeps what is written only when the work says so. */
  transaction<T>(work: () => { readonly keep: boolean; readonly result: T }): T {
    if (this.#undo) return work().result;
    const undo = (this.#undo = []);
    let keep = false;
    try {
      const done = work();
      keep = done.keep;
      return done.result;
    } finally {
      this.#undo = undefined;
      if (!keep) this.#rollBack(undo);
    }
  }

  #rollBack(undo: readonly { readonly object: string; readonly id: string; readonly before: Row | undefined }[]): void {
    for (const { object, id, before } of undo.toReversed()) {
      const written = this.store(object).get(id);
      this.store(object).undo(id, before);
      for (const field of this.definitions.get(object)?.fields ?? []) {
        if (!field.unique || !written) continue;
        this.#index(object, field, { ...written, deleted: true }, written);
        if (before) this.#index(object, field, before, undefined);
      }
    }
  }

  /** The living record that has this value in a unique field. */
  byUnique(object: string, field: Field, value: Value): string | undefined {
    return this.#unique.get(`${object}.${field.name}`)?.get(uniqueKey(field, value));
  }

  /** Living records with this value in any field. */
  *where(object: string, field: string, value: Value): Generator<Row> {
    for (const row of this.store(object).all()) if (!row.deleted && row.values[field] === value) yield row;
  }

  /** Ids of the rows that tell of these opportunities; undefined of an object that keeps no history. */
  historyOf(object: string, opportunityIds: readonly string[]): string[] | undefined {
    if (!historyObjects.has(object)) return undefined;
    const known = this.#histories.get(object);
    return opportunityIds.flatMap((id) => known?.get(id) ?? []);
  }

  setField(object: string, field: Field): void {
    const definition = this.definitions.get(object);
    if (!definition) return;
    const known = definition.fields.some((one) => one.name === field.name);
    const fields = known ? definition.fields.map((one) => (one.name === field.name ? field : one)) : [...definition.fields, field];
    this.definitions.set(object, { ...definition, fields });
    if (field.unique && !this.#unique.has(`${object}.${field.name}`)) for (const row of this.store(object).all()) this.#index(object, field, row, undefined);
  }

  save(): OrgState {
    return {
      definitions: [...this.definitions.values()],
      stages: this.stages,
      locks: [...this.locks],
      rows: Object.fromEntries([...this.stores].map(([name, store]) => [name, packed(this.definitions.get(name)?.fields ?? [], store)])),
    };
  }

  load(state: OrgState): void {
    this.clear();
    this.definitions = new Map(state.definitions.map((one) => [one.name, one]));
    this.stages = state.stages;
    for (const [id, until] of state.locks) this.locks.set(id, until);
    for (const [name, table] of Object.entries(state.rows)) {
      const store = this.#newStore();
      store.load(unpacked(table));
      this.stores.set(name, store);
      if (historyObjects.has(name)) for (const row of store.all()) this.#keepHistory(name, row);
      for (const field of this.definitions.get(name)?.fields ?? []) if (field.unique) for (const row of store.all()) this.#index(name, field, row, undefined);
    }
  }

  #keepHistory(object: string, row: Row): void {
    if (!historyObjects.has(object)) return;
    const about = String(row.values['OpportunityId']);
    const rows = this.#histories.get(object) ?? new Map<string, string[]>();
    this.#histories.set(object, rows);
    const known = rows.get(about);
    if (known) known.push(row.id);
    else rows.set(about, [row.id]);
  }

  #newStore(): RecordStore<Row> {
    return new RecordStore<Row>({ now: () => this.now(), delay: () => this.world.faults.of('salesforce').readLagMs * this.world.faults.random() });
  }

  #index(object: string, field: Field, row: Row, before: Row | undefined): void {
    const key = `${object}.${field.name}`;
    const index = this.#unique.get(key) ?? new Map<string, string>();
    this.#unique.set(key, index);
    const old = before?.values[field.name];
    if (old !== undefined && old !== null && index.get(uniqueKey(field, old)) === row.id) index.delete(uniqueKey(field, old));
    const value = row.values[field.name];
    if (!row.deleted && value !== undefined && value !== null) index.set(uniqueKey(field, value), row.id);
  }
}

const uniqueKey = (field: Field, value: Value): string => (field.caseSensitive ? String(value) : String(value).toLowerCase());

/** Rows as lists of values in the order of the names, empty ends cut off. */
type Table = { readonly names: readonly string[]; readonly rows: readonly (readonly Value[])[] };
export type OrgState = {
  readonly definitions: readonly ObjectDefinition[];
  readonly stages: readonly Stage[];
  readonly locks: readonly (readonly [string, number])[];
  readonly rows: Readonly<Record<string, Table>>;
};
const fixed = 5;

function packed(fields: readonly Field[], store: RecordStore<Row>): Table {
  const used = new Set<string>();
  for (const row of store.all()) for (const name in row.values) if (row.values[name] !== null) used.add(name);
  const names = fields.map((one) => one.name).filter((name) => used.has(name));
  const rows: Value[][] = [];
  for (const row of store.all()) {
    const list: Value[] = [row.id, row.stamp, row.created, row.deleted, row.master, ...names.map((name) => row.values[name] ?? null)];
    while (list.length > fixed && list.at(-1) === null) list.pop();
    rows.push(list);
  }
  return { names, rows };
}

function* unpacked(table: Table): Generator<Row> {
  for (const [id, stamp, created, deleted, master, ...list] of table.rows) {
    const values: Record<string, Value> = {};
    for (const [index, value] of list.entries()) if (value !== null) values[table.names[index] ?? ''] = value;
    yield {
      id: String(id),
      stamp: Number(stamp),
      created: Number(created),
      deleted: deleted === true,
      master: typeof master === 'string' ? master : null,
      values,
    };
  }
}

/** The value of any field of a row, also of those the platform keeps. */
export function valueOf(row: Row, name: string): Value | undefined {
  switch (name) {
    case 'Id':
      return row.id;
    case 'IsDeleted':
      return row.deleted;
    case 'CreatedDate':
      return row.created;
    case 'LastModifiedDate':
    case 'SystemModstamp':
      return row.stamp;
    case 'MasterRecordId':
      return row.master;
    default:
      return row.values[name];
  }
}
