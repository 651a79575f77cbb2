export { rate, rateIncrement, type RatedPrice } from './rate.ts';
export { burn, type Burned } from './prepaid.ts';
export { inMajor, inMinor, moneyText, plain, safeMinor, step } from './steps.ts';
export type { Grant, Rated, RatingContext } from './usage.ts';
