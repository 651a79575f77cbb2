import type { OutsideChange, Value } from '../../modules/sync/index.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { isObject, objectsIn, textIn, type Json, type JsonObject } from '../crm/call.ts';
import type { Salesforce } from './client.ts';
import { CURRENCY_FIELD, type Described } from './fields.ts';
import type { Reading } from './reading.ts';
import { salesforceSettings } from './settings.ts';
import { instantFrom, valueFrom } from './values.ts';

/** Two queries a call, each of an address that Salesforce takes. */
export const HISTORY_AT_ONCE = 200;
/** A page has up to 2,000 rows; where the pasts of these records have more, fewer are asked for at a time. */
const MOST_PAGES = 5;
const OPPORTUNITY = 'Opportunity';

type Row = { readonly id: string; readonly about: string; readonly at: string; readonly who: string | null; readonly raw: JsonObject };
type Rows = { readonly rows: readonly Row[]; readonly all: boolean };
const none: readonly Row[] = [];

/**
 * The past of opportunities from both places where Salesforce keeps it: OpportunityFieldHistory has a row for each change of a field that
 * an admin lets be tracked; OpportunityHistory has stage, amount and close date as they were after each change, from the making on and
 * whatever is tracked.
 */
export async function historyOf(
  access: Access,
  salesforce: Salesforce,
  reading: Reading,
  object: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly OutsideChange[]>> {
  if (object !== OPPORTUNITY || ids.length === 0) return new Map();
  const described = await reading.describedOf(object);
  const currency = described.has(CURRENCY_FIELD) ? `, ${OPPORTUNITY}.${CURRENCY_FIELD}` : '';
  const about = `Id, OpportunityId, CreatedDate, CreatedBy.Name${currency}`;
  const fields = await asked(salesforce, `SELECT ${about}, Field, DataType, OldValue, NewValue FROM OpportunityFieldHistory`, ids);
  const snapshots = await asked(salesforce, `SELECT ${about}, StageName, Amount, CloseDate FROM OpportunityHistory`, ids);
  if (fields instanceof OutsideError && snapshots instanceof OutsideError) throw fields;
  const ofFields = fields instanceof OutsideError ? { rows: none, all: true } : fields;
  const ofSnapshots = snapshots instanceof OutsideError ? { rows: none, all: true } : snapshots;
  if (ids.length > 1 && !(ofFields.all && ofSnapshots.all)) {
    const half = Math.ceil(ids.length / 2);
    const first = await historyOf(access, salesforce, reading, object, ids.slice(0, half));
    return new Map([...first, ...(await historyOf(access, salesforce, reading, object, ids.slice(half)))]);
  }
  const inUse = salesforceSettings(access).currency;
  const byRecord = Map.groupBy(ofFields.rows, (row) => row.about);
  const snapshotsOf = Map.groupBy(ofSnapshots.rows, (row) => row.about);
  return new Map(
    ids.map((id) => {
      const tracked = changesFrom(described, byRecord.get(id) ?? none, inUse);
      const seen = new Set(tracked.map((change) => `${change.field} ${change.at}`));
      const others = changesBetween(described, snapshotsOf.get(id) ?? none, ofSnapshots.all, inUse).filter(
        (change) => !seen.has(`${change.field} ${change.at}`),
      );
      return [id, [...tracked, ...others].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))];
    }),
  );
}

/** Newest first; an org that does not let us look is told apart from one that cannot be reached. */
async function asked(salesforce: Salesforce, select: string, ids: readonly string[]): Promise<Rows | OutsideError> {
  const list = ids.flatMap((id) => (/^[a-zA-Z0-9]{15,18}$/.test(id) ? [`'${id}'`] : [])).join(',');
  if (list === '') return { rows: none, all: true };
  try {
    let { body } = await salesforce.call(
      'GET',
      `/query?q=${encodeURIComponent(`${select} WHERE OpportunityId IN (${list}) ORDER BY CreatedDate DESC, Id DESC`)}`,
    );
    const rows = objectsIn(body, 'records').map(rowFrom);
    for (let page = 1; page < MOST_PAGES; page += 1) {
      const next = textIn(body, 'nextRecordsUrl');
      if (next === null) break;
      ({ body } = await salesforce.root(next));
      rows.push(...objectsIn(body, 'records').map(rowFrom));
    }
    return { rows, all: textIn(body, 'nextRecordsUrl') === null };
  } catch (error) {
    // Tracking that was never switched on, or an object hidden from the integration user.
    if (error instanceof OutsideError && (error.failure === 'permission' || error.issues.some(({ code }) => code === 'INVALID_FIELD'))) return error;
    throw error;
  }
}

const rowFrom = (raw: JsonObject): Row => ({
  id: textIn(raw, 'Id') ?? '',
  about: textIn(raw, 'OpportunityId') ?? '',
  at: instantFrom(textIn(raw, 'CreatedDate') ?? '') ?? new Date(0).toISOString(),
  who: textIn(raw['CreatedBy'], 'Name'),
  raw,
});

/** A reference has two rows a change, of ids and of names: the names say more, and the ids stand in where there are none. */
function changesFrom(described: Described, rows: readonly Row[], currency: string): OutsideChange[] {
  const field = (row: Row): string => textIn(row.raw, 'Field') ?? '';
  const named = new Set(rows.filter((row) => row.raw['DataType'] !== 'EntityId').map((row) => `${field(row)} ${row.at}`));
  return rows.toReversed().flatMap((row) => {
    const name = field(row);
    if (row.raw['DataType'] === 'EntityId' && named.has(`${name} ${row.at}`)) return [];
    const own = described.has(name) ? name : `${name}Id`;
    // Making, locking and the like are no changes of a field.
    if (!described.has(own)) return [];
    return [
      {
        ...of(row),
        field: own,
        old: value(described, own, row, row.raw['OldValue'], currency),
        new: value(described, own, row, row.raw['NewValue'], currency),
      },
    ];
  });
}

/** What differs from one snapshot to the next; the first, where it is the first of all, says what the record began with. */
function changesBetween(described: Described, rows: readonly Row[], all: boolean, currency: string): OutsideChange[] {
  const ordered = rows.toReversed();
  return ordered.flatMap((row, index) => {
    const before = ordered[index - 1];
    if (before === undefined && !all) return [];
    return ['StageName', 'Amount', 'CloseDate'].flatMap((field) => {
      const was = before === undefined ? null : value(described, field, before, before.raw[field], currency);
      const is = value(described, field, row, row.raw[field], currency);
      return was === is || !described.has(field) ? [] : [{ ...of(row), sourceId: `${row.id} ${field}`, field, old: was, new: is }];
    });
  });
}

const of = (row: Row): Pick<OutsideChange, 'sourceId' | 'at' | 'who'> => ({ sourceId: row.id, at: row.at, who: row.who });

function value(described: Described, field: string, row: Row, given: Json | undefined, currency: string): Value {
  const own = isObject(row.raw[OPPORTUNITY]) ? textIn(row.raw[OPPORTUNITY], CURRENCY_FIELD) : null;
  return valueFrom(`${OPPORTUNITY}.${field}`, described.types.get(field) ?? 'string', given ?? null, own ?? currency);
}
