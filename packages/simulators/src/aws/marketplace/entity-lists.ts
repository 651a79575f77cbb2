import { checkShape } from '../constraints/index.ts';
import { isObject } from '../wire/index.ts';
import type { JsonObject } from '../wire/index.ts';
import { invalid, notFound, notSupported } from './catalog-errors.ts';
import type { Marketplace } from './context.ts';
import { arnOf, catalogName, nowOf } from './context.ts';
import { seconds } from './dates.ts';
import { documentOf, summaryOf } from './entity-documents.ts';
import type { Entity, EntityKind } from './model.ts';
import { page, readToken } from './paging.ts';
import { everyEntity } from './store.ts';

const kinds: readonly EntityKind[] = ['SaaSProduct', 'Offer', 'ResaleAuthorization', 'OfferSet'];

/** The reseller sees an authorisation once it is released: it is shared with it. */
function visible(entity: Entity, account: string, ownership: unknown): boolean {
  const shared =
    entity.kind === 'ResaleAuthorization' &&
    entity.status !== 'Draft' &&
    (entity.reseller === account || entity.manufacturer === account) &&
    entity.owner !== account;
  if (ownership === 'SHARED') return shared;
  return entity.owner === account || (shared && ownership === undefined);
}

/** Reads may lag behind writes, by as much as the faults say: what is shown then is what was before. */
function shown(marketplace: Marketplace, entity: Entity | undefined): Entity | undefined {
  const before = entity === undefined ? undefined : marketplace.before.get(entity.id);
  return before !== undefined && nowOf(marketplace).getTime() - before.at < marketplace.world.faults.of('aws').readLagMs ? before.entity : entity;
}
const readEntity = (marketplace: Marketplace, id: string): Entity | undefined => shown(marketplace, marketplace.store.entities.get(id.replace(/@\d+$/, '')));

export function describeEntity(marketplace: Marketplace, account: string, id: string | null): JsonObject {
  const entity = readEntity(marketplace, id ?? '');
  if (entity === undefined || !visible(entity, account, undefined)) throw notFound(`Requested entity ${id ?? ''} does not exist.`);
  const document = documentOf(marketplace, entity);
  return { ...identityOf(entity), Details: JSON.stringify(document), DetailsDocument: document };
}
const identityOf = (entity: Entity): JsonObject => ({
  EntityType: `${entity.kind}@1.0`,
  EntityIdentifier: `${entity.id}@${entity.revision}`,
  EntityArn: arnOf(entity.owner, entity.kind, entity.id),
  LastModifiedDate: seconds(entity.lastModified),
});

export function batchDescribe(marketplace: Marketplace, account: string, request: JsonObject): JsonObject {
  const list = Array.isArray(request['EntityRequestList']) ? (request['EntityRequestList'] as { EntityId?: string }[]) : [];
  const wrong = checkShape('catalog', 'EntityRequestList', list);
  if (wrong !== undefined) throw invalid([{ field: 'EntityRequestList', message: wrong.message }]);
  const details: JsonObject = {};
  const errors: JsonObject = {};
  for (const { EntityId = '' } of list) {
    const entity = readEntity(marketplace, EntityId);
    if (entity !== undefined && visible(entity, account, undefined))
      details[EntityId] = { ...identityOf(entity), DetailsDocument: documentOf(marketplace, entity) };
    else errors[EntityId] = { ErrorCode: 'ResourceNotFoundException', ErrorMessage: `Requested entity '${EntityId}' does not exist.` };
  }
  return { EntityDetails: details, Errors: errors };
}

