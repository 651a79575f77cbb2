import { dealStages, openStages } from '@entente/kernel';
import type { Request } from '@entente/contracts/client';
import type { GridSort } from '../../../ui/data-grid/types.ts';

export const filterKeys = [
  'q',
  'status',
  'stage',
  'ownerId',
  'accountId',
  'partnerId',
  'role',
  'route',
  'region',
  'withoutPartner',
  'stalledDays',
  'minAmountMinor',
  'closeFrom',
  'closeTo',
  'closedFrom',
  'closedTo',
] as const;
export type FilterKey = (typeof filterKeys)[number];
export type DealFilter = Partial<Record<FilterKey, string>>;
export type DealQuery = NonNullable<Request<'deals.list'>['query']>;
export type ListState = { filter: DealFilter; sort: string; view: string; layout: 'table' | 'board' };
export const defaultSort = '-updated';

const addressText = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(addressText).join(',');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
};

/** The address holds the whole state; what it cannot mean is left out rather than sent. */
export function readState(search: Readonly<Record<string, unknown>>): ListState {
  const filter: DealFilter = {};
  for (const key of filterKeys) {
    const value = search[key];
    const text = addressText(value);
    if (text !== '') filter[key] = text;
  }
  const stages = stagesOf(filter);
  if (stages.length > 0) filter.stage = stages.join(',');
  else delete filter.stage;
  const sort = search['sort'];
  const view = search['view'];
  return {
    filter,
    sort: typeof sort === 'string' && isSort(sort) ? sort : defaultSort,
    view: typeof view === 'string' ? view : 'all',
    layout: search['layout'] === 'board' ? 'board' : 'table',
  };
}

export function stagesOf(filter: DealFilter): (typeof dealStages)[number][] {
  const asked = (filter.stage ?? '').split(',');
  return dealStages.filter((stage) => asked.includes(stage));
}

/** Columns that can be ordered, by the name the server gives the order. */
const sortNames: Readonly<Record<string, string>> = {
  account: 'account',
  amount: 'amount',
  close: 'closeOn',
  clock: 'due',
  activity: 'activity',
  updated: 'updated',
};

export const isSort = (text: string): text is NonNullable<DealQuery['sort']> => [...Object.values(sortNames), 'number'].includes(text.replace(/^-/, ''));

export function gridSort(sort: string): GridSort | null {
  const name = sort.replace(/^-/, '');
  const column = Object.entries(sortNames).find(([, server]) => server === name)?.[0];
  return column === undefined ? null : { id: column, desc: sort.startsWith('-') };
}

export const sortText = (sort: GridSort): string => `${sort.desc ? '-' : ''}${sortNames[sort.id] ?? 'updated'}`;

const oneOf = <Value extends string>(values: readonly Value[], text: string | undefined): Value | undefined => values.find((value) => value === text);

export function filterQuery(filter: DealFilter): Omit<DealQuery, 'sort' | 'cursor' | 'limit'> {
  const stages = stagesOf(filter);
  return {
    q: filter.q,
    status: oneOf(['open', 'won', 'lost'], filter.status),
    stage: stages.length > 0 ? stages : undefined,
    ownerId: filter.ownerId,
    accountId: filter.accountId,
    partnerId: filter.partnerId,
    role: oneOf(['source', 'influence', 'integrate', 'resell', 'distribute', 'marketplace', 'technology', 'service'], filter.role),
    route: oneOf(['direct', 'resale', 'referral', 'cosell', 'marketplace'], filter.route),
    region: filter.region,
    withoutPartner: filter.withoutPartner,
    stalledDays: filter.stalledDays,
    minAmountMinor: filter.minAmountMinor,
    closeFrom: filter.closeFrom,
    closeTo: filter.closeTo,
    closedFrom: filter.closedFrom,
    closedTo: filter.closedTo,
  };
}

/** Views that every workspace has; people add their own beside them. */
export const standardViews = [
  { id: 'all', label: 'deals.view.all', filter: {} },
  { id: 'open', label: 'deals.view.open', filter: { status: 'open' } },
  { id: 'alone', label: 'deals.view.alone', filter: { status: 'open', withoutPartner: 'true' } },
  { id: 'quiet', label: 'deals.view.quiet', filter: { status: 'open', stalledDays: '30' } },
  { id: 'late', label: 'deals.view.late', filter: { stage: openStages.slice(3).join(',') } },
] as const satisfies readonly { id: string; label: string; filter: DealFilter }[];

export function readDefinition(definition: Readonly<Record<string, unknown>>): Pick<ListState, 'filter' | 'sort' | 'layout'> & { columns: string[] } {
  const inner = definition['filter'];
  const { filter } = readState(typeof inner === 'object' && inner !== null ? { ...inner } : {});
  const sort = definition['sort'];
  const columns = definition['columns'];
  return {
    filter,
    sort: typeof sort === 'string' && isSort(sort) ? sort : defaultSort,
    layout: definition['layout'] === 'board' ? 'board' : 'table',
    columns: Array.isArray(columns) ? columns.filter((name): name is string => typeof name === 'string') : [],
  };
}
