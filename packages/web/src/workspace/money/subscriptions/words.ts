import type { CallInput, OperationId, Result } from '../../../lib/api/index.ts';
import type { Tone } from '../../../ui/badge.tsx';

export type SubscriptionRow = Result<'subscriptions.list'>['items'][number];
export type Subscription = Result<'subscriptions.get'>;
export type Item = Subscription['items'][number];
export type Change = NonNullable<CallInput<'subscriptions.change'>['body']>;
export type NewItem = Extract<Change, { kind: 'add' }>['item'];
export type ChangeKind = Change['kind'];
export type Preview = Result<'subscriptions.previewChange'>;
export type Charge = Result<'charges.list'>['items'][number];
export type Meter = Result<'meters.get'>;
export type UsagePoint = Result<'meters.usage'>['points'][number];
export type Refused = Result<'meters.rejections'>['items'][number];
export type Grant = Result<'grants.list'>['items'][number];
export type Outcome = Result<'outcomes.list'>['items'][number];

export type Taken = Result<'meters.ingest'>;
export type Event = NonNullable<CallInput<'meters.ingest'>['body']>['events'][number];

export type NewTerms = Omit<NonNullable<CallInput<'subscriptions.create'>['body']>, 'key' | 'name' | 'accountId' | 'dealId' | 'items'>;
export const timings = ['advance', 'arrears'] as const satisfies readonly SubscriptionRow['timing'][];
export const prorations = ['day', 'second', 'none'] as const satisfies readonly SubscriptionRow['proration'][];

export const subscriptionStates = ['active', 'paused', 'cancelled', 'ended'] as const satisfies readonly SubscriptionRow['state'][];
export const changeKinds = ['upgrade', 'downgrade', 'add', 'remove', 'co_term'] as const satisfies readonly ChangeKind[];
export const aggregations = ['sum', 'max', 'unique', 'last', 'time_weighted'] as const satisfies readonly Meter['aggregation'][];
export const grantSources = ['prepaid', 'commitment', 'gift', 'compensation'] as const satisfies readonly Grant['source'][];
export const outcomeStates = ['proposed', 'accepted', 'disputed', 'withdrawn'] as const satisfies readonly Outcome['state'][];
export const refusalCodes = [
  'malformed',
  'unknown_meter',
  'inactive_meter',
  'bad_time',
  'too_late',
  'in_future',
  'bad_quantity',
  'missing_value',
  'missing_dimension',
  'unknown_dimension',
  'other_content',
] as const satisfies readonly Refused['code'][];

export const stateTones: Record<SubscriptionRow['state'], Tone> = { active: 'ok', paused: 'warn', cancelled: 'neutral', ended: 'neutral' };
export const outcomeTones: Record<Outcome['state'], Tone> = { proposed: 'warn', accepted: 'ok', disputed: 'bad', withdrawn: 'neutral' };

/** What is read again after a contract or what it owes has moved. */
export const subscriptionReads = [
  'subscriptions.list',
  'subscriptions.get',
  'subscriptions.schedule',
  'subscriptions.previewChange',
  'charges.list',
  'charges.get',
  'charges.totals',
  'meters.running',
  'meters.subjects',
  'grants.list',
  'outcomes.list',
] as const satisfies readonly OperationId[];
export const meterReads = [
  'meters.list',
  'meters.get',
  'meters.usage',
  'meters.subjects',
  'meters.running',
  'meters.rejections',
] as const satisfies readonly OperationId[];

/** Ended or given up: nothing of it can be changed any more. */
export const isOver = (one: Pick<SubscriptionRow, 'state'>): boolean => one.state === 'ended' || one.state === 'cancelled';

/** What gives back a charge, and what credit pays of usage, are both negative; people tell them apart. */
export const kindOf = (charge: Pick<Charge, 'kind' | 'creditsId'>): Exclude<Charge['kind'], 'credit'> | 'back' | 'draw' =>
  charge.kind !== 'credit' ? charge.kind : charge.creditsId === null ? 'draw' : 'back';
