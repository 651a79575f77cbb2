import type { Translation } from '../catalogue.ts';
import type { importsEn } from './imports.en.ts';

export const importsAr: Translation<typeof importsEn> = {
  'imports.title': 'الاستيراد',
};
