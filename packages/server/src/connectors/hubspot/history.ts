import { createHash } from 'node:crypto';
import type { OutsideChange } from '../../modules/sync/index.ts';
import type { Access } from '../../platform/outside/index.ts';
import { isObject, objectsIn, textIn, type JsonObject } from '../crm/call.ts';
import type { Hubspot } from './client.ts';
import { CURRENCY } from './fields.ts';
import type { Reading } from './reading.ts';
import { hubspotSettings } from './settings.ts';
import { instantIn, propertiesFor, propertiesOf, valuesFrom } from './values.ts';

/** HubSpot reads half as many records at once when their history is asked for. */
export const HISTORY_AT_ONCE = 50;
/** It keeps so many values of a property of a deal. Of the oldest of a full list it is not known what was before. */
const MOST_KEPT = 20;
const OWNER = 'hubspot_owner_id';

/** The past of deals: for each property the values it had, who set each and when. */
export async function historyOf(
  access: Access,
  hubspot: Hubspot,
  reading: Reading,
  object: string,
  fields: readonly string[],
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly OutsideChange[]>> {
  if (object !== 'deals' || ids.length === 0) return new Map();
  const described = await reading.describedOf(object);
  const names = propertiesFor(object, described, fields);
  const { body } = await hubspot.call('POST', 'objects', `/${object}/batch/read`, {
    properties: described.raw.has(CURRENCY) ? [CURRENCY] : [],
    propertiesWithHistory: names,
    inputs: [...new Set(ids)].slice(0, HISTORY_AT_ONCE).map((id) => ({ id })),
  });
  const results = objectsIn(body, 'results');
  const people = await reading.people(() =>
    results.some((one) => names.some((name) => pastOf(one, name).some((past) => name === OWNER || userIn(past) !== null))),
  );
  const { currency } = hubspotSettings(access);
  return new Map(
    results.map((one) => {
      const inUse = textIn(propertiesOf(one), CURRENCY) || currency;
      const changes = names.flatMap((name) => {
        const valueIn = (past: JsonObject | undefined) => {
          const value =
            past === undefined ? null : (valuesFrom(object, described, [name], { [name]: past['value'], [CURRENCY]: inUse }, null, currency)[name] ?? null);
          return name === OWNER && typeof value === 'string' ? (people.byOwner.get(value) ?? value) : value;
        };
        const list = pastOf(one, name);
        return list.flatMap((past, index): OutsideChange[] => {
          const before = list[index + 1];
          const at = instantIn(textIn(past, 'timestamp') ?? '');
          if (at === null || (before === undefined && list.length >= MOST_KEPT)) return [];
          const [old, now] = [valueIn(before), valueIn(past)];
          if (old === now) return [];
          return [{ sourceId: `${name} ${at} ${marked(textIn(past, 'value') ?? '')}`, field: name, old, new: now, at, who: whoIn(past, people.byUser) }];
        });
      });
      return [textIn(one, 'id') ?? '', changes.toReversed().toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))];
    }),
  );
}

/** The newest first, as they come. */
const pastOf = (record: JsonObject, name: string): readonly JsonObject[] =>
  isObject(record['propertiesWithHistory']) ? objectsIn(record['propertiesWithHistory'], name) : [];

/** Two values may have one time, and a change has no id of its own. */
const marked = (value: string): string => createHash('sha256').update(value).digest('base64url').slice(0, 12);

const userIn = (past: JsonObject): string | null => textIn(past, 'updatedByUserId');

const sources: Readonly<Record<string, string>> = {
  API: 'An app',
  INTEGRATION: 'An app',
  IMPORT: 'An import',
  AUTOMATION_PLATFORM: 'A workflow',
  WORKFLOWS: 'A workflow',
  CALCULATED: 'HubSpot, by calculation',
  MERGE_OBJECTS: 'A merge',
  MIGRATION: 'HubSpot, by migration',
};
function whoIn(past: JsonObject, users: ReadonlyMap<string, string>): string | null {
  const name = users.get(userIn(past) ?? '') ?? textIn(past, 'sourceLabel') ?? '';
  return name === '' ? (sources[textIn(past, 'sourceType') ?? ''] ?? null) : name;
}
