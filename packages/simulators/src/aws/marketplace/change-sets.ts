import { checkShape } from '../constraints/index.ts';
import type { JsonObject } from '../wire/index.ts';
import { applyChanges } from './apply-changes.ts';
import { inUse, invalid, notFound } from './catalog-errors.ts';
import type { Marketplace } from './context.ts';
import { arnOf, newId, nowOf, nowText } from './context.ts';
import { seconds } from './dates.ts';
import type { Change, ChangeSet } from './model.ts';
import { changeSetNotice, offerReleasedNotices, offerSetReleasedNotice, send } from './notices.ts';
import { page, readToken } from './paging.ts';
import { plainId, readChanges, referredName } from './read-changes.ts';
import { entityOf } from './store.ts';

const running = (set: ChangeSet): boolean => set.status === 'PREPARING' || set.status === 'APPLYING';
const answerOf = (set: ChangeSet): JsonObject => ({ ChangeSetId: set.id, ChangeSetArn: arnOf(set.account, 'ChangeSet', set.id) });

export function startChangeSet(marketplace: Marketplace, account: string, request: JsonObject): JsonObject {
  const { store } = marketplace;
  const { ClientRequestToken: token, ChangeSetName: name, Intent: intent = 'APPLY' } = request;
  for (const [shape, value] of [
    ['ClientRequestToken', token],
    ['ChangeSetName', name],
    ['Intent', intent],
  ] as const) {
    const wrong = value === undefined ? undefined : checkShape('catalog', shape, value);
    if (wrong !== undefined) throw invalid([{ field: shape, message: wrong.message }]);
  }
  if (intent === 'VALIDATE') throw invalid([{ field: 'Intent', message: 'VALIDATE is supported for versions of AMI products only.' }]);
  const changes = readChanges(request, nowOf(marketplace));
  const content = JSON.stringify([
    name,
    changes.map(({ changeType, changeName, entityType, identifier, details }) => [changeType, changeName, entityType, identifier, details]),
  ]);
  const key = typeof token === 'string' ? `${account} ${token}` : undefined;
  const earlier = key === undefined ? undefined : store.changeSets.get(store.tokens.get(key) ?? '');
  if (earlier !== undefined) {
    if (earlier.request === content) return answerOf(earlier);
    throw invalid([{ field: 'ClientRequestToken', message: 'The token was used for another request.', reason: 'Other' }]);
  }
  const entityIds = [...new Set(changes.flatMap(({ identifier }) => (identifier === undefined || referredName(identifier) !== undefined ? [] : [identifier])))];
  for (const id of entityIds) checkEntity(marketplace, account, id);
  const now = nowOf(marketplace).getTime();
  const whole = store.settings.changeSetSeconds * 1000;
  const set: ChangeSet = {
    id: newId(marketplace, '', 25),
    account,
    ...(typeof name === 'string' ? { name } : {}),
    request: content,
    status: 'PREPARING',
    startTime: new Date(now).toISOString(),
    applyingAt: new Date(now + whole / 2).toISOString(),
    endsAt: new Date(now + whole).toISOString(),
    changes,
    entityIds,
  };
  store.changeSets.set(set.id, set);
  if (key !== undefined) store.tokens.set(key, set.id);
  return answerOf(set);
}

function checkEntity(marketplace: Marketplace, account: string, id: string): void {
  const entity = marketplace.store.entities.get(id);
  if (entity === undefined || entity.owner !== account) throw notFound(`The entity ${id} does not exist.`);
  for (const set of marketplace.store.changeSets.values()) {
    if (running(set) && set.entityIds.includes(id)) throw inUse(`The entity ${id} is locked by the change set ${set.id}.`);
  }
}

/** Change sets go on by the clock alone. */
export function runChangeSets(marketplace: Marketplace): void {
  const now = nowText(marketplace);
  for (const set of marketplace.store.changeSets.values()) {
    if (!running(set)) continue;
    if (set.status === 'PREPARING' && set.applyingAt <= now) set.status = 'APPLYING';
    if (set.endsAt <= now) finish(marketplace, set);
  }
}

function finish(marketplace: Marketplace, set: ChangeSet): void {
  const applied = applyChanges(marketplace, set);
  set.endTime = nowText(marketplace);
  set.status = applied === undefined ? 'FAILED' : 'SUCCEEDED';
  if (applied === undefined) {
    set.failureCode = 'CLIENT_ERROR';
    set.failureDescription = 'One or more changes are not valid. Their ErrorDetailList says why.';
  }
  send(marketplace, changeSetNotice(marketplace, set));
  for (const id of applied?.released ?? []) {
    const offer = entityOf(marketplace.store.entities, 'Offer', id);
    const offerSet = entityOf(marketplace.store.entities, 'OfferSet', id);
    for (const notice of offer === undefined ? [] : offerReleasedNotices(marketplace, offer)) send(marketplace, notice);
    if (offerSet !== undefined) send(marketplace, offerSetReleasedNotice(marketplace, offerSet));
  }
}

