import type { OutsideRecord, OutsideWrite, OutsideWritten } from '../../modules/sync/index.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { cut, objectsIn, textIn, type JsonObject } from '../crm/call.ts';
import { afterWrite, compare } from '../crm/versions.ts';
import { issuesIn, type Hubspot } from './client.ts';
import { COMPANY, CURRENCY, KEY_PROPERTY } from './fields.ts';
import { idsInContext, type Reading } from './reading.ts';
import { hubspotSettings } from './settings.ts';
import { propertiesFrom } from './values.ts';

type Item = { readonly index: number; readonly write: OutsideWrite; readonly before: OutsideRecord | null; readonly input: JsonObject };
/** The kinds of link that HubSpot itself defines: the plain one, and the main one of several. */
const linkTypes: Readonly<Record<string, readonly number[]>> = { deals: [341, 5], contacts: [279, 1] };

export async function writeRecords(
  access: Access,
  hubspot: Hubspot,
  reading: Reading,
  object: string,
  fields: readonly string[],
  writes: readonly OutsideWrite[],
): Promise<OutsideWritten[]> {
  const described = await reading.describedOf(object);
  const { currency } = hubspotSettings(access);
  const ends = new Map<number, OutsideWritten>();
  const ids = new Map<number, string>();
  const indexed = writes.map((write, index) => ({ index, write }));

  // HubSpot knows no precondition at all: it is a comparison.
  const updates = indexed.filter(({ write }) => write.id !== null);
  const idsOf = updates.map(({ write }) => write.id ?? '');
  const present = updates.length === 0 ? [] : await reading.read(object, fields, idsOf);
  const hasMoney = object === 'deals' && updates.some(({ write }) => 'amount' in write.values) && !fields.includes(CURRENCY);
  const currencies = new Map((hasMoney ? await reading.read(object, [CURRENCY], idsOf) : present).map((record) => [record.id, record.values[CURRENCY]]));
  const compared = compare(updates, present);
  for (const [index, end] of compared.ends) ends.set(index, end);
  const changing = compared.going.map(({ index, write, now }): Item => {
    const own = currencies.get(now.id);
    return {
      index,
      write,
      before: now,
      input: {
        id: write.id,
        objectWriteTraceId: String(index),
        properties: propertiesFrom(object, described, write.values, typeof own === 'string' ? own : currency),
      },
    };
  });
  await send(
    changing.filter((item) => hasProperties(item)),
    'update',
  );
  for (const item of changing) if (!hasProperties(item) && item.write.id !== null) ids.set(item.index, item.write.id);

  const creations = indexed.filter(({ write }) => write.id === null);
  if (!described.hasKey) for (const { index, write } of creations) ends.set(index, withoutKey(object, write));
  else
    await send(
      creations.map(({ index, write }): Item => ({
        index,
        write,
        before: null,
        input: {
          id: write.key,
          idProperty: KEY_PROPERTY,
          objectWriteTraceId: String(index),
          properties: propertiesFrom(object, described, write.values, currency),
        },
      })),
      'upsert',
    );

  await linkCompanies();
  if (ids.size > 0) {
    const after = new Map((await reading.read(object, fields, [...ids.values()])).map((record) => [record.id, record]));
    const before = new Map(changing.map((item) => [item.index, item.before]));
    for (const [index, id] of ids) {
      const write = writes[index];
      if (write && !ends.has(index)) ends.set(index, { outcome: 'written', record: afterWrite(id, write, before.get(index) ?? null, after.get(id)) });
    }
  }
  return writes.map(
    (write, index) => ends.get(index) ?? { outcome: 'later', sentence: `HubSpot did not say what became of ${write.id ?? 'the new record'}.`, afterMs: 5_000 },
  );

  async function send(items: readonly Item[], verb: 'update' | 'upsert'): Promise<void> {
    if (items.length === 0) return;
    let body;
    try {
      ({ body } = await hubspot.call('POST', 'objects', `/${object}/batch/${verb}`, { inputs: items.map((item) => item.input) }));
    } catch (error) {
      // A batch that is refused as a whole says nothing of the others: each goes alone.
      if (!(error instanceof OutsideError) || (error.failure !== 'invalid' && error.failure !== 'gone')) throw error;
      if (items.length > 1) for (const item of items) await send([item], verb);
      else if (items[0])
        ends.set(
          items[0].index,
          error.failure === 'gone' ? { outcome: 'gone', into: null } : refused(error.message, error.issues, items[0].input, error.exchange?.response ?? null),
        );
      return;
    }
    for (const result of objectsIn(body, 'results')) {
      const trace = textIn(result, 'objectWriteTraceId');
      const item = items.find((each) => String(each.index) === trace || (trace === null && each.write.id === textIn(result, 'id')));
      const id = textIn(result, 'id');
      if (item && id !== null) ids.set(item.index, id);
    }
    for (const error of objectsIn(body, 'errors'))
      for (const trace of idsInContext(error, 'objectWriteTraceId')) {
        const item = items.find((each) => String(each.index) === trace);
        if (!item) continue;
        const issues = issuesIn(error);
        if (textIn(error, 'category') === 'OBJECT_NOT_FOUND') ends.set(item.index, { outcome: 'gone', into: null });
        else
          ends.set(
            item.index,
            refused(
              issues.length > 0 ? issues.map((issue) => issue.sentence).join(' ') : (textIn(error, 'message') ?? 'HubSpot refused it.').slice(0, 500),
              issues,
              item.input,
              error,
            ),
          );
      }
  }

  /** The company is no property but a link, set after the record is there. */
  async function linkCompanies(): Promise<void> {
    const types = linkTypes[object];
    const wanted = [...ids].flatMap(([index, id]) => {
      const company = writes[index]?.values[COMPANY];
      return company === undefined ? [] : [{ index, id, company: typeof company === 'string' ? company : null }];
    });
    if (types === undefined || wanted.length === 0) return;
    const present = await reading.companiesOf(
      object,
      wanted.map(({ id }) => id),
    );
    const old = wanted.filter(({ id, company }) => present.has(id) && present.get(id) !== company);
    if (old.length > 0)
      await hubspot.call('POST', 'associations', `/${object}/companies/batch/archive`, {
        inputs: old.map(({ id }) => ({ from: { id }, to: [{ id: present.get(id) }] })),
      });
    const fresh = wanted.filter(({ id, company }) => company !== null && present.get(id) !== company);
    if (fresh.length === 0) return;
    const inputs = fresh.map(({ id, company }) => ({
      from: { id },
      to: { id: company },
      types: types.map((associationTypeId) => ({ associationCategory: 'HUBSPOT_DEFINED', associationTypeId })),
    }));
    const { body } = await hubspot.call('POST', 'associations', `/${object}/companies/batch/create`, { inputs });
    const errors = objectsIn(body, 'errors');
    if (errors.length === 0) return;
    // Which link failed is not said in a way to rely on; what holds is read.
    const now = await reading.companiesOf(
      object,
      fresh.map(({ id }) => id),
    );
    for (const { index, id, company } of fresh)
      if (now.get(id) !== company)
        ends.set(
          index,
          refused(
            'HubSpot did not link the record to its company, which may have been deleted.',
            [{ field: COMPANY, code: 'NOT_LINKED', sentence: 'The company could not be linked.' }],
            inputs,
            errors,
          ),
        );
  }
}

const hasProperties = (item: Item): boolean => Object.keys((item.input['properties'] ?? {}) as JsonObject).length > 0;
const refused = (sentence: string, issues: Extract<OutsideWritten, { outcome: 'refused' }>['issues'], request: unknown, response: unknown): OutsideWritten => ({
  outcome: 'refused',
  sentence,
  issues,
  request: cut(request),
  response: cut(response),
});
const withoutKey = (object: string, write: OutsideWrite): OutsideWritten =>
  refused(
    `${object} have no property ${KEY_PROPERTY} with unique values in HubSpot, so that a record could be made twice. Add it there, then try again.`,
    [{ field: KEY_PROPERTY, code: 'KEY_MISSING', sentence: `Add the property ${KEY_PROPERTY} to ${object}: a line of text with unique values.` }],
    write.values,
    null,
  );
