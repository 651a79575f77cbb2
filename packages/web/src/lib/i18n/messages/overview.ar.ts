import type { Translation } from '../catalogue.ts';
import type { overviewEn } from './overview.en.ts';

export const overviewAr: Translation<typeof overviewEn> = {
  'overview.title': 'نظرة عامة',
};
