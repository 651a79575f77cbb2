import type { Translation } from '../catalogue.ts';
import type { settingsEn } from './settings.en.ts';

export const settingsAr: Translation<typeof settingsEn> = {
  'settings.title': 'الإعدادات',
};
