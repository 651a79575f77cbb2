import { createHmac } from 'node:crypto';
import { Journal } from '../crm/journal.ts';
import type { JournalEntry } from '../crm/journal.ts';
import type { Org, Row } from './org.ts';
import { valueOf } from './org.ts';
import type { Value } from './values.ts';

export type ChangeType = 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE' | 'GAP_CREATE' | 'GAP_UPDATE' | 'GAP_DELETE' | 'GAP_UNDELETE' | 'GAP_OVERFLOW';
export type Change = {
  readonly entity: string;
  readonly ids: readonly string[];
  readonly type: ChangeType;
  readonly origin: string;
  readonly transaction: string;
  readonly sequence: number;
  readonly user: string;
  /** Fields whose values the event carries, as of the version. */
  readonly changed: readonly string[];
  readonly version: Row | null;
};
/** Salesforce keeps change events for three days. */
export const retentionMs = 72 * 3_600_000;
/** What an overflow event has for ids. */
export const overflowId = '000000000000000AAA';

export class ChangeEvents {
  readonly #org: Org;
  #held: (readonly [Change, boolean])[] | undefined;
  readonly journal = new Journal<Change>(retentionMs);

  constructor(org: Org) {
    this.#org = org;
  }

  /** `quiet` entries are in the journal only: pushing every record of an import one by one would drown the receivers. */
  publish(change: Change, quiet = false): void {
    if (this.#held) {
      this.#held.push([change, quiet]);
      return;
    }
    const entry = this.journal.append(change, this.#org.now());
    if (!quiet) this.push(entry);
  }

  /** Events of a transaction leave when it is kept, and never when it is not. */
  during<T>(work: () => { readonly keep: boolean; readonly result: T }): { readonly keep: boolean; readonly result: T } {
    if (this.#held) return work();
    const held: (readonly [Change, boolean])[] = (this.#held = []);
    try {
      const done = work();
      this.#held = undefined;
      if (done.keep) for (const [change, quiet] of held) this.publish(change, quiet);
      return done;
    } finally {
      this.#held = undefined;
    }
  }

  push(entry: JournalEntry<Change>): void {
    const id = `salesforce-${entry.number}`;
    this.#org.world.events.emit({
      id,
      simulator: 'salesforce',
      type: `${entry.entry.entity}ChangeEvent`,
      sign: (subscription) => {
        const body = JSON.stringify(this.message(entry));
        const signature = createHmac('sha256', subscription.secret).update(body).digest('hex');
        return { headers: { 'content-type': 'application/json', 'x-entente-event-id': id, 'x-entente-signature': signature }, body };
      },
    });
  }

  /** Everything an event of this object can carry is in the payload, and is null where it did not change: readers must go by the lists in the header. */
  message(kept: JournalEntry<Change>): object {
    const { entry } = kept;
    const isGap = entry.type.startsWith('GAP_');
    const payload: Record<string, unknown> = {
      ChangeEventHeader: {
        entityName: entry.entity,
        recordIds: entry.ids,
        changeType: entry.type,
        changeOrigin: entry.origin,
        transactionKey: entry.transaction,
        sequenceNumber: entry.sequence,
        commitTimestamp: kept.at,
        commitNumber: kept.number,
        commitUser: entry.user,
        changedFields: entry.type === 'UPDATE' ? entry.changed.map((name) => headerName(entry.entity, name)) : [],
        nulledFields:
          entry.type === 'UPDATE' ? entry.changed.filter((name) => this.#value(entry, name) === null).map((name) => headerName(entry.entity, name)) : [],
        diffFields: [],
      },
    };
    if (!isGap) this.#fill(payload, entry);
    return { event: { replayId: replayId(kept.number), EventApiName: `${entry.entity}ChangeEvent` }, payload };
  }

  #fill(payload: Record<string, unknown>, entry: Change): void {
    const carried = new Set(entry.changed);
    for (const field of this.#org.definitions.get(entry.entity)?.fields ?? []) {
      if (['Id', 'IsDeleted', 'SystemModstamp', 'MasterRecordId'].includes(field.name) || field.access === 'none') continue;
      const value = carried.has(field.name) ? this.#value(entry, field.name) : null;
      payload[field.name] = field.type === 'datetime' && typeof value === 'number' ? new Date(value).toISOString() : value;
    }
    if (entry.entity !== 'Contact') return;
    const names = ['FirstName', 'LastName'].map((name) => [name, carried.has(name) ? this.#value(entry, name) : null] as const);
    for (const [name] of names) delete payload[name];
    payload['Name'] = names.some(([, value]) => value !== null) ? Object.fromEntries(names) : null;
  }

  #value(entry: Change, name: string): Value {
    return entry.version ? (valueOf(entry.version, name) ?? null) : null;
  }

  /** Lists of fields repeat: they are kept once. A version that is still the present one is kept with the record. */
  save(): ChangeEventsState {
    const lists = new Map<string, number>();
    const entries = this.journal.entries().map(({ number, at, entry }): SavedChange => {
      const { entity, ids, type, origin, transaction, sequence, user, changed, version } = entry;
      const key = changed.join();
      if (!lists.has(key)) lists.set(key, lists.size);
      const isCurrent = version !== null && this.#org.store(entity).get(version.id) === version;
      const kept = isCurrent ? 1 : version && { ...version, values: Object.fromEntries(changed.map((name) => [name, version.values[name] ?? null])) };
      return [number, at, entity, ids, type, origin, transaction, sequence, user, lists.get(key) ?? 0, kept];
    });
    return { last: this.journal.last, lists: [...lists.keys()].map((key) => (key === '' ? [] : key.split(','))), entries };
  }

  load(state: ChangeEventsState | undefined): void {
    const lists = state?.lists ?? [];
    const entries = (state?.entries ?? []).map(([number, at, entity, ids, type, origin, transaction, sequence, user, list, kept]) => {
      const version = kept === 1 ? (this.#org.store(entity).get(ids[0] ?? '') ?? null) : kept;
      return { number, at, entry: { entity, ids, type, origin, transaction, sequence, user, changed: lists[list] ?? [], version } };
    });
    this.journal.load(state?.last ?? 0, entries);
  }
}

type SavedChange = readonly [
  number: number,
  at: number,
  entity: string,
  ids: readonly string[],
  type: ChangeType,
  origin: string,
  transaction: string,
  sequence: number,
  user: string,
  list: number,
  version: Row | 1 | null,
];
export type ChangeEventsState = { readonly last: number; readonly lists: readonly (readonly string[])[]; readonly entries: readonly SavedChange[] };

/** A person's name is one compound field in change events. */
const headerName = (entity: string, name: string): string => (entity === 'Contact' && (name === 'FirstName' || name === 'LastName') ? `Name.${name}` : name);

/** Opaque to readers, as with the Pub/Sub API, where it is eight bytes. */
export function replayId(number: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(number));
  return bytes.toString('base64');
}

export function replayNumber(text: string): number | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 8 || bytes.toString('base64') !== text) return undefined;
  return Number(bytes.readBigUInt64BE());
}
