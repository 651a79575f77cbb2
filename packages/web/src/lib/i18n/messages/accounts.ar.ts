import type { Translation } from '../catalogue.ts';
import type { accountsEn } from './accounts.en.ts';

export const accountsAr: Translation<typeof accountsEn> = {
  'accounts.title': 'الحسابات',
};
