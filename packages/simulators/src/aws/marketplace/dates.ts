/** An agreement without an end carries this one, as seen in real notices. */
export const endless = '9999-01-01T00:00:00.000Z';
const duration = /^P(?:(\d{1,4})Y|(\d{1,4})M|(\d{1,5})D)$/;
export const isDuration = (text: string): boolean => duration.test(text);

/** Months are calendar months; a day that the month lacks becomes its last. */
export function after(start: Date, text: string): Date {
  const [, years, months, days] = duration.exec(text) ?? [];
  if (days !== undefined) return new Date(start.getTime() + Number(days) * 86_400_000);
  const count = Number(years ?? 0) * 12 + Number(months ?? 0);
  const target = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + count + 1, 0));
  const day = Math.min(start.getUTCDate(), target.getUTCDate());
  return new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth(), day) + (start.getTime() % 86_400_000));
}

const isoDate = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z)?$/;
export const isDate = (text: string): boolean => isoDate.test(text) && !Number.isNaN(Date.parse(text));
/** The last moment of a day given without a time: an offer until the 31st may be accepted on the 31st. */
export const endOfDay = (text: string): Date => new Date(text.includes('T') ? text : `${text}T23:59:59.999Z`);
export const startOfDay = (text: string): Date => new Date(text.includes('T') ? text : `${text}T00:00:00.000Z`);
/** The catalog writes seconds, without a fraction. */
export const seconds = (iso: string): string => iso.replace(/\.\d+Z$/, 'Z');
export const epoch = (iso: string): number => Date.parse(iso) / 1000;
