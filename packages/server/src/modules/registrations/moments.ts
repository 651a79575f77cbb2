import { addBusinessMinutes, businessMinutesBetween, type BusinessCalendar } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';
import { clearClocks, setClocks, type Clock } from '../../platform/clocks.ts';
import type { Definition } from './ports.ts';
import type { Registration } from './store.ts';

const DAY_MS = 86_400_000;
const decisionKinds = ['registration.warn', 'registration.escalate'] as const;
const protectionKinds = ['registration.remind', 'registration.expire', 'registration.update_warn', 'registration.update_review'] as const;

/** The working hours that count for a customer's region. */
export function calendarOf(definition: Definition, region: string | null): BusinessCalendar {
  const { calendars } = definition.decision;
  const own = region === null ? undefined : calendars[region as keyof typeof calendars];
  return own ?? calendars.default ?? { timeZone: 'UTC', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', holidays: [] };
}

/** When somebody has to have decided, and when to warn: business time of the customer's region, from the moment it is the vendor's turn. */
export function decisionMoments(definition: Definition, region: string | null, from: Date): { warnAt: Date; dueAt: Date } {
  const calendar = calendarOf(definition, region);
  const minutes = definition.decision.hours * 60;
  return {
    warnAt: addBusinessMinutes(from, (minutes * definition.decision.warnAtPercent) / 100, calendar),
    dueAt: addBusinessMinutes(from, minutes, calendar),
  };
}

/** Business minutes that were used of the time to decide, in percent. */
export function elapsedPercent(definition: Definition, region: string | null, from: Date, now: Date): number {
  return Math.round((businessMinutesBetween(from, now, calendarOf(definition, region)) / (definition.decision.hours * 60)) * 100);
}

export async function startDecisionClock(tx: Tx, row: Registration, definition: Definition, from: Date): Promise<string> {
  const { warnAt, dueAt } = decisionMoments(definition, row.region, from);
  await setClocks(tx, row.tenant_id, [
    { kind: 'registration.warn', recordId: row.id, dueAt: warnAt },
    { kind: 'registration.escalate', recordId: row.id, dueAt },
  ]);
  return dueAt.toISOString();
}

export const stopDecisionClock = (tx: Tx, row: Registration): Promise<void> => clearClocks(tx, row.tenant_id, row.id, decisionKinds);
export const stopProtectionClocks = (tx: Tx, row: Registration): Promise<void> => clearClocks(tx, row.tenant_id, row.id, protectionKinds);

/** The next reminder before the end, the end itself, and when news of the partner is due. */
export async function startProtectionClocks(tx: Tx, row: Registration, definition: Definition, now: Date): Promise<void> {
  if (row.protected_until === null) return;
  const until = new Date(row.protected_until);
  const { remindBeforeDays, updateWarnDays, updateReviewDays } = definition.protection;
  const clocks: Clock[] = [{ kind: 'registration.expire', recordId: row.id, dueAt: until }];
  const next = nextReminder(until, remindBeforeDays, now);
  if (next) clocks.push({ kind: 'registration.remind', recordId: row.id, dueAt: next });
  const heard = new Date(row.partner_updated_at ?? row.decided_at ?? now);
  if (updateWarnDays > 0) clocks.push({ kind: 'registration.update_warn', recordId: row.id, dueAt: later(heard, updateWarnDays) });
  if (updateReviewDays > 0) clocks.push({ kind: 'registration.update_review', recordId: row.id, dueAt: later(heard, updateReviewDays) });
  await clearClocks(tx, row.tenant_id, row.id, protectionKinds);
  await setClocks(
    tx,
    row.tenant_id,
    clocks.filter((clock) => clock.kind === 'registration.expire' || clock.dueAt.getTime() > now.getTime()),
  );
}

const later = (from: Date, days: number): Date => new Date(from.getTime() + days * DAY_MS);

/** The first reminder that is still to come. */
export function nextReminder(until: Date, beforeDays: readonly number[], now: Date): Date | null {
  const moments = beforeDays.map((days) => until.getTime() - days * DAY_MS).filter((at) => at > now.getTime());
  return moments.length === 0 ? null : new Date(Math.min(...moments));
}
