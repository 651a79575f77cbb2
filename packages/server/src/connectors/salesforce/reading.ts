import type { OutsideRecord, OutsidePage } from '../../modules/sync/index.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { isObject, objectsIn, textIn, type CrmAnswer, type JsonObject } from '../crm/call.ts';
import { beginning, clockOf, nextPlace, placeIn, startOf, written } from '../crm/cursor.ts';
import { versionOf } from '../crm/versions.ts';
import type { Salesforce } from './client.ts';
import { CURRENCY_FIELD, describedFrom, KEY_FIELD, type Described } from './fields.ts';
import { sessionOf } from './session.ts';
import { salesforceSettings } from './settings.ts';
import { instantFrom, valuesFrom } from './values.ts';

export type Reading = ReturnType<typeof createReading>;
/** A description costs a request: it is kept for an hour, and read anew when a query shows that it is out of date. */
const DESCRIBED_FOR_MS = 3_600_000;
/** A query travels in the address, which Salesforce takes up to 16 KB. */
const LONGEST_QUERY = 12_000;
const LOWEST_ID = '000000000000000';
const ID = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;

export function createReading(access: Access, salesforce: Salesforce) {
  const { currency } = salesforceSettings(access);
  const kept = new Map<string, { readonly described: Described; readonly until: number }>();

  async function describe(object: string): Promise<Described> {
    const described = describedFrom(object, (await salesforce.call('GET', `/sobjects/${object}/describe`)).body, currency);
    kept.set(object, { described, until: access.now().getTime() + DESCRIBED_FOR_MS });
    return described;
  }
  const describedOf = async (object: string): Promise<Described> => {
    const known = kept.get(object);
    return known && known.until > access.now().getTime() ? known.described : describe(object);
  };

  /** Only columns that are there: one that an admin removed must not stop all the others. */
  async function select(
    object: string,
    fields: readonly string[],
    rest: string,
    all: boolean,
    tried = false,
  ): Promise<{ readonly records: OutsideRecord[]; readonly answer: CrmAnswer }> {
    const described = await describedOf(object);
    const columns = new Set(['Id', 'SystemModstamp', 'IsDeleted', 'MasterRecordId', CURRENCY_FIELD, KEY_FIELD, ...fields].filter(described.has));
    const soql = `SELECT ${[...columns].join(', ')} FROM ${object} ${rest}`;
    try {
      const answer = await salesforce.call('GET', `/${all ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`);
      const rows = [...objectsIn(answer.body, 'records')];
      let page = answer;
      for (let next = textIn(page.body, 'nextRecordsUrl'); next !== null; next = textIn(page.body, 'nextRecordsUrl')) {
        page = await salesforce.root(next);
        rows.push(...objectsIn(page.body, 'records'));
      }
      const { instance } = await sessionOf(access);
      return { records: rows.map((row) => recordFrom(object, described, fields, row, instance)), answer };
    } catch (error) {
      if (tried || !(error instanceof OutsideError) || !error.issues.some((issue) => issue.code === 'INVALID_FIELD')) throw error;
      kept.delete(object);
      return select(object, fields, rest, all, true);
    }
  }

  function recordFrom(object: string, described: Described, fields: readonly string[], row: JsonObject, instance: string): OutsideRecord {
    const values = valuesFrom(object, described, fields, row, currency);
    const id = textIn(row, 'Id') ?? '';
    const modifiedAt = instantFrom(textIn(row, 'SystemModstamp') ?? '') ?? new Date(0).toISOString();
    const master = textIn(row, 'MasterRecordId');
    return {
      id,
      // SystemModstamp has whole seconds, in which a record may change twice.
      version: versionOf(modifiedAt, values),
      modifiedAt,
      values,
      url: `${instance}/lightning/r/${object}/${id}/view`,
      ...(row['IsDeleted'] === true
        ? { gone: master === null ? { reason: 'deleted' as const, into: null } : { reason: 'merged' as const, into: master } }
        : {}),
    };
  }

  return {
    describe,
    describedOf,
    /** `field` is Id or our key. */
    async where(object: string, fields: readonly string[], field: string, given: readonly string[], all: boolean): Promise<OutsideRecord[]> {
      const found: OutsideRecord[] = [];
      // One id that cannot be one would have the whole query refused.
      const values = field === 'Id' ? given.filter((id) => ID.test(id)) : given;
      const room = LONGEST_QUERY - fields.join(', ').length;
      for (let at = 0; at < values.length;) {
        let list = '';
        while (at < values.length && (list === '' || list.length + (values[at]?.length ?? 0) + 9 < room))
          list += `${list === '' ? '' : ','}'${quoted(values[at++] ?? '')}'`;
        found.push(...(await select(object, fields, `WHERE ${field} IN (${list})`, all)).records);
      }
      return found;
    },
    async changes(object: string, fields: readonly string[], cursor: string | null, limit: number): Promise<OutsidePage> {
      if (cursor === null) {
        // By their clock, not ours: from the last change on.
        const { records } = await select(object, [], 'ORDER BY SystemModstamp DESC, Id DESC LIMIT 1', true);
        return { records: [], cursor: written(beginning(records[0] ? Date.parse(records[0].modifiedAt) : 0)), more: false, gap: false };
      }
      const place = placeIn(cursor);
      const start = startOf(place);
      const at = new Date(start.at).toISOString();
      const { records, answer } = await select(
        object,
        fields,
        `WHERE SystemModstamp > ${at} OR (SystemModstamp = ${at} AND Id > '${start.id === '' ? LOWEST_ID : quoted(start.id)}') ORDER BY SystemModstamp, Id LIMIT ${limit}`,
        true,
      );
      const last = records.at(-1);
      const more = records.length >= limit;
      const next = nextPlace(place, last ? { at: Date.parse(last.modifiedAt), id: last.id } : null, more, clockOf(answer.headers));
      return { records, cursor: written(next), more, gap: false };
    },
    async walk(object: string, fields: readonly string[], after: string | null, limit: number) {
      const { records } = await select(object, fields, `${after === null ? '' : `WHERE Id > '${quoted(after)}' `}ORDER BY Id LIMIT ${limit}`, false);
      const last = records.length >= limit ? (records.at(-1)?.id ?? null) : null;
      if (after !== null) return { records, after: last };
      const counted = await salesforce.call('GET', `/query?q=${encodeURIComponent(`SELECT COUNT() FROM ${object}`)}`);
      const total = isObject(counted.body) ? Number(counted.body['totalSize']) : Number.NaN;
      return { records, after: last, ...(Number.isInteger(total) ? { total } : {}) };
    },
  };
}

const quoted = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
