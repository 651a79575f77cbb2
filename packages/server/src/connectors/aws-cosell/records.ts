import type { OutsideRecord, OutsideRecords } from '../../modules/sync/index.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { sellingClient } from './client.ts';
import { listBehind, newest, placeBehind, readPlace, start, writePlace, type Listed } from './listing.ts';
import { defaultMapping, describedFields, OBJECT } from './mapping.ts';
import { readRecord } from './opportunity.ts';
import { writeOpportunity } from './write.ts';

/** AWS counts 10 reads and 1 write a second for an account. Reading one opportunity takes two requests: ours, and AWS' side of it. */
const limits = {
  readAtOnce: 1,
  writeAtOnce: 1,
  budgets: [
    { name: 'read', perSecond: 5, burst: 5 },
    { name: 'write', perSecond: 1, burst: 1 },
  ],
  pollMs: 60_000,
} as const;

export function awsCosellRecords(access: Access): OutsideRecords {
  const selling = sellingClient(access);
  const onlyOpportunities = (object: string): void => {
    if (object !== OBJECT) throw new OutsideError('protocol', `AWS Partner Central has no ${object} here, only opportunities.`);
  };

  /** What could be read before AWS wanted a pause is kept: the next page goes on behind it. */
  async function readListed(found: readonly Listed[]): Promise<{ records: OutsideRecord[]; handled: Listed[] }> {
    const records: OutsideRecord[] = [];
    const handled: Listed[] = [];
    for (const listed of found) {
      try {
        const record = await readRecord(selling, listed.id);
        if (record !== null) records.push(record);
      } catch (error) {
        if (handled.length > 0 && error instanceof OutsideError && error.mayPass) break;
        throw error;
      }
      handled.push(listed);
    }
    return { records, handled };
  }

  return {
    limits,
    defaults: [defaultMapping],
    describe: () => Promise.resolve([{ kind: 'deal', object: OBJECT, label: 'Opportunity', fields: describedFields }]),
    async whoami() {
      const latest = await newest(selling);
      const catalogue = selling.catalog === 'AWS' ? 'the live catalogue' : 'the sandbox catalogue';
      return {
        account: access.account,
        sentence: `AWS account ${access.account} may read opportunities in ${catalogue}. ${latest === null ? 'There are none yet.' : `The last one changed is ${latest.id}.`}`,
      };
    },
    async read(object, _fields, ids) {
      onlyOpportunities(object);
      const records: OutsideRecord[] = [];
      for (const id of ids) {
        const record = await readRecord(selling, id);
        if (record !== null) records.push(record);
      }
      return records;
    },
    async changes(object, _fields, cursor, limit) {
      onlyOpportunities(object);
      if (cursor === null) {
        const latest = await newest(selling);
        return { records: [], cursor: writePlace(latest === null ? start : placeBehind(start, [latest])), more: false, gap: false };
      }
      const place = readPlace(cursor);
      const { found, more } = await listBehind(selling, 'LastModifiedDate', place, limit);
      const { records, handled } = await readListed(found);
      return { records, cursor: writePlace(placeBehind(place, handled)), more: more || handled.length < found.length, gap: false };
    },
    async walk(object, _fields, after, limit) {
      onlyOpportunities(object);
      // By the day it was made, which never changes.
      const place = after === null ? start : readPlace(after);
      const { found, more } = await listBehind(selling, 'CreatedDate', place, limit);
      const { records, handled } = await readListed(found);
      return { records, after: more || handled.length < found.length ? writePlace(placeBehind(place, handled)) : null };
    },
    async write(object, _fields, writes) {
      onlyOpportunities(object);
      const written = [];
      for (const write of writes) written.push(await writeOpportunity(selling, write));
      return written;
    },
  };
}
