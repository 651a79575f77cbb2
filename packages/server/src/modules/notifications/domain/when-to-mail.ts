import { isEvent, USUAL, type How, type NotificationEvent, type Preferences } from './events.ts';

export const USUAL_PREFERENCES: Preferences = { mail: USUAL, digestHour: 8, timeZone: 'UTC', quietFrom: null, quietTo: null };

/** What was stored, made whole: an event that came into being later is mailed in its usual way. */
export function wholeMail(stored: unknown): Record<NotificationEvent, How> {
  const whole: Record<NotificationEvent, How> = { ...USUAL };
  for (const [event, how] of Object.entries((stored ?? {}) as Record<string, unknown>))
    if (isEvent(event) && (how === 'at_once' || how === 'digest' || how === 'off')) whole[event] = how;
  return whole;
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '' && name !== '';
  } catch {
    return false;
  }
}

/** Day and hour where somebody is. */
export function localMoment(now: Date, timeZone: string): { day: string; hour: number } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
  return { day: `${part('year')}-${part('month')}-${part('day')}`, hour: Number(part('hour')) };
}

/** Quiet hours may pass midnight; from and to alike mean none. */
export function isQuiet(now: Date, { timeZone, quietFrom, quietTo }: Preferences): boolean {
  if (quietFrom === null || quietTo === null || quietFrom === quietTo) return false;
  const { hour } = localMoment(now, timeZone);
  return quietFrom < quietTo ? hour >= quietFrom && hour < quietTo : hour >= quietFrom || hour < quietTo;
}

/** Once a day, from its hour on; a server that slept through the hour sends it late rather than not. */
export function digestIsDue(now: Date, preferences: Preferences, lastDigestAt: string | null): boolean {
  const here = localMoment(now, preferences.timeZone);
  if (here.hour < preferences.digestHour || isQuiet(now, preferences)) return false;
  return lastDigestAt === null || localMoment(new Date(lastDigestAt), preferences.timeZone).day < here.day;
}
