import { OutsideError } from '../platform/outside/index.ts';
import type { OutsideRecord, OutsideRecords, SystemAdapter, Values } from '../modules/sync/index.ts';

type Kept = {
  id: string;
  key: string | null;
  version: number;
  modifiedAt: number;
  values: Record<string, Values[string]>;
  gone?: { reason: 'deleted' | 'merged'; into: string | null };
};
export type Faults = {
  /** Calls answered "too many". */ throttle: number;
  /** Calls that break before anything is done. */ failBefore: number;
  /** Calls that are carried out, and whose answer is lost. */ failAfter: number;
  /** Reads that show the state before the last write. */ lag: number;
};
export const calm: Faults = { throttle: 0, failBefore: 0, failAfter: 0, lag: 0 };

/**
 * An outside system with versions, deletions and merges, that can be as unreliable as asked. It stands for any vendor's: the true
 * ones are met through their simulators.
 */
export function createOutside(random: () => number = Math.random) {
  const records = new Map<string, Kept>();
  const before = new Map<string, OutsideRecord>();
  const byKey = new Map<string, string>();
  const state = {
    faults: calm,
    auth: true,
    locked: null as OutsideRecord['locked'],
    review: null as OutsideRecord['state'],
    writes: 0,
    creates: 0,
    reads: 0,
    now: Date.parse('2026-03-02T09:00:00Z'),
  };
  let count = 0;

  const shown = (record: Kept): OutsideRecord => ({
    id: record.id,
    version: String(record.version),
    modifiedAt: new Date(record.modifiedAt).toISOString(),
    values: { ...record.values },
    ...(record.gone ? { gone: record.gone } : {}),
    locked: state.locked ?? null,
    state: state.review ?? null,
  });
  const touch = (record: Kept): void => {
    before.set(record.id, shown(record));
    record.version += 1;
    state.now += 10;
    record.modifiedAt = state.now;
  };
  const guard = (): void => {
    if (!state.auth) throw new OutsideError('auth', 'The key was revoked over there. Put in a new one.');
    if (random() < state.faults.throttle) throw new OutsideError('throttled', 'Too many requests.', { retryAfterMs: 1 });
    if (random() < state.faults.failBefore) throw new OutsideError('unavailable', 'It could not be reached.');
  };
  const answer = <T>(value: T): T => {
    if (random() < state.faults.failAfter) throw new OutsideError('unavailable', 'The connection broke before it answered.');
    return value;
  };

  const system: OutsideRecords = {
    limits: { readAtOnce: 20, writeAtOnce: 5, budgets: [], pollMs: 60_000 },
    defaults: [
      {
        kind: 'deal',
        object: 'opportunity',
        createsHere: true,
        createsThere: false,
        fields: [
          { field: 'name', outsideField: 'Name', authority: 'newest' },
          { field: 'next_step', outsideField: 'NextStep', authority: 'ours' },
          { field: 'amount', outsideField: 'Amount', authority: 'theirs' },
          { field: 'region', outsideField: 'Region', authority: 'propose' },
          {
            field: 'stage',
            outsideField: 'Stage',
            authority: 'theirs',
            valueMap: [
              { ours: 'prospect', theirs: 'New' },
              { ours: 'prospect', theirs: 'Open' },
              { ours: 'committed', theirs: 'Commit' },
              { ours: 'won', theirs: 'Closed Won' },
            ],
          },
        ],
      },
    ],
    describe: async () => [],
    whoami: async () => {
      guard();
      return { account: 'test', sentence: 'Signed in as test.' };
    },
    async read(_object, _fields, ids) {
      state.reads += 1;
      guard();
      return answer(
        ids.flatMap((id) => {
          const record = records.get(id);
          if (!record) return [];
          const old = before.get(id);
          return [old && random() < state.faults.lag ? old : shown(record)];
        }),
      );
    },
    async changes(_object, _fields, cursor, limit) {
      state.reads += 1;
      guard();
      const [at, id]: [number, string] = cursor === null ? [state.now, '~'] : (JSON.parse(cursor) as [number, string]);
      const page = [...records.values()]
        .filter((record) => record.modifiedAt > at || (record.modifiedAt === at && record.id > id))
        .sort((a, b) => a.modifiedAt - b.modifiedAt || (a.id < b.id ? -1 : 1))
        .slice(0, limit);
      const last = page.at(-1);
      return answer({
        records: page.map(shown),
        cursor: JSON.stringify(last ? [last.modifiedAt, last.id] : [at, id]),
        more: page.length === limit,
        gap: false,
      });
    },
    async walk(_object, _fields, after, limit) {
      state.reads += 1;
      guard();
      const page = [...records.values()]
        .filter((record) => record.id > (after ?? '') && !record.gone)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit);
      return answer({ records: page.map(shown), after: page.length === limit ? (page.at(-1)?.id ?? null) : null, total: records.size });
    },
    async write(_object, _fields, writes) {
      guard();
      return answer(
        writes.map((write) => {
          const known = write.id ?? byKey.get(write.key);
          if (known === undefined) {
            count += 1;
            const record: Kept = {
              id: `R${String(count).padStart(6, '0')}`,
              key: write.key,
              version: 1,
              modifiedAt: (state.now += 10),
              values: { ...write.values },
            };
            records.set(record.id, record);
            byKey.set(write.key, record.id);
            state.creates += 1;
            return { outcome: 'written' as const, record: shown(record) };
          }
          const record = records.get(known);
          if (!record || record.gone) return { outcome: 'gone' as const, into: record?.gone?.into ?? null };
          if (write.ifVersion !== null && write.ifVersion !== String(record.version)) return { outcome: 'stale' as const };
          if (record.values['Name'] === 'refuse me')
            return {
              outcome: 'refused' as const,
              sentence: 'Name: this name is not allowed.',
              issues: [{ field: 'Name', code: 'invalid', sentence: 'This name is not allowed.' }],
              request: write.values,
              response: { code: 422 },
            };
          touch(record);
          Object.assign(record.values, write.values);
          state.writes += 1;
          return { outcome: 'written' as const, record: shown(record) };
        }),
      );
    },
  };
  const adapter: SystemAdapter = {
    system: 'rest',
    label: 'Test system',
    uses: ['crm'],
    settings: [],
    credentials: [],
    records: () => system,
    hints: async (_access, secret, { headers, body }) => {
      if (headers['x-secret'] !== secret) throw new OutsideError('auth', 'The signature does not hold.');
      const message = JSON.parse(body.toString('utf8')) as { id: string; record: string };
      return [{ dedupeKey: message.id, type: 'changed', kind: 'deal', outsideId: message.record, body: message }];
    },
  };
  return {
    adapter,
    state,
    records,
    /** A person over there. */
    add(values: Record<string, Values[string]>): string {
      count += 1;
      const id = `R${String(count).padStart(6, '0')}`;
      records.set(id, { id, key: null, version: 1, modifiedAt: (state.now += 10), values });
      return id;
    },
    edit(id: string, values: Record<string, Values[string]>): void {
      const record = records.get(id);
      if (!record) throw new Error(`there is no ${id}`);
      touch(record);
      Object.assign(record.values, values);
    },
    end(id: string, gone: { reason: 'deleted' | 'merged'; into: string | null }): void {
      const record = records.get(id);
      if (!record) throw new Error(`there is no ${id}`);
      touch(record);
      record.gone = gone;
    },
  };
}
export type Outside = ReturnType<typeof createOutside>;
