import { dealStages } from '@entente/kernel';
import type { Result } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import type { Tone } from '../../../../ui/badge.tsx';

export type ViewsOfDeal = Result<'views.ofDeal'>;
export type DealView = ViewsOfDeal['items'][number];
export type ViewField = DealView['fields'][number];
export type Absent = ViewsOfDeal['absent'][number];
export type Issue = DealView['steps'][number]['issues'][number];
export type FieldValue = ViewField['ours'];
export type FieldChoice = ViewField['choices'][number];

export const statusTone: Readonly<Record<DealView['status'], Tone>> = {
  new: 'neutral',
  same: 'ok',
  waiting: 'accent',
  locked: 'warn',
  conflict: 'bad',
  failed: 'bad',
  gone: 'neutral',
};
export const statusWords = (status: DealView['status']): string => t(`views.status.${status}`);

const reviews = ['draft', 'waiting', 'needs_work', 'accepted', 'refused'] as const;
const reviewTones: Readonly<Record<(typeof reviews)[number], Tone>> = {
  draft: 'neutral',
  waiting: 'accent',
  needs_work: 'warn',
  accepted: 'ok',
  refused: 'bad',
};
const reviewOf = (key: string) => reviews.find((review) => review === key);
/** Their state in words of ours: the review where there is one, the stage where there is that; null where neither is known. */
export function stateWords(state: NonNullable<DealView['state']>): { words: string; tone: Tone } | null {
  const review = reviewOf(state.key);
  if (review !== undefined) return { words: t(`views.review.${review}`), tone: reviewTones[review] };
  const stage = dealStages.find((one) => one === (state.stage ?? state.key));
  return stage === undefined ? null : { words: t(`stage.${stage}`), tone: 'neutral' };
}

export const authorityWords = (authority: ViewField['authority'], name: string): string => t(`views.authority.${authority}`, { name });
export const stepWords = (step: DealView['steps'][number]['step']): string => t(`views.step.${step}`);
export const stepTone: Readonly<Record<DealView['steps'][number]['status'], Tone>> = { waiting: 'neutral', under_way: 'accent', done: 'ok', failed: 'bad' };

/** Their amounts are in their currency where the view holds it, else in that of the deal. */
export function theirCurrency(view: DealView, ours: string): string {
  const theirs = view.fields.find((field) => field.field === 'currency')?.theirs;
  return typeof theirs === 'string' && /^[A-Z]{3}$/.test(theirs) ? theirs : ours;
}

/** Something of it is on its way, so that the answer is worth asking for again soon. */
export const isUnderWay = (view: Pick<DealView, 'status' | 'steps'>): boolean =>
  view.status === 'new' || view.status === 'waiting' || view.steps.some((step) => step.status === 'waiting' || step.status === 'under_way');

/** Words of other systems come as they call them: "AwsMarketplaceOffers", "co_sell". */
export function plainWords(text: string): string {
  const words = text
    .replaceAll('_', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const types = ['text', 'long_text', 'number', 'money', 'date', 'instant', 'yes_no', 'choice', 'choices', 'reference'] as const;
/** A kind that a later server knows is shown as text. */
export const readType = (type: string): (typeof types)[number] => types.find((one) => one === type) ?? 'text';
