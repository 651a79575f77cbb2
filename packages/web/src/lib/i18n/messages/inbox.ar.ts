import type { Translation } from '../catalogue.ts';
import type { inboxEn } from './inbox.en.ts';

export const inboxAr: Translation<typeof inboxEn> = {
  'inbox.title': 'الوارد',
};
