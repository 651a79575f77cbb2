import { applyBasisPoints } from '@entente/kernel';
import type { Request } from '../../lib/api/index.ts';
import { toMinor, toText } from '../shared/amounts.ts';
import type { Fund, RequestDetail } from './words.tsx';

/** A request as it is typed: texts, whatever they will be. */
export type RequestDraft = {
  readonly allocationId: string;
  readonly activityType: string;
  readonly inPerson: boolean;
  readonly name: string;
  readonly description: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly place: string;
  readonly campaign: string;
  readonly contacts: string;
  readonly pipeline: string;
  readonly localCurrency: string;
  readonly cost: string;
  readonly requested: string;
};
export type Fault = 'missing' | 'order' | 'amount' | 'cost' | 'count';
export type Faults = Partial<Record<keyof RequestDraft, Fault>>;

export const emptyRequest = (fund: Fund | undefined): RequestDraft => ({
  allocationId: fund?.allocationId ?? '',
  activityType: '',
  inPerson: true,
  name: '',
  description: '',
  startsOn: '',
  endsOn: '',
  place: '',
  campaign: '',
  contacts: '',
  pipeline: '',
  localCurrency: fund?.currency ?? '',
  cost: '',
  requested: '',
});
export const draftOf = (request: RequestDetail): RequestDraft => ({
  allocationId: request.allocationId,
  activityType: request.activityType,
  inPerson: request.inPerson,
  name: request.name,
  description: request.description,
  startsOn: request.startsOn,
  endsOn: request.endsOn,
  place: request.place ?? '',
  campaign: request.campaign ?? '',
  contacts: request.targetContacts === null ? '' : String(request.targetContacts),
  pipeline: toText(request.expectedPipelineMinor, request.currency),
  localCurrency: request.localCurrency,
  cost: toText(request.totalCostMinor, request.localCurrency),
  requested: toText(request.requestedLocalMinor, request.localCurrency),
});

export const costOf = ({ cost, localCurrency }: Pick<RequestDraft, 'cost' | 'localCurrency'>): number | undefined =>
  localCurrency === '' ? undefined : toMinor(cost, localCurrency);
export const requestedOf = ({ requested, localCurrency }: Pick<RequestDraft, 'requested' | 'localCurrency'>): number | undefined =>
  localCurrency === '' ? undefined : toMinor(requested, localCurrency);
/** The most a fund bears of a cost, as the server reckons it. */
export const mostOf = (costMinor: number, costShareBp: number): number => Number(applyBasisPoints(BigInt(costMinor), BigInt(costShareBp)));

const MOST_CONTACTS = 10_000_000;
const needed = ['allocationId', 'activityType', 'name', 'description', 'startsOn', 'endsOn', 'localCurrency', 'cost', 'requested'] as const;

/** What keeps it from being stored. Whether the fund's terms allow it is judged when it is sent. */
export function faultsOf(draft: RequestDraft, fundCurrency: string): Faults {
  const faults: Faults = {};
  for (const key of needed) if (draft[key].trim() === '') faults[key] = 'missing';
  if (draft.startsOn !== '' && draft.endsOn !== '' && draft.endsOn < draft.startsOn) faults.endsOn = 'order';
  const cost = costOf(draft);
  const requested = requestedOf(draft);
  if (!faults.cost && (cost === undefined || cost < 1)) faults.cost = 'amount';
  if (!faults.requested && (requested === undefined || requested < 1)) faults.requested = 'amount';
  if (!faults.requested && cost !== undefined && requested !== undefined && requested > cost) faults.requested = 'cost';
  if (draft.contacts.trim() !== '' && !(/^\d+$/.test(draft.contacts.trim()) && Number(draft.contacts) <= MOST_CONTACTS)) faults.contacts = 'count';
  if (draft.pipeline.trim() !== '' && toMinor(draft.pipeline, fundCurrency) === undefined) faults.pipeline = 'amount';
  return faults;
}

const orNull = (text: string): string | null => text.trim() || null;
export function bodyOf(draft: RequestDraft, fundCurrency: string): Omit<Request<'portalFunds.createRequest'>['body'], 'allocationId'> {
  return {
    name: draft.name.trim(),
    activityType: draft.activityType,
    inPerson: draft.inPerson,
    description: draft.description.trim(),
    startsOn: draft.startsOn,
    endsOn: draft.endsOn,
    place: orNull(draft.place),
    campaign: orNull(draft.campaign),
    targetContacts: draft.contacts.trim() === '' ? null : Number(draft.contacts),
    expectedPipelineMinor: draft.pipeline.trim() === '' ? null : (toMinor(draft.pipeline, fundCurrency) ?? null),
    localCurrency: draft.localCurrency,
    totalCostMinor: costOf(draft) ?? 0,
    requestedLocalMinor: requestedOf(draft) ?? 0,
  };
}
