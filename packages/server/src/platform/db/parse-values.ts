/** What the database writes as text, read without a detour where it has its usual form. Lists of rows hold hundreds of such values. */

const SECONDS = 19;

/** `2026-11-20 16:07:12.5+00` as an instant of the API, cut to milliseconds as dates are. */
export function instantOf(text: string): string {
  const end = text.length - 3;
  const usual = text.charCodeAt(4) === 45 && text.charCodeAt(10) === 32 && end >= SECONDS && text.endsWith('+00');
  if (!usual || (end > SECONDS && text.charCodeAt(SECONDS) !== 46)) return new Date(text).toISOString();
  const thousandths = text.slice(SECONDS + 1, Math.min(end, SECONDS + 4)).padEnd(3, '0');
  return `${text.slice(0, 10)}T${text.slice(11, SECONDS)}.${thousandths}Z`;
}

/** A list of values that need no quotes and none of which is missing; null for any other. */
export function plainList(text: string): string[] | null {
  if (text === '{}') return [];
  if (text.charCodeAt(0) !== 123 || text.includes('"') || text.includes('{', 1) || text.includes('NULL')) return null;
  return text.slice(1, -1).split(',');
}
