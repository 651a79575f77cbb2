import type { Translation } from '../catalogue.ts';
import type { dealsEn } from './deals.en.ts';

export const dealsAr: Translation<typeof dealsEn> = {
  'deals.title': 'الصفقات',
};
