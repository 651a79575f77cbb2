import { checkShape } from '../constraints/index.ts';
import type { JsonObject } from '../wire/index.ts';
import { invalidAgreement } from './agreement-errors.ts';
import type { Marketplace } from './context.ts';
import { epoch } from './dates.ts';
import type { Agreement } from './model.ts';
import { page, readToken } from './paging.ts';

type Filters = ReadonlyMap<string, string>;
const timeFilters = ['BeforeEndTime', 'AfterEndTime', 'BeforeStartTime', 'AfterStartTime', 'BeforeLastUpdateTime', 'AfterLastUpdateTime'];
const known = new Set([
  'ResourceIdentifier',
  'ResourceType',
  'PartyType',
  'AcceptorAccountId',
  'OfferId',
  'Status',
  'AgreementType',
  'OfferSetId',
  'EndTimeBehaviorType',
  'EndTimeBehaviorReasonCode',
  'InitialAgreementId',
  'LicenseArn',
  ...timeFilters,
]);
/** A buyer may combine the agreement type with one of these, and each with status and end time where the reference says so. */
const acceptorSubjects: Readonly<Record<string, { status: boolean }>> = {
  '': { status: true },
  ResourceIdentifier: { status: true },
  ResourceType: { status: false },
  OfferId: { status: true },
  OfferSetId: { status: true },
};

export function endBehaviour(agreement: Agreement): { type: string; reasonCode?: string } {
  if (agreement.autoRenew) return { type: 'RENEW' };
  return { type: 'EXPIRE', reasonCode: agreement.renewable ? 'ACCEPTOR_RENEW_OPTED_OUT' : 'NO_RENEWAL_TERM' };
}

export function searchAgreements(marketplace: Marketplace, account: string, input: JsonObject): JsonObject {
  const filters = readFilters(input['filters']);
  const { size, from } = readPage(input);
  const party = filters.get('PartyType') ?? '';
  const rows = [...marketplace.store.agreements.values()]
    .filter((agreement) => (party === 'Proposer' ? agreement.sellers[0] : agreement.acceptor) === account)
    .filter((agreement) => [...filters].every(([name, value]) => matches(agreement, name, value)));
  const key = sortKey(input['sort'], party);
  const order = (input['sort'] as { sortOrder?: string } | undefined)?.sortOrder === 'ASCENDING' ? 1 : -1;
  rows.sort((left, right) => order * (left[key].localeCompare(right[key]) || left.id.localeCompare(right.id)));
  const { items, nextToken } = page(rows, from, size);
  return { agreementViewSummaries: items.map(summary), ...(nextToken === undefined ? {} : { nextToken }) };
}

function readFilters(input: unknown): Filters {
  const filters = new Map<string, string>();
  for (const { name, values } of (Array.isArray(input) ? input : []) as { name?: string; values?: string[] }[]) {
    if (name === undefined || !known.has(name)) throw invalidAgreement('INVALID_FILTER_NAME', `There is no filter named ${String(name)}.`, 'filters');
    const wrong = checkShape('agreement', 'FilterValueList', values) ?? checkShape('agreement', 'FilterValue', values?.[0]);
    if (wrong !== undefined) throw invalidAgreement('INVALID_FILTER_VALUES', `${name}: ${wrong.message}`, 'filters');
    const value = values?.[0] ?? '';
    if (timeFilters.includes(name) && Number.isNaN(timeOf(value))) throw invalidAgreement('INVALID_FILTER_VALUES', `${name} must be an instant.`, 'filters');
    filters.set(name, value);
  }
  const party = filters.get('PartyType');
  if (party === undefined) throw invalidAgreement('MISSING_PARTY_TYPE', 'The filter PartyType is needed.', 'filters');
  if (party !== 'Proposer' && party !== 'Acceptor') throw invalidAgreement('INVALID_PARTY_TYPE', 'PartyType must be Proposer or Acceptor.', 'filters');
  if (filters.get('AgreementType') !== 'PurchaseAgreement')
    throw invalidAgreement('INVALID_AGREEMENT_TYPE', 'The filter AgreementType with the value PurchaseAgreement is needed.', 'filters');
  const status = filters.get('Status');
  if (status !== undefined && checkShape('agreement', 'AgreementStatus', status) !== undefined)
    throw invalidAgreement('INVALID_STATUS', `${status} is no status of an agreement.`, 'filters');
  if (party === 'Acceptor') checkAcceptor(filters);
  return filters;
}
function checkAcceptor(filters: Filters): void {
  const further = [...filters.keys()].filter((name) => !['PartyType', 'AgreementType', 'Status', 'BeforeEndTime', 'AfterEndTime'].includes(name));
  const subject = acceptorSubjects[further[0] ?? ''];
  if (further.length > 1 || subject === undefined || (filters.has('Status') && !subject.status)) {
    throw invalidAgreement('UNSUPPORTED_FILTERS', 'This combination of filters is not supported for the party type Acceptor.', 'filters');
  }
}

