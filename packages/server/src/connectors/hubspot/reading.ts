import type { OutsidePage, OutsideRecord } from '../../modules/sync/index.ts';
import type { Access } from '../../platform/outside/index.ts';
import { isObject, listIn, objectsIn, textIn, type CrmAnswer, type Json, type JsonObject } from '../crm/call.ts';
import { beginning, clockOf, nextPlace, placeIn, startOf, written } from '../crm/cursor.ts';
import { versionOf } from '../crm/versions.ts';
import type { Hubspot } from './client.ts';
import { COMPANY, describedFrom, FULL_NAME, MERGED, objectNamed, ownerFields, type Described } from './fields.ts';
import { hubspotSettings } from './settings.ts';
import { instantIn, propertiesFor, propertiesOf, valuesFrom } from './values.ts';

export type Reading = ReturnType<typeof createReading>;
type People = { readonly byOwner: ReadonlyMap<string, string>; readonly byUser: ReadonlyMap<string, string> };
const DESCRIBED_FOR_MS = 3_600_000;
const AT_ONCE = 100;

export function createReading(access: Access, hubspot: Hubspot) {
  const { currency } = hubspotSettings(access);
  const kept = new Map<string, { readonly described: Described; readonly until: number }>();

  async function describe(object: string): Promise<Described> {
    if (object === 'owners') return { fields: ownerFields, raw: new Map(), hasKey: false, pipelineOf: new Map() };
    const properties = (await hubspot.call('GET', 'properties', `/${object}`)).body;
    const pipelines = object === 'deals' ? (await hubspot.call('GET', 'pipelines', '/deals')).body : null;
    const described = describedFrom(object, properties, pipelines);
    kept.set(object, { described, until: access.now().getTime() + DESCRIBED_FOR_MS });
    return described;
  }
  const describedOf = async (object: string): Promise<Described> => {
    const known = kept.get(object);
    return known && known.until > access.now().getTime() ? known.described : describe(object);
  };
  const columns = (object: string, described: Described, fields: readonly string[]): string[] => [
    ...new Set([...propertiesFor(object, described, fields), ...(described.raw.has(MERGED) ? [MERGED] : [])]),
  ];

  /** The main company of each of these records; the one without a label where none is the main one. */
  async function companiesOf(object: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const { body } = await hubspot.call('POST', 'associations', `/${object}/companies/batch/read`, {
        inputs: ids.slice(at, at + AT_ONCE).map((id) => ({ id })),
      });
      for (const result of objectsIn(body, 'results')) {
        const from = textIn(result['from'], 'id');
        const links = objectsIn(result, 'to');
        const primary = links.find((link) => objectsIn(link, 'associationTypes').some((type) => textIn(type, 'label') === 'Primary')) ?? links[0];
        const company = textIn(primary, 'toObjectId');
        if (from !== null && company !== null) found.set(from, company);
      }
    }
    return found;
  }

  async function recordsFrom(object: string, described: Described, fields: readonly string[], results: readonly JsonObject[]): Promise<OutsideRecord[]> {
    const companies =
      fields.includes(COMPANY) && results.length > 0
        ? await companiesOf(
            object,
            results.map((one) => textIn(one, 'id') ?? ''),
          )
        : new Map<string, string>();
    return results.map((one) => {
      const id = textIn(one, 'id') ?? '';
      const properties = propertiesOf(one);
      const values = valuesFrom(object, described, fields, properties, companies.get(id) ?? null, currency);
      const modified = objectNamed(object)?.modified ?? '';
      const modifiedAt = instantIn(textIn(properties, modified) ?? textIn(one, 'updatedAt') ?? '') ?? new Date(0).toISOString();
      return {
        id,
        version: versionOf(modifiedAt, values),
        modifiedAt,
        values,
        url: access.account === '' ? null : `https://app.hubspot.com/contacts/${access.account}/record/${objectNamed(object)?.typeId ?? ''}/${id}`,
        ...(one['archived'] === true ? { gone: { reason: 'deleted' as const, into: null } } : {}),
      };
    });
  }
  /** Those that were merged into one of these: the winner tells, and reading a loser's id shows the winner. */
  const mergedInto = (results: readonly JsonObject[]): Map<string, { readonly into: string; readonly at: string }> =>
    new Map(
      results.flatMap((one) =>
        (textIn(propertiesOf(one), MERGED) ?? '')
          .split(';')
          .flatMap((loser) => (loser === '' ? [] : [[loser, { into: textIn(one, 'id') ?? '', at: textIn(one, 'updatedAt') ?? '' }] as const])),
      ),
    );
  const mergedRecord = (id: string, { into, at }: { into: string; at: string }): OutsideRecord => ({
    id,
    version: `merged ${into}`,
    modifiedAt: instantIn(at) ?? new Date(0).toISOString(),
    values: {},
    gone: { reason: 'merged', into },
  });

  async function rawOwners(archived: boolean): Promise<JsonObject[]> {
    const found: JsonObject[] = [];
    for (let after: string | null = ''; after !== null;) {
      const query = `?limit=500${archived ? '&archived=true' : ''}${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`;
      const { body }: CrmAnswer = await hubspot.call('GET', 'owners', query);
      found.push(...objectsIn(body, 'results'));
      after = nextIn(body);
    }
    return found;
  }
  const ownerName = (one: JsonObject): string | null => [textIn(one, 'firstName'), textIn(one, 'lastName')].filter(Boolean).join(' ') || null;
  async function owners(fields: readonly string[]): Promise<OutsideRecord[]> {
    return (await rawOwners(false)).map((one) => {
      const all: Record<string, string | null> = { email: textIn(one, 'email'), [FULL_NAME]: ownerName(one) };
      const modifiedAt = instantIn(textIn(one, 'updatedAt') ?? '') ?? new Date(0).toISOString();
      return {
        id: textIn(one, 'id') ?? '',
        version: modifiedAt,
        modifiedAt,
        values: Object.fromEntries(fields.map((name) => [name, all[name] ?? null])),
      };
    });
  }

  let known: { readonly people: People; readonly until: number } | null = null;
  /** Names of owners and users, those who left included; asked for once an hour, and only where a name is wanted. */
  async function people(wanted: () => boolean): Promise<People> {
    if (known && known.until > access.now().getTime()) return known.people;
    if (!wanted()) return { byOwner: new Map(), byUser: new Map() };
    const all = [...(await rawOwners(true)), ...(await rawOwners(false))];
    const names = (key: string): Map<string, string> =>
      new Map(
        all.flatMap((one) => {
          const id = textIn(one, key);
          const name = ownerName(one) ?? textIn(one, 'email');
          return id === null || name === null ? [] : [[id, name] as const];
        }),
      );
    // Of somebody who left, the user is no longer said under userId.
    const found = { byOwner: names('id'), byUser: new Map([...names('userIdIncludingInactive'), ...names('userId')]) };
    known = { people: found, until: access.now().getTime() + DESCRIBED_FOR_MS };
    return found;
  }

  async function search(
    object: string,
    described: Described,
    fields: readonly string[],
    filters: readonly object[],
    sort: string,
    direction: string,
    limit: number,
  ): Promise<{ results: readonly JsonObject[]; answer: CrmAnswer }> {
    const answer = await hubspot.call('POST', 'objects', `/${object}/search`, {
      filterGroups: filters.length === 0 ? [] : [{ filters }],
      sorts: [{ propertyName: sort, direction }],
      properties: columns(object, described, fields),
      limit,
    });
    return { results: objectsIn(answer.body, 'results'), answer };
  }

  return {
    describe,
    describedOf,
    companiesOf,
    people,
    async read(object: string, fields: readonly string[], ids: readonly string[]): Promise<OutsideRecord[]> {
      if (object === 'owners') return (await owners(fields)).filter((one) => ids.includes(one.id));
      const described = await describedOf(object);
      const found: OutsideRecord[] = [];
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        const part = [...new Set(ids.slice(at, at + AT_ONCE))];
        const answer = await hubspot.call('POST', 'objects', `/${object}/batch/read`, {
          properties: columns(object, described, fields),
          inputs: part.map((id) => ({ id })),
        });
        const results = objectsIn(answer.body, 'results');
        const own = new Set(results.map((one) => textIn(one, 'id') ?? ''));
        const merged = mergedInto(results);
        found.push(
          ...(await recordsFrom(
            object,
            described,
            fields,
            results.filter((one, index) => part.includes(textIn(one, 'id') ?? '') && results.findIndex((other) => other['id'] === one['id']) === index),
          )),
        );
        for (const id of part) {
          const into = merged.get(id);
          if (into && !own.has(id)) found.push(mergedRecord(id, into));
        }
      }
      return found;
    },
    async changes(object: string, fields: readonly string[], cursor: string | null, limit: number): Promise<OutsidePage> {
      // People hardly change, and whoever is named on a record is read when it is.
      if (object === 'owners') return { records: [], cursor: written(beginning(0)), more: false, gap: false };
      const described = await describedOf(object);
      const modified = objectNamed(object)?.modified ?? 'hs_lastmodifieddate';
      const timeOf = (one: JsonObject | undefined): number => Date.parse(instantIn(textIn(propertiesOf(one ?? {}), modified) ?? '') ?? '');
      if (cursor === null) {
        const { results } = await search(object, described, [], [], modified, 'DESCENDING', 1);
        return { records: [], cursor: written(beginning(results[0] ? timeOf(results[0]) : 0)), more: false, gap: false };
      }
      const place = placeIn(cursor);
      const start = startOf(place);
      const size = Math.min(limit, AT_ONCE * 2);
      // A search sorts by one property only. So those of the very time where we stand are read to the end by id, then those after it;
      // each search begins at its first result, and the limit of 10,000 results never comes near.
      const alike = await search(
        object,
        described,
        fields,
        [
          { propertyName: modified, operator: 'EQ', value: String(start.at) },
          ...(start.id === '' ? [] : [{ propertyName: 'hs_object_id', operator: 'GT', value: start.id }]),
        ],
        'hs_object_id',
        'ASCENDING',
        size,
      );
      let { results, answer } = alike;
      let more = results.length >= size;
      let last = results.length > 0 ? { at: start.at, id: textIn(results.at(-1), 'id') ?? '' } : null;
      if (!more) {
        const later = await search(
          object,
          described,
          fields,
          [{ propertyName: modified, operator: 'GT', value: String(start.at) }],
          modified,
          'ASCENDING',
          size,
        );
        results = [...results, ...later.results];
        answer = later.answer;
        more = later.results.length >= size;
        const at = timeOf(later.results.at(-1));
        // Of the last time of a full page there may be more: it is read again, by id.
        if (later.results.length > 0) last = { at, id: more ? '' : (textIn(later.results.at(-1), 'id') ?? '') };
      }
      const records = await recordsFrom(object, described, fields, results);
      const next = nextPlace(place, last, more, clockOf(answer.headers));
      return { records: [...records, ...[...mergedInto(results)].map(([id, into]) => mergedRecord(id, into))], cursor: written(next), more, gap: false };
    },
    async walk(object: string, fields: readonly string[], after: string | null) {
      if (object === 'owners') return { records: await owners(fields), after: null };
      const described = await describedOf(object);
      const query = new URLSearchParams({
        limit: String(AT_ONCE),
        properties: columns(object, described, fields).join(','),
        ...(after === null ? {} : { after }),
      });
      const { body } = await hubspot.call('GET', 'objects', `/${object}?${query.toString()}`);
      return { records: await recordsFrom(object, described, fields, objectsIn(body, 'results')), after: nextIn(body) };
    },
  };
}

function nextIn(body: Json): string | null {
  const paging = isObject(body) ? body['paging'] : undefined;
  return isObject(paging) ? textIn(paging['next'], 'after') : null;
}

export const idsInContext = (error: JsonObject, key: string): string[] => listIn(error['context'], key).flatMap((one) => (typeof one === 'string' ? one : []));
