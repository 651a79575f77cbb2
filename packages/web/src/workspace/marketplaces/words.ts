import type { Result } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import type { Tone } from '../../ui/badge.tsx';

export type Marketplace = Result<'marketplaces.list'>['items'][number];
export type Definition = NonNullable<Marketplace['definition']>;
export type FeeTable = Marketplace['feeTable'];
export type Listing = Result<'listings.list'>['items'][number];
export type Eligibility = Listing['eligibility'][number];
export type OfferRow = Result<'offers.list'>['items'][number];
export type Offer = Result<'offers.get'>;
export type OfferLine = Offer['lines'][number];
export type Issue = Offer['issues'][number];
export type Operation = Offer['operations'][number];
export type Authorization = Result<'authorizations.get'>;
export type Chain = Result<'offers.chain'>['chains'][number];
export type Agreement = Result<'agreements.list'>['items'][number];
export type Entitlement = Result<'entitlements.list'>['items'][number];
export type Drawdown = Result<'commitments.ofDeal'>;
export type Commitment = Drawdown['commitments'][number];

export const marketplaceKinds = ['aws', 'microsoft', 'google', 'configured'] as const satisfies readonly Marketplace['kind'][];
export const offerPhases = ['draft', 'sending', 'released', 'accepted', 'expired', 'withdrawn'] as const satisfies readonly OfferRow['phase'][];
export const offerKinds = ['private', 'channel', 'replacement'] as const satisfies readonly OfferRow['kind'][];
export const agreementStates = [
  'active',
  'renewed',
  'replaced',
  'expired',
  'cancelled',
  'terminated',
  'superseded',
  'rolled_back',
  'archived',
] as const satisfies readonly Agreement['status'][];
export const listingStatuses = ['draft', 'in_review', 'limited', 'public', 'restricted'] as const satisfies readonly Listing['status'][];

export const phaseTones: Record<OfferRow['phase'], Tone> = {
  draft: 'neutral',
  sending: 'accent',
  released: 'accent',
  accepted: 'ok',
  expired: 'warn',
  withdrawn: 'neutral',
};
export const listingTones: Record<Listing['status'], Tone> = { draft: 'neutral', in_review: 'accent', limited: 'accent', public: 'ok', restricted: 'warn' };
export const agreementTones: Record<Agreement['status'], Tone> = {
  active: 'ok',
  renewed: 'ok',
  replaced: 'neutral',
  expired: 'warn',
  cancelled: 'bad',
  terminated: 'bad',
  superseded: 'neutral',
  rolled_back: 'bad',
  archived: 'neutral',
};
export const grantTones: Record<Authorization['state'], Tone> = { draft: 'neutral', sending: 'accent', active: 'ok', used: 'ok', restricted: 'warn' };
export const entitlementTones: Record<Entitlement['state'], Tone> = { pending: 'warn', active: 'ok', suspended: 'warn', ended: 'neutral' };
export const operationTones: Record<Operation['state'], Tone> = { reserved: 'accent', pending: 'accent', done: 'ok', failed: 'bad' };

const actions = ['publish', 'resell', 'authorize', 'extend', 'withdraw', 'restrict'] as const;
/** What was asked of the marketplace; an action that a later server knows and this page does not is shown as it is called. */
export function actionWords(action: string): string {
  const known = actions.find((entry) => entry === action);
  return known === undefined ? action : t(`offers.action.${known}`);
}

/** A marketplace's own word for a state, where it says more than the phase. */
export function stateWords(offer: Pick<OfferRow, 'phase' | 'state'>, definition?: Definition | null): string {
  const label = definition?.states.find((state) => state.key === offer.state)?.label;
  return label ?? t(`offers.phase.${offer.phase}`);
}

export const isRunning = (operations: readonly Operation[]): boolean => operations.some(({ state }) => state === 'reserved' || state === 'pending');
export const blocking = (issues: readonly Issue[]): readonly Issue[] => issues.filter((issue) => issue.severity === 'blocks');
/** No adapter speaks to it: its offers are moved by a person or a file. */
export const isByHand = (marketplace: Pick<Marketplace, 'kind'>): boolean => marketplace.kind === 'configured';

/** The last day to accept ends with it. */
export const endOfDay = (date: string): string => `${date}T23:59:59Z`;
