import type { OutsideRecord, OutsideWrite, OutsideWritten } from '../../modules/sync/index.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { cut, isList, isObject, listIn, textIn, type JsonObject } from '../crm/call.ts';
import { afterWrite, compare } from '../crm/versions.ts';
import { faultsIn, issueOf, type Salesforce, type SalesforceFault } from './client.ts';
import { CURRENCY_FIELD, KEY_FIELD, type Described } from './fields.ts';
import type { Reading } from './reading.ts';
import { salesforceSettings } from './settings.ts';
import { bodyFrom } from './values.ts';

type Item = { readonly index: number; readonly write: OutsideWrite; readonly before: OutsideRecord | null; readonly body: JsonObject };

/** Up to 200 records in a batch, each with its own outcome. */
export async function writeRecords(
  access: Access,
  salesforce: Salesforce,
  reading: Reading,
  object: string,
  fields: readonly string[],
  writes: readonly OutsideWrite[],
): Promise<OutsideWritten[]> {
  const described = await reading.describedOf(object);
  const { currency } = salesforceSettings(access);
  const indexed = writes.map((write, index) => ({ index, write }));
  const ends = new Map<number, OutsideWritten>();
  const currencyOf = (record: OutsideRecord | null): string => {
    const own = record?.values[CURRENCY_FIELD];
    return typeof own === 'string' ? own : currency;
  };

  // Salesforce takes no If-Match for batches, and for single records only of accounts: the precondition is a comparison.
  const updates = indexed.filter(({ write }) => write.id !== null);
  const withCurrency = [...new Set([...fields, CURRENCY_FIELD])];
  const present =
    updates.length === 0
      ? []
      : await reading.where(
          object,
          fields,
          'Id',
          updates.map(({ write }) => write.id ?? ''),
          true,
        );
  const currencies =
    updates.some(({ write }) => hasMoney(described, write)) && !fields.includes(CURRENCY_FIELD)
      ? await reading.where(
          object,
          withCurrency,
          'Id',
          updates.map(({ write }) => write.id ?? ''),
          true,
        )
      : present;
  const inCurrency = new Map(currencies.map((record) => [record.id, currencyOf(record)]));
  const compared = compare(updates, present);
  for (const [index, end] of compared.ends) ends.set(index, end);
  const changing = compared.going.map(({ index, write, now }): Item => ({
    index,
    write,
    before: now,
    body: bodyFrom(object, described, write.values, inCurrency.get(now.id) ?? currency),
  }));
  const ids = new Map<number, string>();
  await send(changing, 'PATCH', '/composite/sobjects', ({ write, body }) => ({ attributes: { type: object }, id: write.id, ...body }));

  const creations = indexed.filter(({ write }) => write.id === null);
  if (creations.length > 0 && !described.hasKey) for (const { index, write } of creations) ends.set(index, withoutKey(object, write));
  else if (creations.length > 0) {
    // One that was made before its answer got lost is there already; what can be set only once must not be sent again.
    const made = await reading.where(
      object,
      [KEY_FIELD],
      KEY_FIELD,
      creations.map(({ write }) => write.key),
      false,
    );
    const known = new Set(made.map((record) => record.values[KEY_FIELD]));
    const once = new Set(described.fields.filter((field) => field.createOnly).map((field) => field.key));
    const items = creations.map(({ index, write }): Item => {
      const body = bodyFrom(object, described, write.values, currency);
      return { index, write, before: null, body: known.has(write.key) ? Object.fromEntries(Object.entries(body).filter(([name]) => !once.has(name))) : body };
    });
    await send(items, 'PATCH', `/composite/sobjects/${object}/${KEY_FIELD}`, ({ write, body }) => ({
      attributes: { type: object },
      [KEY_FIELD]: write.key,
      ...body,
    }));
  }

  if (ids.size > 0) {
    const after = new Map((await reading.where(object, fields, 'Id', [...ids.values()], true)).map((record) => [record.id, record]));
    const before = new Map(changing.map((item) => [item.index, item.before]));
    for (const [index, id] of ids) {
      const write = writes[index];
      if (write) ends.set(index, { outcome: 'written', record: afterWrite(id, write, before.get(index) ?? null, after.get(id)) });
    }
  }
  return writes.map(
    (write, index) =>
      ends.get(index) ?? { outcome: 'later', sentence: `Salesforce did not say what became of ${write.id ?? 'the new record'}.`, afterMs: 5_000 },
  );

  async function send(items: readonly Item[], method: string, path: string, record: (item: Item) => JsonObject): Promise<void> {
    const going = items.filter((item) => {
      if (Object.keys(item.body).length > 0 || item.write.id === null) return true;
      // Every field of this change is gone over there: nothing is left to be said.
      if (item.before) ends.set(item.index, { outcome: 'written', record: item.before });
      return false;
    });
    if (going.length === 0) return;
    const answer = await salesforce.call(method, path, { allOrNone: false, records: going.map(record) });
    const results = isList(answer.body) ? answer.body : [];
    for (const [at, item] of going.entries()) {
      const result = results[at];
      if (!isObject(result)) continue;
      const id = textIn(result, 'id') ?? item.write.id;
      if (result['success'] === true && id !== null) ids.set(item.index, id);
      else ends.set(item.index, endOf(faultsIn(listIn(result, 'errors')), record(item), result));
    }
  }
}

const hasMoney = (described: Described, write: OutsideWrite): boolean => Object.keys(write.values).some((name) => described.types.get(name) === 'currency');

const withoutKey = (object: string, write: OutsideWrite): OutsideWritten => ({
  outcome: 'refused',
  sentence: `${object} has no external id field ${KEY_FIELD} in Salesforce, so that a record could be made twice. Add it there (text, unique, external id), then try again.`,
  issues: [{ field: KEY_FIELD, code: 'KEY_MISSING', sentence: `Add the field ${KEY_FIELD} to ${object}: text of 36, unique, external id.` }],
  request: write.values,
  response: null,
});

function endOf(faults: readonly SalesforceFault[], request: unknown, response: unknown): OutsideWritten {
  const codes = new Set(faults.map(({ code }) => code));
  const issues = faults.map(issueOf);
  const sentence = issues.length === 0 ? 'Salesforce refused it without a reason.' : issues.map((issue) => issue.sentence).join(' ');
  if (codes.has('REQUEST_LIMIT_EXCEEDED'))
    throw new OutsideError('throttled', 'Salesforce takes no more requests at this moment. It is tried again.', { retryAfterMs: 60_000 });
  if (codes.has('UNABLE_TO_LOCK_ROW'))
    return { outcome: 'later', sentence: 'Somebody else is writing this record in Salesforce at this moment.', afterMs: 5_000 };
  if (codes.has('ENTITY_IS_LOCKED'))
    return { outcome: 'locked', sentence: 'The record is locked in Salesforce, by an approval as a rule. What we would write waits until it is open again.' };
  if (
    codes.has('ENTITY_IS_DELETED') ||
    faults.some((fault) => fault.code === 'INVALID_CROSS_REFERENCE_KEY' && (fault.fields.length === 0 || fault.fields.includes('Id')))
  )
    return { outcome: 'gone', into: null };
  return { outcome: 'refused', sentence, issues, request: cut(request), response: cut(response) };
}
