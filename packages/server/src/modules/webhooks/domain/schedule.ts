const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Before each try, counted from the one before: the schedule Standard Webhooks gives as its example. After the last the message is given up. */
export const WAITS: readonly number[] = [0, 5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/** Up to so much of a wait is added, so that receivers that came back are not met by everything at once. */
const MOST_JITTER = 0.1;
/** A receiver may ask for patience, but not for ever. */
const MOST_PATIENCE = 24 * HOUR;
/** How long an endpoint that says it is overloaded, without saying for how long, is left alone. */
const THROTTLE = MINUTE;
/** With nothing but failure for so long, an endpoint is disabled. */
export const DISABLE_AFTER = 120 * HOUR;

/** When a message is tried again after so many tries that failed; null when it is given up. `chance` is from 0 to 1. */
export function nextTry(tries: number, now: Date, chance: number, retryAfter: Date | null): Date | null {
  const wait = WAITS[tries];
  if (wait === undefined) return null;
  const at = now.getTime() + wait * (1 + MOST_JITTER * chance);
  const asked = retryAfter === null ? 0 : Math.min(retryAfter.getTime(), now.getTime() + MOST_PATIENCE);
  return new Date(Math.round(Math.max(at, asked)));
}

/** Until when nothing at all is sent to an endpoint that answered that it is overloaded. */
export const throttleUntil = (now: Date, retryAfter: Date | null): Date =>
  retryAfter === null ? new Date(now.getTime() + THROTTLE) : new Date(Math.min(retryAfter.getTime(), now.getTime() + MOST_PATIENCE));

/** Seconds, or a date of HTTP; what is neither, or lies in the past, asks for nothing. */
export function readRetryAfter(header: string | undefined, now: Date): Date | null {
  const text = header?.trim() ?? '';
  const at = /^\d{1,9}$/.test(text) ? now.getTime() + Number(text) * SECOND : /^[A-Za-z]{3}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) || at <= now.getTime() ? null : new Date(at);
}

export const hasFailedTooLong = (failingSince: Date | null, now: Date): boolean =>
  failingSince !== null && now.getTime() - failingSince.getTime() >= DISABLE_AFTER;
