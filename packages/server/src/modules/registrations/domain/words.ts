const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** A day as people read it, 24 Nov 2026; empty where there is none. */
export const dayInWords = (instant: string | null): string => (instant === null ? '' : days.format(new Date(instant)));
