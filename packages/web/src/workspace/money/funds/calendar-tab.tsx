import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useApiPages } from '../../../lib/api/index.ts';
import { formatDate } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { PageBody } from '../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { monthName } from '../../disbursements/words.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { addMonths, daysBetween, monthOf } from './calendar-days.ts';
import { Narrowed, useNarrowed } from './list-filters.tsx';
import { Minor, RequestState } from './marks.tsx';
import { type Activity, today } from './words.ts';

const SHOWN_MONTHS = 3;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** What takes place when, three months at a time; each bar is an activity from its first day to its last. */
export function CalendarTab() {
  const url = useUrlState();
  const narrowed = useNarrowed();
  const asked = url.text('from');
  const first = asked !== undefined && MONTH.test(asked) ? asked : monthOf(today());
  const months = Array.from({ length: SHOWN_MONTHS }, (_, index) => addMonths(first, index));
  const [from, to] = [`${first}-01`, `${addMonths(first, SHOWN_MONTHS)}-01`];
  const list = useApiPages('funds.calendar', { query: { from, to, ...narrowed, limit: 100 } }, { keepPrevious: true });
  const go = (by: number) => url.set({ from: addMonths(first, by) });
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <IconButton label={t('funds.calendar.before')} onPress={() => go(-SHOWN_MONTHS)}>
          <ChevronLeft size={16} aria-hidden className="flip" />
        </IconButton>
        <span className="font-medium">{t('funds.calendar.span', { from: monthName(first, 'long'), to: monthName(months.at(-1) ?? first, 'long') })}</span>
        <IconButton label={t('funds.calendar.after')} onPress={() => go(SHOWN_MONTHS)}>
          <ChevronRight size={16} aria-hidden className="flip" />
        </IconButton>
        <Button size="compact" onPress={() => url.set({ from: undefined })}>
          {t('funds.calendar.now')}
        </Button>
        <Narrowed />
      </div>
      {list.isLoading ? (
        <SkeletonRows rows={8} what={t('funds.tab.calendar')} />
      ) : list.error !== null && list.rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.rows.length === 0 ? (
        <EmptyState title={t('funds.calendar.none')} detail={t('funds.calendar.none.detail')} />
      ) : (
        <PageBody label={t('funds.tab.calendar')} className="p-0">
          <div aria-hidden className="sticky top-0 z-10 hidden border-b border-line bg-surface text-12 text-muted md:grid md:grid-cols-[20rem_minmax(0,1fr)]">
            <span />
            <span className="grid grid-cols-3">
              {months.map((month) => (
                <span key={month} className="border-s border-line px-2 py-1.5">
                  {monthName(month, 'long')}
                </span>
              ))}
            </span>
          </div>
          <ul className="bg-surface">
            {list.rows.map((activity) => (
              <Row key={activity.requestId} activity={activity} from={from} to={to} />
            ))}
          </ul>
          {list.hasMore && (
            <p className="p-4">
              <Button isPending={list.isLoadingMore} onPress={list.loadMore}>
                {t('funds.movements.more')}
              </Button>
            </p>
          )}
        </PageBody>
      )}
    </>
  );
}

function Row({ activity, from, to }: { activity: Activity; from: string; to: string }) {
  const whole = daysBetween(from, to);
  const start = Math.max(0, daysBetween(from, activity.startsOn));
  const end = Math.min(whole, daysBetween(from, activity.endsOn) + 1);
  const waits = activity.approvedMinor === null;
  return (
    <li className="relative grid border-b border-line hover:bg-hover md:grid-cols-[20rem_minmax(0,1fr)]">
      <div className="min-w-0 px-4 py-2">
        <p className="flex items-center gap-2">
          <Link
            to="/money/funds/requests/$requestId"
            params={{ requestId: activity.requestId }}
            className="min-w-0 truncate font-medium before:absolute before:inset-0"
          >
            <bdi>{activity.name}</bdi>
          </Link>
          <RequestState state={activity.state} />
        </p>
        <p className="flex flex-wrap gap-x-2 text-12 text-muted">
          <bdi>{activity.partnerName}</bdi>
          <span>
            {activity.startsOn === activity.endsOn
              ? formatDate(activity.startsOn)
              : t('funds.calendar.days', { from: formatDate(activity.startsOn), to: formatDate(activity.endsOn) })}
          </span>
          <bdi>{activity.place ?? t(activity.inPerson ? 'funds.activity.inPerson' : 'funds.activity.digital')}</bdi>
          {!waits && <Minor amountMinor={activity.approvedMinor} currency={activity.currency} />}
        </p>
      </div>
      <div aria-hidden className="relative hidden min-h-10 md:block">
        <span
          className="absolute top-1/2 h-4 min-w-1 -translate-y-1/2 rounded-check"
          style={{
            insetInlineStart: `${(start / whole) * 100}%`,
            width: `${(Math.max(1, end - start) / whole) * 100}%`,
            background: waits ? 'var(--role-none)' : 'var(--role-source)',
          }}
        />
      </div>
    </li>
  );
}
