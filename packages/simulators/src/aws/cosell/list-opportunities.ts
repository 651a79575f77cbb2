import { isObject } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { instant, nowOf, text, texts } from './context.ts';
import type { Call, Cosell } from './context.ts';
import type { Opportunity } from './model.ts';
import { opportunitySummary } from './opportunity-views.ts';
import { fieldError, invalidRequest } from './refusals.ts';
import { at } from './rules.ts';

type Test = (record: Opportunity) => boolean;
type Cursor = { readonly key: string | number; readonly id: string };

/** Filters are joined by "and", the values of one filter by "or". "After" and "before" exclude the moment itself. */
function filterOf(input: JsonObject): Test {
  const tests: Test[] = [];
  const oneOf = (name: string, value: (record: Opportunity) => unknown): void => {
    const accepted = texts(input[name]);
    if (accepted.length > 0) tests.push((record) => accepted.includes(text(value(record))));
  };
  oneOf('Identifier', (record) => record.id);
  oneOf('LifeCycleStage', (record) => at(record.body, 'LifeCycle.Stage'));
  oneOf('LifeCycleReviewStatus', (record) => record.review.status);
  oneOf('CustomerCompanyName', (record) => at(record.body, 'Customer.Account.CompanyName'));
  const between = <T extends string | number>(name: string, after: string, before: string, value: (record: Opportunity) => T | undefined): void => {
    const range = isObject(input[name]) ? input[name] : {};
    const low = range[after] as T | undefined;
    const high = range[before] as T | undefined;
    const test = (record: Opportunity): boolean => {
      const found = value(record);
      return found !== undefined && (low === undefined || found > low) && (high === undefined || found < high);
    };
    if (low !== undefined || high !== undefined) tests.push(test);
  };
  between('LastModifiedDate', 'AfterLastModifiedDate', 'BeforeLastModifiedDate', (record) => record.modifiedAt);
  between('CreatedDate', 'AfterCreatedDate', 'BeforeCreatedDate', (record) => record.createdAt);
  between('TargetCloseDate', 'AfterTargetCloseDate', 'BeforeTargetCloseDate', (record) => at(record.body, 'LifeCycle.TargetCloseDate') as string | undefined);
  return (record) => tests.every((test) => test(record));
}

export function listOpportunities(cosell: Cosell, call: Call): object {
  const { input } = call;
  const sort = isObject(input.Sort) ? input.Sort : { SortBy: 'LastModifiedDate', SortOrder: 'DESCENDING' };
  const size = typeof input.MaxResults === 'number' ? input.MaxResults : 20;
  const cursor = cursorOf(input.NextToken);
  const by = text(sort.SortBy);
  const found =
    by === 'LastModifiedDate'
      ? byModification(cosell, call, sort.SortOrder === 'ASCENDING', cursor)
      : sorted(cosell, call, by, sort.SortOrder === 'DESCENDING', cursor);
  const matches = filterOf(input);
  const now = nowOf(cosell);
  const page: { readonly current: Opportunity; readonly shown: Opportunity }[] = [];
  let more = false;
  for (const current of found) {
    const shown = cosell.store.opportunities.visible(current.id, now);
    if (shown === undefined || !matches(shown)) continue;
    if (page.length === size) {
      more = true;
      break;
    }
    page.push({ current, shown });
  }
  const last = page.at(-1)?.current;
  return {
    OpportunitySummaries: page.map(({ shown }) => opportunitySummary(shown)),
    ...(more && last !== undefined ? { NextToken: tokenOf({ key: by === 'LastModifiedDate' ? last.modifiedAt : sortKey(last, by), id: last.id }) } : {}),
  };
}

/** The usual sweep: the order is kept ready, so that a page costs what it holds. */
function* byModification(cosell: Cosell, call: Call, ascending: boolean, cursor: Cursor | undefined): Generator<Opportunity> {
  const range = isObject(call.input.LastModifiedDate) ? call.input.LastModifiedDate : {};
  const bound = ascending ? range.AfterLastModifiedDate : range.BeforeLastModifiedDate;
  const outer = ascending ? 0 : Number.MAX_SAFE_INTEGER - 1;
  const start = Number(cursor?.key ?? bound ?? outer);
  const held: Opportunity[] = [];
  let passed = cursor === undefined;
  for (const record of cosell.store.opportunities.byModification(call.account, call.catalog, ascending ? 'up' : 'down', start)) {
    // A read that lags shows an earlier time still, so nothing further down can be wanted.
    if (!ascending && typeof range.AfterLastModifiedDate === 'number' && record.modifiedAt <= range.AfterLastModifiedDate) break;
    if (passed) yield record;
    else if (record.id === cursor?.id) {
      passed = true;
      held.length = 0;
    } else if (record.modifiedAt === cursor?.key) held.push(record);
    else {
      // The record the token named has changed since and stands elsewhere: what shared its moment is shown again rather than lost.
      passed = true;
      yield* held;
      held.length = 0;
      yield record;
    }
  }
  yield* held;
}

const sortKey = (record: Opportunity, by: string): string => {
  switch (by) {
    case 'Identifier':
      return record.id.padStart(20, '0');
    case 'CreatedDate':
      return instant(record.createdAt);
    case 'TargetCloseDate':
      return text(at(record.body, 'LifeCycle.TargetCloseDate'));
    default:
      return text(at(record.body, 'Customer.Account.CompanyName')).toLowerCase();
  }
};

function* sorted(cosell: Cosell, call: Call, by: string, descending: boolean, cursor: Cursor | undefined): Generator<Opportunity> {
  const all = [...cosell.store.opportunities.byModification(call.account, call.catalog, 'up', 0)].map((record) => ({ record, key: sortKey(record, by) }));
  const direction = descending ? -1 : 1;
  const compare = (one: Cursor, other: Cursor): number =>
    direction * (one.key < other.key ? -1 : one.key > other.key ? 1 : one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
  all.sort((one, other) => compare({ key: one.key, id: one.record.id }, { key: other.key, id: other.record.id }));
  for (const { record, key } of all) if (cursor === undefined || compare({ key, id: record.id }, cursor) > 0) yield record;
}

const tokenOf = (cursor: Cursor): string => Buffer.from(JSON.stringify([cursor.key, cursor.id])).toString('base64url');
function cursorOf(token: unknown): Cursor | undefined {
  if (typeof token !== 'string') return undefined;
  try {
    const [key, id] = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as [unknown, unknown];
    if ((typeof key === 'string' || typeof key === 'number') && typeof id === 'string') return { key, id };
  } catch {
    // Not one of our tokens; refused below.
  }
  throw invalidRequest([fieldError('NextToken', 'INVALID_VALUE', 'NextToken is not one that was given.')]);
}
