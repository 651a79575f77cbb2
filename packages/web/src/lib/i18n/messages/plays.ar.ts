import type { Translation } from '../catalogue.ts';
import type { playsEn } from './plays.en.ts';

export const playsAr: Translation<typeof playsEn> = {
  'plays.title': 'الخطط',
};