/** Seconds since 1970 and ISO 8601 are both in use. */
const timeOf = (value: string): number => (/^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value));

function matches(agreement: Agreement, name: string, value: string): boolean {
  const time = /^(Before|After)(EndTime|StartTime|LastUpdateTime)$/.exec(name);
  if (time !== null) {
    const field = ({ EndTime: agreement.endTime, StartTime: agreement.startTime, LastUpdateTime: agreement.lastUpdateTime } as Record<string, string>)[
      time[2] ?? ''
    ];
    return time[1] === 'Before' ? Date.parse(field ?? '') < timeOf(value) : Date.parse(field ?? '') > timeOf(value);
  }
  switch (name) {
    case 'ResourceIdentifier':
      return agreement.productId === value;
    case 'ResourceType':
      return value === 'SaaSProduct';
    case 'AcceptorAccountId':
      return agreement.acceptor === value;
    case 'OfferId':
      return agreement.offerId === value;
    case 'OfferSetId':
      return agreement.offerSetId === value;
    case 'Status':
      return agreement.status === value;
    case 'EndTimeBehaviorType':
      return endBehaviour(agreement).type === value;
    case 'EndTimeBehaviorReasonCode':
      return endBehaviour(agreement).reasonCode === value;
    case 'InitialAgreementId':
      return agreement.initialAgreementId === value;
    case 'LicenseArn':
      return agreement.licenseArn === value;
    default:
      return true;
  }
}

function sortKey(sort: unknown, party: string): 'endTime' | 'startTime' | 'lastUpdateTime' {
  const by = (sort as { sortBy?: string } | undefined)?.sortBy ?? 'EndTime';
  if (by === 'EndTime') return 'endTime';
  if (party === 'Proposer' && by === 'StartTime') return 'startTime';
  if (party === 'Proposer' && by === 'LastUpdateTime') return 'lastUpdateTime';
  throw invalidAgreement('INVALID_SORT_BY', `Agreements cannot be sorted by ${by} here.`, 'sort');
}

export function readPage(input: JsonObject): { size: number; from: number } {
  const size = input['maxResults'] ?? 50;
  if (checkShape('agreement', 'MaxResults', size) !== undefined)
    throw invalidAgreement('INVALID_MAX_RESULTS', 'maxResults must be from 1 to 50.', 'maxResults');
  const from = readToken(input['nextToken']);
  if (from === undefined) throw invalidAgreement('INVALID_NEXT_TOKEN', 'The token is not valid.', 'nextToken');
  return { size: Number(size), from };
}

export const proposalOf = (agreement: Agreement): JsonObject => ({
  resources: [{ id: agreement.productId, type: 'SaaSProduct' }],
  offerId: agreement.offerId,
  ...(agreement.offerSetId === undefined ? {} : { offerSetId: agreement.offerSetId }),
});
export const partiesAndTimes = (agreement: Agreement): JsonObject => ({
  agreementId: agreement.id,
  agreementType: 'PurchaseAgreement',
  acceptor: { accountId: agreement.acceptor },
  proposer: { accountId: agreement.sellers[0] },
  acceptanceTime: epoch(agreement.acceptanceTime),
  startTime: epoch(agreement.startTime),
  endTime: epoch(agreement.endTime),
  status: agreement.status,
  initialAgreementId: agreement.initialAgreementId,
  proposalSummary: proposalOf(agreement),
});
function summary(agreement: Agreement): JsonObject {
  const { type, reasonCode } = endBehaviour(agreement);
  return {
    ...partiesAndTimes(agreement),
    lastUpdateTime: epoch(agreement.lastUpdateTime),
    entitlements: [{ licenseArn: agreement.licenseArn }],
    endTimeBehaviorType: type,
    ...(reasonCode === undefined ? {} : { endTimeBehaviorReasonCode: reasonCode }),
  };
}
