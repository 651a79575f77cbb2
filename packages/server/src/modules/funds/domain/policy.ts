import { fundPolicy, type FundPolicy } from '@entente/contracts';
import { addBusinessMinutes, addDays, dayIn, instantInZone, isTimeZone, Problem, type BusinessCalendar } from '@entente/kernel';

export type { FundPolicy };
const OFFICE = { from: '09:00', to: '17:00' } as const;
const WORKING_DAY_MINUTES = 480;

export const calendarOf = ({ timeZone, workingDays, holidays }: FundPolicy): BusinessCalendar => ({ timeZone, days: workingDays, holidays, ...OFFICE });
export const todayOf = (policy: FundPolicy, now: Date): string => dayIn(now, policy.timeZone);
/** The moment a day begins where the fund counts its days. */
export const beginOf = (policy: FundPolicy, day: string): Date => instantInZone(new Date(`${day}T00:00:00Z`), policy.timeZone);
export const decideBy = (policy: FundPolicy, now: Date): Date => addBusinessMinutes(now, policy.decisionWorkingDays * WORKING_DAY_MINUTES, calendarOf(policy));

const works = ({ workingDays, holidays }: FundPolicy, day: string): boolean => {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay() || 7;
  return workingDays.includes(weekday) && !holidays.includes(day);
};
/** The first day an activity can begin that is submitted on a day: so many whole working days lie between the two. */
export function earliestStart(policy: FundPolicy, submittedOn: string): string {
  let left = policy.leadWorkingDays;
  let day = addDays(submittedOn, 1);
  for (let tries = 0; left > 0; tries += 1) {
    if (tries > 2000) throw new RangeError('the calendar never opens');
    if (works(policy, day)) left -= 1;
    day = addDays(day, 1);
  }
  return day;
}
export const claimUntil = (policy: FundPolicy, endsOn: string): string => addDays(endsOn, policy.claimWindowDays);
/** How many people must approve an amount. */
export const peopleFor = (policy: FundPolicy, amountMinor: bigint): number =>
  policy.approvals.reduce((people, level) => (BigInt(level.fromMinor) <= amountMinor ? level.people : people), 1);

/** Strict: terms that are stored and not understood any more refuse, rather than being guessed. */
export function readPolicy(value: unknown): FundPolicy {
  const read = fundPolicy.safeParse(value);
  if (!read.success) throw new Problem('conflict', 'The terms of this fund cannot be read. Publish them again.', { reason: 'policy' });
  return read.data;
}
export function checkPolicy(policy: FundPolicy, kind: 'proposal' | 'accrued'): void {
  const refuse = (path: string, sentence: string): never => {
    throw new Problem('invalid_input', sentence, { fields: [{ path: `policy.${path}`, code: 'invalid', sentence }] });
  };
  if (!isTimeZone(policy.timeZone)) refuse('timeZone', `${policy.timeZone} is not a time zone.`);
  if (policy.approvals[0]?.fromMinor !== 0) refuse('approvals', 'The first level of approval begins at 0.');
  policy.approvals.forEach((level, index) => {
    const before = policy.approvals[index - 1];
    if (before && (level.fromMinor <= before.fromMinor || level.people < before.people))
      refuse('approvals', 'Levels rise, and a larger amount needs no fewer people.');
  });
  const keys = policy.activityTypes.map(({ key }) => key);
  if (new Set(keys).size !== keys.length) refuse('activityTypes', 'Each type of activity has a key of its own.');
  if ((kind === 'accrued') !== (policy.accrual !== null)) refuse('accrual', 'An accrued fund says which part of what is received accrues; another has none.');
}
