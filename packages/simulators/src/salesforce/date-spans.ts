/** Date literals: each is a span of days, from its first day up to, and without, its end. Weeks begin on Sunday, as in Salesforce's default locale. */
export function dateSpan(name: string, count: number | undefined, now: number): { readonly from: number; readonly to: number } | undefined {
  const today = new Date(now);
  const [year, month, date] = [today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()];
  const day = (offset: number): number => Date.UTC(year, month, date + offset);
  const span = (from: number, to: number): { from: number; to: number } => ({ from, to });
  const quarter = Math.floor(month / 3) * 3;
  const week = day(-today.getUTCDay());
  const dayMs = 86_400_000;
  switch (name) {
    case 'TODAY':
      return span(day(0), day(1));
    case 'YESTERDAY':
      return span(day(-1), day(0));
    case 'TOMORROW':
      return span(day(1), day(2));
    case 'THIS_WEEK':
      return span(week, week + 7 * dayMs);
    case 'LAST_WEEK':
      return span(week - 7 * dayMs, week);
    case 'NEXT_WEEK':
      return span(week + 7 * dayMs, week + 14 * dayMs);
    case 'THIS_MONTH':
      return span(Date.UTC(year, month), Date.UTC(year, month + 1));
    case 'LAST_MONTH':
      return span(Date.UTC(year, month - 1), Date.UTC(year, month));
    case 'NEXT_MONTH':
      return span(Date.UTC(year, month + 1), Date.UTC(year, month + 2));
    case 'THIS_QUARTER':
      return span(Date.UTC(year, quarter), Date.UTC(year, quarter + 3));
    case 'LAST_QUARTER':
      return span(Date.UTC(year, quarter - 3), Date.UTC(year, quarter));
    case 'NEXT_QUARTER':
      return span(Date.UTC(year, quarter + 3), Date.UTC(year, quarter + 6));
    case 'THIS_YEAR':
      return span(Date.UTC(year, 0), Date.UTC(year + 1, 0));
    case 'LAST_YEAR':
      return span(Date.UTC(year - 1, 0), Date.UTC(year, 0));
    case 'NEXT_YEAR':
      return span(Date.UTC(year + 1, 0), Date.UTC(year + 2, 0));
    case 'LAST_90_DAYS':
      return span(day(-90), day(1));
    case 'NEXT_90_DAYS':
      return span(day(1), day(91));
    case 'LAST_N_DAYS':
      return count === undefined ? undefined : span(day(-count), day(1));
    case 'NEXT_N_DAYS':
      return count === undefined ? undefined : span(day(1), day(count + 1));
    case 'N_DAYS_AGO':
      return count === undefined ? undefined : span(day(-count), day(1 - count));
    default:
      return undefined;
  }
}