export function listEntities(marketplace: Marketplace, account: string, request: JsonObject): JsonObject {
  const kind = kinds.find((one) => one === String(request['EntityType']).replace(/@1\.0$/, ''));
  if (kind === undefined) throw notSupported(`Entities of type ${String(request['EntityType'])} are not supported.`);
  const size = request['MaxResults'] ?? 20;
  const wrong =
    checkShape('catalog', 'ListEntitiesMaxResultInteger', size) ??
    (request['OwnershipType'] === undefined ? undefined : checkShape('catalog', 'OwnershipType', request['OwnershipType']));
  if (wrong !== undefined) throw invalid([{ message: wrong.message }]);
  const from = readToken(request['NextToken']);
  if (from === undefined) throw invalid([{ field: 'NextToken', message: 'The token is not valid.' }]);
  const filters = filtersOf(request, kind);
  const rows = everyEntity(marketplace.store, kind)
    .flatMap((entity) => shown(marketplace, entity) ?? [])
    .filter((entity) => visible(entity, account, request['OwnershipType']))
    .map((entity) => ({
      entity,
      summary: summaryOf(marketplace, entity),
      fields: { ...summaryOf(marketplace, entity), EntityId: entity.id, LastModifiedDate: seconds(entity.lastModified) } as JsonObject,
    }))
    .filter(({ fields }) => filters.every(([name, filter]) => matches(fields[name], filter)));
  const { by, descending } = sortOf(request, kind);
  rows.sort(
    (left, right) => (descending ? -1 : 1) * (text(left.fields[by]).localeCompare(text(right.fields[by])) || left.entity.id.localeCompare(right.entity.id)),
  );
  const { items, nextToken } = page(rows, from, Number(size));
  return {
    EntitySummaryList: items.map(({ entity, summary }) => ({
      Name: text(summary['Name'] ?? summary['ProductTitle']),
      EntityType: entity.kind,
      EntityId: entity.id,
      EntityArn: arnOf(entity.owner, entity.kind, entity.id),
      LastModifiedDate: seconds(entity.lastModified),
      Visibility: entity.kind === 'SaaSProduct' ? entity.visibility : 'Private',
      [`${entity.kind}Summary`]: summary,
    })),
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : Array.isArray(value) ? value.join(',') : '');
type Filter = { ValueList?: string[]; WildCardValue?: string; DateRange?: { AfterValue?: string; BeforeValue?: string } };

function filtersOf(request: JsonObject, kind: EntityKind): [string, Filter][] {
  const typed = isObject(request['EntityTypeFilters']) ? request['EntityTypeFilters'][`${kind}Filters`] : undefined;
  const plain = (Array.isArray(request['FilterList']) ? request['FilterList'] : []) as { Name?: string; ValueList?: string[] }[];
  return [
    ...(isObject(typed) ? (Object.entries(typed) as [string, Filter][]) : []),
    ...plain.map(({ Name = '', ValueList = [] }): [string, Filter] => [Name, { ValueList }]),
  ];
}
function matches(value: unknown, { ValueList, WildCardValue, DateRange }: Filter): boolean {
  const values = Array.isArray(value) ? value.map(text) : [text(value)];
  if (ValueList !== undefined && !values.some((one) => ValueList.includes(one))) return false;
  if (WildCardValue !== undefined && !values.some((one) => one.toLowerCase().includes(WildCardValue.toLowerCase()))) return false;
  if (DateRange?.AfterValue !== undefined && !values.some((one) => one >= String(DateRange.AfterValue))) return false;
  return DateRange?.BeforeValue === undefined || values.some((one) => one !== '' && one <= String(DateRange.BeforeValue));
}
function sortOf(request: JsonObject, kind: EntityKind): { by: string; descending: boolean } {
  const typed = isObject(request['EntityTypeSort']) ? request['EntityTypeSort'][`${kind}Sort`] : request['Sort'];
  const { SortBy = 'LastModifiedDate', SortOrder = 'DESCENDING' } = (isObject(typed) ? typed : {}) as { SortBy?: string; SortOrder?: string };
  return { by: SortBy, descending: SortOrder !== 'ASCENDING' };
}

export function checkCatalog(catalog: unknown): void {
  if (catalog !== catalogName) throw notFound(`The catalog ${String(catalog)} does not exist. There is ${catalogName}.`);
}
