import { createHash } from 'node:crypto';
import type { OutsideRecord, OutsideWrite, OutsideWritten, Value, Values } from '../../modules/sync/index.ts';

/**
 * A version of a record whose only mark is a time: two changes within one tick of it cannot be told apart by the time, so that what is
 * shown is part of the version.
 */
export function versionOf(time: string, values: Values): string {
  const shown = Object.keys(values)
    .sort()
    .map((key): [string, Value] => [key, values[key] ?? null]);
  return `${time} ${createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 16)}`;
}

export type Compared = {
  readonly going: readonly { readonly index: number; readonly write: OutsideWrite; readonly now: OutsideRecord }[];
  readonly ends: Map<number, OutsideWritten>;
};

/**
 * For systems that take no precondition: what was read just before the writing is compared with what the change was decided on. A
 * change in the moment between the two is overwritten; with `If-Match` it would not be.
 */
export function compare(writes: readonly { readonly index: number; readonly write: OutsideWrite }[], present: readonly OutsideRecord[]): Compared {
  const byId = new Map(present.map((record) => [record.id, record]));
  const ends = new Map<number, OutsideWritten>();
  const going = writes.flatMap(({ index, write }) => {
    const now = byId.get(write.id ?? '');
    if (!now || now.gone) ends.set(index, { outcome: 'gone', into: now?.gone?.into ?? null });
    else if (write.ifVersion !== null && write.ifVersion !== now.version) ends.set(index, { outcome: 'stale' });
    else return [{ index, write, now }];
    return [];
  });
  return { going, ends };
}

/**
 * The record after a write. A reader that lags behind may still show it as it was; then what was accepted stands, and the next look
 * shows the rest.
 */
export function afterWrite(id: string, write: OutsideWrite, before: OutsideRecord | null, after: OutsideRecord | undefined): OutsideRecord {
  if (after && !after.gone && after.version !== before?.version) return after;
  const values = { ...before?.values, ...write.values };
  const modifiedAt = before?.modifiedAt ?? new Date(0).toISOString();
  return { ...before, id, values, modifiedAt, version: versionOf(`${modifiedAt}+`, values) };
}
