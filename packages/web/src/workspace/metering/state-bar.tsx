import { Link } from '@tanstack/react-router';
import { t } from '../../lib/i18n/i18n.ts';
import { Num } from '../../lib/i18n/values.tsx';
import { cx } from '../../ui/cx.ts';
import { Bar } from '../../ui/marks.tsx';
import { type LineState, lineStates, listStates, stateColors, type Totals } from './words.ts';

type ListState = (typeof listStates)[number];

/** One bar over all hours, and under it the numbers it is made of: each leads to its list, and together they are the whole. */
export function StateBar({ counts, value }: { counts: Totals['lines']; value: ListState | undefined }) {
  const all = lineStates.reduce((total, state) => total + counts[state], 0);
  const numberOf = (state: ListState): number => (state === 'unbilled' ? counts.waiting + counts.sent : counts[state]);
  return (
    <div className="flex shrink-0 flex-col gap-1.5 border-b border-line bg-surface px-4 py-3 md:px-5">
      <Bar
        parts={lineStates
          .filter((state) => counts[state] > 0)
          .map((state) => ({
            id: state,
            value: counts[state],
            color: stateColors[state],
            label: t('metering.ofHours', { state: t(`metering.state.${state}`), n: counts[state] }),
          }))}
        height={10}
      />
      <nav aria-label={t('metering.byState')} className="min-w-0 overflow-x-auto">
        <ul className="flex gap-0.5 p-0.5">
          <li>
            <Entry state={undefined} n={all} chosen={value === undefined} />
          </li>
          {listStates.map((state) => (
            <li key={state} className={state === 'unbilled' ? 'me-1 border-e border-line pe-1' : undefined}>
              <Entry state={state} n={numberOf(state)} chosen={value === state} />
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}

function Entry({ state, n, chosen }: { state: ListState | undefined; n: number; chosen: boolean }) {
  const words = state === undefined ? t('metering.all') : t(`metering.state.${state}`);
  const color = state === undefined || state === 'unbilled' ? undefined : stateColors[state satisfies LineState];
  return (
    <Link
      to="/metering"
      search={(before: Record<string, unknown>) => ({ ...before, tab: undefined, open: undefined, state })}
      replace
      activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
      aria-current={chosen ? 'true' : undefined}
      className={cx(
        'flex h-7 items-center gap-1.5 rounded-control px-2 text-13 whitespace-nowrap outline-offset-[-1px] hover:text-text max-md:h-10',
        chosen ? 'bg-hover font-medium text-text' : 'text-muted',
      )}
    >
      {color !== undefined && <span aria-hidden className="size-2 shrink-0 rounded-full" style={{ background: color }} />}
      {words}
      <span className="font-medium text-text">
        <Num value={n} />
      </span>
    </Link>
  );
}
