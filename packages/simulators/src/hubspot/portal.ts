import type { World } from '../core/simulator.ts';
import { RecordStore } from '../crm/record-store.ts';
import type { Version } from '../crm/record-store.ts';
import { notFound } from './errors.ts';
import { Associations } from './associations.ts';
import { initialPipelines, initialProperties, kindNamed, kinds } from './schema.ts';
import type { ObjectKind, Pipeline, Property, Stage } from './schema.ts';

export type Source = { readonly type: 'CRM_UI' | 'INTEGRATION' | 'IMPORT' | 'MERGE_OBJECTS'; readonly id: string };
export type Past = { readonly value: string; readonly at: number; readonly source: Source };
export type Row = Version & {
  readonly created: number;
  readonly archived: number | null;
  /** The record it was merged into. */
  readonly mergedInto: string | null;
  readonly source: Source;
  readonly values: Readonly<Record<string, string>>;
  /** Values of properties that changed after the record was made, the newest first. */
  readonly history: Readonly<Record<string, readonly Past[]>>;
};
export type Owner = {
  readonly id: string;
  readonly userId: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly archived: boolean;
};

export const portalId = 48_123_456;
export const appId = 3_141_592;

/** The data and the settings of one account. Rules of writing are in writes.ts. */
export class Portal {
  readonly world: World;
  readonly stores = new Map<string, RecordStore<Row>>();
  readonly associations = new Associations();
  readonly #unique = new Map<string, Map<string, string>>();
  properties = new Map<string, readonly Property[]>();
  pipelines: readonly Pipeline[] = initialPipelines;
  owners: readonly Owner[] = [];

  constructor(world: World) {
    this.world = world;
    this.clear();
  }

  clear(): void {
    this.properties = new Map(Object.entries(initialProperties));
    this.pipelines = initialPipelines;
    this.owners = [];
    this.#unique.clear();
    this.associations.load([]);
    for (const one of kinds) this.stores.set(one.name, this.#newStore());
  }

  now(): number {
    return this.world.clock.now().getTime();
  }

  kind(text: string): ObjectKind {
    const found = kindNamed(text);
    if (!found) throw notFound(`Unable to infer object type from: ${text}`);
    return found;
  }

  store(kind: ObjectKind): RecordStore<Row> {
    const store = this.stores.get(kind.name);
    if (!store) throw notFound();
    return store;
  }

  /** Eleven digits, so that ids sort as numbers and as texts alike. */
  newId(): string {
    return String(20_000_000_000 + this.world.ids.next('hubspot-record'));
  }

  property(kind: ObjectKind, name: string): Property | undefined {
    return this.properties.get(kind.name)?.find((one) => one.name === name && !one.archived);
  }

  setProperty(kind: ObjectKind, changed: Property): void {
    const list = this.properties.get(kind.name) ?? [];
    this.properties.set(
      kind.name,
      list.some((one) => one.name === changed.name) ? list.map((one) => (one.name === changed.name ? changed : one)) : [...list, changed],
    );
    if (changed.hasUniqueValue) for (const row of this.store(kind).all()) this.#index(kind, changed.name, row, undefined);
  }

  put(kind: ObjectKind, row: Row): void {
    const before = this.store(kind).get(row.id);
    this.store(kind).put(row);
    for (const one of this.properties.get(kind.name) ?? []) if (one.hasUniqueValue) this.#index(kind, one.name, row, before);
  }

  byUnique(kind: ObjectKind, name: string, value: string): string | undefined {
    return this.#unique.get(`${kind.name}.${name}`)?.get(value.toLowerCase());
  }

  stage(id: string | undefined): { readonly pipeline: Pipeline; readonly stage: Stage } | undefined {
    for (const pipeline of this.pipelines) {
      const stage = pipeline.stages.find((one) => one.id === id);
      if (stage) return { pipeline, stage };
    }
    return undefined;
  }

  save(): PortalState {
    const rows = Object.fromEntries(
      [...this.stores].map(([name, store]) => [
        name,
        [...store.all()].map((row): SavedRow => [row.id, row.stamp, row.created, row.archived, row.mergedInto, row.source, row.values, row.history]),
      ]),
    );
    return { properties: [...this.properties], pipelines: this.pipelines, owners: this.owners, associations: this.associations.save(), rows };
  }

  load(state: PortalState): void {
    this.clear();
    this.properties = new Map(state.properties);
    this.pipelines = state.pipelines;
    this.owners = state.owners;
    this.associations.load(state.associations);
    for (const kind of kinds) {
      const store = this.#newStore();
      store.load(
        (state.rows[kind.name] ?? []).map(([id, stamp, created, archived, mergedInto, source, values, history]) => ({
          id,
          stamp,
          created,
          archived,
          mergedInto,
          source,
          values,
          history,
        })),
      );
      this.stores.set(kind.name, store);
      for (const one of this.properties.get(kind.name) ?? [])
        if (one.hasUniqueValue) for (const row of store.all()) this.#index(kind, one.name, row, undefined);
    }
  }

  #newStore(): RecordStore<Row> {
    return new RecordStore<Row>({ now: () => this.now(), delay: () => this.world.faults.of('hubspot').readLagMs * this.world.faults.random() });
  }

  #index(kind: ObjectKind, name: string, row: Row, before: Row | undefined): void {
    const key = `${kind.name}.${name}`;
    const index = this.#unique.get(key) ?? new Map<string, string>();
    this.#unique.set(key, index);
    const old = before?.values[name]?.toLowerCase();
    if (old !== undefined && index.get(old) === row.id) index.delete(old);
    const value = row.values[name];
    if (row.archived === null && value !== undefined && value !== '') index.set(value.toLowerCase(), row.id);
  }
}

type SavedRow = readonly [string, number, number, number | null, string | null, Source, Readonly<Record<string, string>>, Row['history']];
export type PortalState = {
  readonly properties: readonly (readonly [string, readonly Property[]])[];
  readonly pipelines: readonly Pipeline[];
  readonly owners: readonly Owner[];
  readonly associations: ReturnType<Associations['save']>;
  readonly rows: Readonly<Record<string, readonly SavedRow[]>>;
};

/** The value of a property, also of those that come with the version. */
export function valueOf(kind: ObjectKind, row: Row, name: string): string | null {
  if (name === 'hs_object_id') return row.id;
  if (name === 'createdate') return new Date(row.created).toISOString();
  if (name === kind.modified) return new Date(row.stamp).toISOString();
  return row.values[name] ?? null;
}
