import { currentLocale } from '../../../lib/i18n/i18n.ts';

/** A span inside a day with its weekday, for choosing among times: "Mon 23 Nov, 14:00–14:45". */
export function spanWords(startsAt: string, endsAt: string): string {
  return new Intl.DateTimeFormat(currentLocale() === 'ar' ? 'ar-u-nu-latn' : 'en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatRange(new Date(startsAt), new Date(endsAt));
}
