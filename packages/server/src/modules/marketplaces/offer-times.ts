import { clearClocks, type Clock } from '../../platform/clocks.ts';
import type { Tx } from '../../platform/db/database.ts';

export const REMINDER_CLOCK = 'offer.reminder';
export const EXPIRY_CLOCK = 'offer.expiry';
const DAY_MS = 86_400_000;
/** How many days before the last day somebody is reminded. */
const REMIND_BEFORE = [7, 1];

export const morningOf = (day: string): number => Date.parse(`${day}T08:00:00Z`);

/** The next reminder, and the end: an offer until the 31st may be accepted on the 31st, anywhere. */
export function offerClocks(offerId: string, expiresOn: string | null, now: Date): Clock[] {
  if (expiresOn === null) return [];
  const next = REMIND_BEFORE.map((days) => morningOf(expiresOn) - days * DAY_MS).find((at) => at > now.getTime());
  const ends = Date.parse(`${expiresOn}T00:00:00Z`) + 36 * 3_600_000;
  return [
    ...(next === undefined ? [] : [{ kind: REMINDER_CLOCK, recordId: offerId, dueAt: new Date(next) }]),
    { kind: EXPIRY_CLOCK, recordId: offerId, dueAt: new Date(Math.max(ends, now.getTime())) },
  ];
}
export const stopOfferClocks = (tx: Tx, tenantId: string, offerId: string): Promise<void> => clearClocks(tx, tenantId, offerId, [REMINDER_CLOCK, EXPIRY_CLOCK]);
