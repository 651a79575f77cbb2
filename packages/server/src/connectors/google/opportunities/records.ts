import type { OutsideRecords, OutsideRecord } from '../../../modules/sync/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { partnerOf, serviceAccountOf } from '../settings.ts';
import { changesBehind, listPage, pageAt, placeOfNow, readPlace, writePlace } from './listing.ts';
import { defaultMapping, describedFields, OBJECT } from './mapping.ts';
import { getOpportunity, recordOf } from './opportunity.ts';
import { noteShared } from './shared.ts';
import { writeOpportunity } from './write.ts';

/** The quota of a project is shown in its console only; these stay well below 600 a minute. A sweep reads one page a minute. */
const limits = {
  readAtOnce: 1,
  writeAtOnce: 1,
  budgets: [
    { name: 'read', perSecond: 4, burst: 8 },
    { name: 'write', perSecond: 1, burst: 2 },
  ],
  pollMs: 60_000,
} as const;

export function googleOpportunityRecords(access: Access): OutsideRecords {
  const onlyOpportunities = (object: string): void => {
    if (object !== OBJECT) throw new OutsideError('protocol', `Google has no ${object} here, only opportunities.`);
  };
  return {
    limits,
    defaults: [defaultMapping],
    describe: () => Promise.resolve([{ kind: 'deal', object: OBJECT, label: 'Opportunity', fields: describedFields }]),
    async whoami() {
      const partner = partnerOf(access);
      const { found } = await listPage(access, null, 1);
      const [first] = found;
      return {
        account: access.account,
        sentence: `${serviceAccountOf(access).email} may read the opportunities of ${partner}. ${first === undefined ? 'There are none yet.' : `One of them is ${first.name}.`}`,
      };
    },
    async read(object, _fields, ids) {
      onlyOpportunities(object);
      const records: OutsideRecord[] = [];
      for (const id of ids) {
        const found = await getOpportunity(access, id);
        if (found !== null) records.push(recordOf(found));
      }
      return records;
    },
    async changes(object, _fields, cursor) {
      onlyOpportunities(object);
      // The rest of a sweep that finds something follows at once; one that finds nothing goes on at the next turn.
      const { fresh, place, endOfSweep } = await changesBehind(access, cursor === null ? placeOfNow(access) : readPlace(cursor));
      noteShared(access, fresh);
      return { records: fresh.map(recordOf), cursor: writePlace(place), more: fresh.length > 0 && !endOfSweep, gap: false };
    },
    async walk(object, _fields, after, limit) {
      onlyOpportunities(object);
      const { found, next } = await pageAt(access, after, limit);
      return { records: found.map(recordOf), after: next };
    },
    async write(object, _fields, writes) {
      onlyOpportunities(object);
      const written = [];
      for (const write of writes) written.push(await writeOpportunity(access, write));
      return written;
    },
  };
}