/** History is kept for sixty days. */
function found(marketplace: Marketplace, account: string, id: string | null): ChangeSet {
  const set = marketplace.store.changeSets.get(id ?? '');
  const oldest = new Date(nowOf(marketplace).getTime() - 60 * 86_400_000).toISOString();
  if (set === undefined || set.account !== account || set.startTime < oldest) throw notFound(`The change set ${id ?? ''} does not exist.`);
  return set;
}

const times = (set: ChangeSet): JsonObject => ({
  StartTime: seconds(set.startTime),
  ...(set.endTime === undefined ? {} : { EndTime: seconds(set.endTime) }),
  Status: set.status,
});
const failure = (set: ChangeSet): JsonObject => (set.failureCode === undefined ? {} : { FailureCode: set.failureCode });
const named = (set: ChangeSet): JsonObject => (set.name === undefined ? {} : { ChangeSetName: set.name });

export function describeChangeSet(marketplace: Marketplace, account: string, id: string | null): JsonObject {
  const set = found(marketplace, account, id);
  return {
    ...answerOf(set),
    ...named(set),
    Intent: 'APPLY',
    ...times(set),
    ...failure(set),
    ...(set.failureDescription === undefined ? {} : { FailureDescription: set.failureDescription }),
    ChangeSet: set.changes.map(describeChange),
  };
}
const describeChange = (change: Change): JsonObject => ({
  ChangeType: change.changeType,
  Entity: { Type: change.entityType, ...(change.identifier === undefined ? {} : { Identifier: change.identifier }) },
  Details: JSON.stringify(change.details),
  DetailsDocument: change.details,
  ErrorDetailList: change.errors,
  ...(change.changeName === undefined ? {} : { ChangeName: change.changeName }),
});

export function cancelChangeSet(marketplace: Marketplace, account: string, id: string | null): JsonObject {
  const set = found(marketplace, account, id);
  if (set.status !== 'PREPARING') throw inUse(`The change set is ${set.status} and can no longer be cancelled.`);
  set.status = 'CANCELLED';
  set.endTime = nowText(marketplace);
  send(marketplace, changeSetNotice(marketplace, set));
  return answerOf(set);
}

type Filter = { Name?: string; ValueList?: string[] };
export function listChangeSets(marketplace: Marketplace, account: string, request: JsonObject): JsonObject {
  const filters = (Array.isArray(request['FilterList']) ? request['FilterList'] : []) as Filter[];
  const size = request['MaxResults'] ?? 20;
  const wrong = checkShape('catalog', 'ListChangeSetsMaxResultInteger', size);
  if (wrong !== undefined) throw invalid([{ field: 'MaxResults', message: wrong.message }]);
  const from = readToken(request['NextToken']);
  if (from === undefined) throw invalid([{ field: 'NextToken', message: 'The token is not valid.' }]);
  const order = (request['Sort'] as { SortOrder?: string } | undefined)?.SortOrder === 'ASCENDING' ? 1 : -1;
  const sets = [...marketplace.store.changeSets.values()]
    .filter((set) => set.account === account && filters.every((filter) => matches(set, filter)))
    .toSorted((left, right) => order * left.startTime.localeCompare(right.startTime));
  const { items, nextToken } = page(sets, from, Number(size));
  return {
    ChangeSetSummaryList: items.map((set) => ({
      ...answerOf(set),
      ...named(set),
      ...times(set),
      EntityIdList: [
        ...new Set(set.changes.flatMap(({ identifier }) => (identifier === undefined || referredName(identifier) !== undefined ? [] : [plainId(identifier)]))),
      ],
      ...failure(set),
    })),
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  };
}
function matches(set: ChangeSet, { Name, ValueList = [] }: Filter): boolean {
  switch (Name) {
    case 'ChangeSetName':
      return ValueList.includes(set.name ?? '');
    case 'Status':
      return ValueList.includes(set.status);
    case 'EntityId':
      return set.changes.some(({ identifier }) => identifier !== undefined && ValueList.includes(plainId(identifier)));
    case 'BeforeStartTime':
      return ValueList.some((value) => set.startTime < value);
    case 'AfterStartTime':
      return ValueList.some((value) => set.startTime > value);
    case 'BeforeEndTime':
      return ValueList.some((value) => (set.endTime ?? '9999') < value);
    case 'AfterEndTime':
      return ValueList.some((value) => (set.endTime ?? '') > value);
    default:
      throw invalid([{ field: 'FilterList', message: `Change sets cannot be filtered by ${String(Name)}.` }]);
  }
}
