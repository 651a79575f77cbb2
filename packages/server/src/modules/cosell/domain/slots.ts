import type { WorkCalendar } from './business-hours.ts';

export type Slot = { readonly startsAt: string; readonly endsAt: string };
const HALF_HOUR = 30 * 60_000;

/** Free times inside working hours: from two working hours ahead, on the half hour, at most two a day, not in what is taken. */
export function freeSlots(input: { now: string; durationMinutes: number; days: number; calendar: WorkCalendar; busy: readonly Slot[]; limit: number }): Slot[] {
  const { calendar, durationMinutes } = input;
  const slots: Slot[] = [];
  const perDay = new Map<string, number>();
  const first = Math.ceil((Date.parse(input.now) + 4 * HALF_HOUR) / HALF_HOUR) * HALF_HOUR;
  const last = Date.parse(input.now) + input.days * 86_400_000;
  for (let start = first; start < last && slots.length < input.limit; start += HALF_HOUR) {
    const local = new Date(start + calendar.offsetMinutes * 60_000);
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
    const day = local.toISOString().slice(0, 10);
    const weekday = local.getUTCDay() === 0 ? 7 : local.getUTCDay();
    if (!calendar.days.includes(weekday) || calendar.holidays.includes(day) || minute < calendar.fromMinute || minute + durationMinutes > calendar.toMinute)
      continue;
    const end = start + durationMinutes * 60_000;
    if ((perDay.get(day) ?? 0) >= 2 || input.busy.some((taken) => Date.parse(taken.startsAt) < end && Date.parse(taken.endsAt) > start)) continue;
    slots.push({ startsAt: new Date(start).toISOString(), endsAt: new Date(end).toISOString() });
    perDay.set(day, (perDay.get(day) ?? 0) + 1);
    // The second proposal of a day is in another part of it.
    start += 5 * HALF_HOUR;
  }
  return slots;
}
