import type { OutsideObject, OutsideRecords } from '../../modules/sync/index.ts';
import type { Access } from '../../platform/outside/index.ts';
import { isObject, textIn } from '../crm/call.ts';
import { createHubspot } from './client.ts';
import { hubspotDefaults } from './defaults.ts';
import { objects } from './fields.ts';
import { HISTORY_AT_ONCE, historyOf } from './history.ts';
import { createReading } from './reading.ts';
import { writeRecords } from './writing.ts';

/** Four objects are asked for, with two searches each: at every ten minutes that is less than a request a minute. */
const POLL_MS = 600_000;

export function hubspotRecords(access: Access): OutsideRecords {
  const hubspot = createHubspot(access);
  const reading = createReading(access, hubspot);
  return {
    // An app may send 110 requests in ten seconds; a read of ours is up to two of theirs, a write up to six.
    limits: {
      readAtOnce: 100,
      writeAtOnce: 100,
      historyAtOnce: HISTORY_AT_ONCE,
      budgets: [
        { name: 'read', perSecond: 3, burst: 8 },
        { name: 'write', perSecond: 0.7, burst: 4 },
      ],
      pollMs: POLL_MS,
    },
    defaults: hubspotDefaults,
    async describe() {
      const all: OutsideObject[] = [];
      for (const { kind, object, label } of objects) all.push({ kind, object, label, fields: (await reading.describe(object)).fields });
      return all;
    },
    async whoami() {
      const token = await hubspot.token();
      // A private app's token tells its account elsewhere; that it may read is enough to know.
      if ((access.credentials['accessToken'] ?? '') !== '') {
        const { body } = await hubspot.plain('/account-info/v3/details').catch(async () => hubspot.call('GET', 'owners', '?limit=1'));
        const account = textIn(body, 'portalId') ?? access.account;
        return { account, sentence: `Signed in to the account ${account} by a private app.` };
      }
      const { body } = await hubspot.plain(`/oauth/v1/access-tokens/${encodeURIComponent(token)}`);
      const account = textIn(body, 'hub_id') ?? '';
      return {
        account,
        sentence: `Signed in to the account ${account}${isObject(body) && typeof body['hub_domain'] === 'string' ? ` (${body['hub_domain']})` : ''}.`,
      };
    },
    read: (object, fields, ids) => reading.read(object, fields, ids),
    changes: (object, fields, cursor, limit) => reading.changes(object, fields, cursor, limit),
    walk: (object, fields, after) => reading.walk(object, fields, after),
    write: (object, fields, writes) => writeRecords(access, hubspot, reading, object, fields, writes),
    history: (object, fields, ids) => historyOf(access, hubspot, reading, object, fields, ids),
    left: () => ({ read: hubspot.left(), write: hubspot.left() }),
  };
}
