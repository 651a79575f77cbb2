import type { OutsideRecord, OutsideRecords, OutsideWritten } from '../../../modules/sync/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { listBehind, newest, placeBehind, readPlace, start, writePlace } from './listing.ts';
import { defaultMapping, describedFields, OBJECT } from './mapping.ts';
import { recordOf } from './record.ts';
import { getReferral } from './referral.ts';
import { writeReferral } from './write.ts';

/** Microsoft publishes no quota of this service: what is asked stays well below what others report. */
const limits = {
  readAtOnce: 1,
  writeAtOnce: 1,
  budgets: [
    { name: 'read', perSecond: 4, burst: 8 },
    { name: 'write', perSecond: 1, burst: 4 },
  ],
  pollMs: 60_000,
} as const;

export function microsoftReferralRecords(access: Access): OutsideRecords {
  const onlyReferrals = (object: string): void => {
    if (object !== OBJECT) throw new OutsideError('protocol', `Partner Center has no ${object} here, only referrals.`);
  };
  return {
    limits,
    defaults: [defaultMapping],
    describe: () => Promise.resolve([{ kind: 'deal', object: OBJECT, label: 'Referral', fields: describedFields }]),
    async whoami() {
      const latest = await newest(access);
      return {
        account: access.account,
        sentence: `The service account of ${access.account} may read referrals in Partner Center. ${latest === null ? 'There are none yet.' : `The last one changed is ${latest.id}.`}`,
      };
    },
    async read(object, _fields, ids) {
      onlyReferrals(object);
      const records: OutsideRecord[] = [];
      for (const id of ids) {
        const referral = await getReferral(access, id);
        if (referral !== null) records.push(recordOf(referral));
      }
      return records;
    },
    async changes(object, _fields, cursor, limit) {
      onlyReferrals(object);
      if (cursor === null) {
        const latest = await newest(access);
        return { records: [], cursor: writePlace(latest === null ? start : placeBehind(start, [latest], 'updatedDateTime')), more: false, gap: false };
      }
      const place = readPlace(cursor);
      const { found, more } = await listBehind(access, 'updatedDateTime', place, limit);
      return { records: found.map(recordOf), cursor: writePlace(placeBehind(place, found, 'updatedDateTime')), more, gap: false };
    },
    async walk(object, _fields, after, limit) {
      onlyReferrals(object);
      // By the day it was made, which never changes.
      const place = after === null ? start : readPlace(after);
      const { found, more } = await listBehind(access, 'createdDateTime', place, limit);
      return { records: found.map(recordOf), after: more ? writePlace(placeBehind(place, found, 'createdDateTime')) : null };
    },
    async write(object, _fields, writes) {
      onlyReferrals(object);
      const written: OutsideWritten[] = [];
      for (const write of writes) written.push(await writeReferral(access, write));
      return written;
    },
  };
}
