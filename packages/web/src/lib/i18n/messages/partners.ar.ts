import type { Translation } from '../catalogue.ts';
import type { partnersEn } from './partners.en.ts';

export const partnersAr: Translation<typeof partnersEn> = {
  'partners.title': 'الشركاء',
};
