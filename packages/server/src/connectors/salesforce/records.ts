import type { OutsideRecords } from '../../modules/sync/index.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { isList, textIn } from '../crm/call.ts';
import { createSalesforce } from './client.ts';
import { salesforceDefaults } from './defaults.ts';
import { objectOf, objects } from './fields.ts';
import { HISTORY_AT_ONCE, historyOf } from './history.ts';
import { createReading } from './reading.ts';
import { salesforceSettings } from './settings.ts';
import { writeRecords } from './writing.ts';

/** Five objects, each asked for every six minutes: less than one request a minute while nothing happens. */
const POLL_MS = 360_000;

export function salesforceRecords(access: Access): OutsideRecords {
  const salesforce = createSalesforce(access);
  const reading = createReading(access, salesforce);
  return {
    // A call of ours is a few of theirs; an org has 25 long ones at a time, and so many a day, which `left` tells.
    limits: {
      readAtOnce: 400,
      writeAtOnce: 200,
      historyAtOnce: HISTORY_AT_ONCE,
      budgets: [
        { name: 'read', perSecond: 10, burst: 20 },
        { name: 'write', perSecond: 5, burst: 10 },
      ],
      pollMs: POLL_MS,
    },
    defaults: salesforceDefaults,
    describe: async () => {
      const all = [];
      for (const { object } of objects) all.push(...objectOf(object, await reading.describe(object)));
      return all;
    },
    async whoami() {
      const { apiVersion } = salesforceSettings(access);
      const listed = await salesforce.root('/services/data');
      const versions = isList(listed.body) ? listed.body.flatMap((one) => textIn(one, 'version') ?? []) : [];
      if (!versions.includes(apiVersion))
        throw new OutsideError(
          'auth',
          `This org does not speak version ${apiVersion} of the API; it speaks ${versions.at(0) ?? '?'} to ${versions.at(-1) ?? '?'}. Change the API version of the connection.`,
        );
      const { body } = await salesforce.root('/services/oauth2/userinfo');
      const account = textIn(body, 'organization_id') ?? '';
      const user = textIn(body, 'preferred_username') ?? textIn(body, 'name') ?? 'somebody';
      return { account, sentence: `Signed in as ${user} to the org ${account}.` };
    },
    read: (object, fields, ids) => reading.where(object, fields, 'Id', ids, true),
    changes: (object, fields, cursor, limit) => reading.changes(object, fields, cursor, limit),
    walk: (object, fields, after, limit) => reading.walk(object, fields, after, limit),
    write: (object, fields, writes) => writeRecords(access, salesforce, reading, object, fields, writes),
    history: (object, _fields, ids) => historyOf(access, salesforce, reading, object, ids),
    left: () => ({ read: salesforce.left(), write: salesforce.left() }),
  };
}
