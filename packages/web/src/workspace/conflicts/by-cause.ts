import type { Failure } from './words.ts';

export type Cause = { key: string; sentence: string; rows: readonly Failure[] };

/** Those with the same sentence at the same connection have one cause; the order is that of the newest of each. */
export function byCause(failures: readonly Failure[]): Cause[] {
  const groups = Map.groupBy(failures, (failure) => `${failure.connectionId} ${failure.failure} ${failure.sentence}`);
  return [...groups].map(([key, rows]) => ({ key, sentence: rows[0]?.sentence ?? '', rows }));
}
