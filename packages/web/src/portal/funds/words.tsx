import type { Result } from '../../lib/api/index.ts';
import { formatDate, formatMoney } from '../../lib/i18n/format.ts';
import { currentLocale } from '../../lib/i18n/i18n.ts';
import { Money } from '../../lib/i18n/values.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Views } from '../shared/rows.tsx';
import { t } from '../text.ts';

export type Fund = Result<'portalFunds.list'>['items'][number];
export type Balance = Fund['balance'];
export type FundRequest = Result<'portalFunds.requests'>['items'][number];
export type RequestDetail = Result<'portalFunds.request'>;
export type Claim = Result<'portalFunds.claims'>['items'][number];
export type ClaimDetail = Result<'portalFunds.claim'>;
export type Proof = FundRequest['proof'][number];
export type FundFile = Result<'portalFunds.uploadFile'>;

export const requestStates = [
  'draft',
  'submitted',
  'info_requested',
  'approved',
  'in_execution',
  'executed',
  'settled',
  'rejected',
  'cancelled',
  'expired',
] as const satisfies readonly FundRequest['state'][];
export const claimStates = [
  'draft',
  'submitted',
  'info_requested',
  'approved',
  'paid',
  'rejected',
  'withdrawn',
  'reversed',
] as const satisfies readonly Claim['state'][];
export const proofs = ['photo', 'invoice', 'lead_list', 'report'] as const satisfies readonly Proof[];

const requestTones: Record<FundRequest['state'], Tone> = {
  draft: 'neutral',
  submitted: 'accent',
  info_requested: 'warn',
  approved: 'ok',
  in_execution: 'ok',
  executed: 'warn',
  settled: 'ok',
  rejected: 'bad',
  cancelled: 'neutral',
  expired: 'neutral',
};
const claimTones: Record<Claim['state'], Tone> = {
  draft: 'neutral',
  submitted: 'accent',
  info_requested: 'warn',
  approved: 'ok',
  paid: 'ok',
  rejected: 'bad',
  withdrawn: 'neutral',
  reversed: 'bad',
};
type ExtensionState = RequestDetail['extensions'][number]['state'];
const extensionTones: Record<ExtensionState, Tone> = { asked: 'accent', granted: 'ok', refused: 'bad', withdrawn: 'neutral' };

export const RequestBadge = ({ state }: { state: FundRequest['state'] }) => <Badge tone={requestTones[state]}>{t(`portal.funds.rstate.${state}`)}</Badge>;
export const ClaimBadge = ({ state }: { state: Claim['state'] }) => <Badge tone={claimTones[state]}>{t(`portal.funds.cstate.${state}`)}</Badge>;
export const ExtensionBadge = ({ state }: { state: ExtensionState }) => <Badge tone={extensionTones[state]}>{t(`portal.funds.xstate.${state}`)}</Badge>;

export const requestName = ({ number, name }: Pick<FundRequest, 'number' | 'name'>): string => t('portal.funds.request.named', { number, name });
export const claimName = ({ number, title }: Pick<Claim, 'number' | 'title'>): string => t('portal.funds.claim.named', { number, name: title });
export const proofWords = (kinds: readonly Proof[]): string =>
  new Intl.ListFormat(currentLocale(), { type: 'conjunction' }).format(kinds.map((kind) => t(`portal.funds.proof.${kind}`)));
export const daysWords = (from: string, to: string): string =>
  from === to ? formatDate(from) : t('portal.funds.days', { from: formatDate(from), to: formatDate(to) });

/** With what an amount was converted: never a converted figure alone. */
export function rateWords(rate: NonNullable<FundRequest['rate']>): string {
  const said = rate.inverse ? { from: rate.to, to: rate.from } : { from: rate.from, to: rate.to };
  return t('portal.funds.form.rate', { ...said, rate: rate.rate, day: formatDate(rate.day), source: rate.source });
}
export const moneyWords = (amountMinor: number, currency: string): string => formatMoney({ amountMinor, currency });

export function Minor({ amountMinor, currency }: { amountMinor: number | null; currency: string }) {
  return amountMinor === null ? <span className="text-muted">–</span> : <Money value={{ amountMinor, currency }} />;
}

/** What the partner is to do about a request, in one sentence. */
export function askOfRequest(request: Pick<FundRequest, 'state' | 'question' | 'claimUntil' | 'committedMinor'>): string | undefined {
  if (request.state === 'draft') return t('portal.funds.ask.draft');
  if (request.state === 'info_requested') return t('portal.funds.ask.answer', { question: request.question ?? '' });
  if ((request.state === 'executed' || request.state === 'in_execution') && request.claimUntil !== null && request.committedMinor > 0)
    return t('portal.funds.ask.claim', { day: formatDate(request.claimUntil) });
  return undefined;
}
export function askOfClaim(claim: Pick<Claim, 'state' | 'question'>): string | undefined {
  if (claim.state === 'draft') return t('portal.funds.ask.draft');
  return claim.state === 'info_requested' ? t('portal.funds.ask.answer', { question: claim.question ?? '' }) : undefined;
}

const views = [
  ['overview', '/portal/funds'],
  ['requests', '/portal/funds/requests'],
  ['claims', '/portal/funds/claims'],
] as const;
export function FundViews({ open }: { open: (typeof views)[number][0] }) {
  return <Views label={t('portal.nav.funds')} items={views.map(([id, to]) => ({ to, label: t(`portal.funds.${id}`), open: id === open }))} />;
}
