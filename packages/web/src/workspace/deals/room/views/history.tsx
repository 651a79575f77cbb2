import type { ReactNode } from 'react';
import { ArrowRight } from 'lucide-react';
import { useApiPages } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../../lib/i18n/values.tsx';
import { Button } from '../../../../ui/button.tsx';
import { ErrorState, SkeletonRows } from '../../../../ui/states.tsx';
import { ValueText } from '../../../connections/value-text.tsx';
import type { Deal } from '../use-room.ts';
import { type Past, saves, saysOtherwise, stageChoices } from './past.ts';
import { type DealView, readType, theirCurrency } from './words.ts';

const AT_ONCE = 20;
const SOON = 3_000;
const NOW_AND_THEN = 30_000;

/** What the record over there was before, newest first; what one save changed stands together. */
export function History({ deal, view }: { deal: Deal; view: DealView }) {
  const list = useApiPages(
    'views.history',
    { params: { id: view.id }, query: { limit: AT_ONCE } },
    { keepPrevious: true, refetchInterval: view.readAt === null ? SOON : NOW_AND_THEN },
  );
  const { first } = list;
  return (
    <section aria-label={t('views.history')} className="flex flex-col gap-1.5">
      <h3 className="text-12 font-medium text-muted">{t('views.history')}</h3>
      {first !== undefined && first.sentence !== null && (
        <p className="rounded-popover bg-warn-soft px-3 py-2">
          {t('views.history.unread', { name: view.connectionName })} <bdi>{first.sentence}</bdi>
        </p>
      )}
      {list.error !== null && list.rows.length === 0 ? (
        <ErrorState compact error={list.error} onRetry={list.refetch} />
      ) : list.isLoading || first === undefined ? (
        <SkeletonRows rows={3} widths={[20, 30, 30]} height={36} what={t('views.history')} />
      ) : list.rows.length === 0 ? (
        first.sentence === null && <p className="text-muted">{t(nothing(first), { name: view.connectionName })}</p>
      ) : (
        <ol className="flex flex-col rounded-popover border border-line">
          {saves(list.rows).map(({ at, who, changes }) => (
            <li key={changes[0]?.id} className="grid gap-x-4 gap-y-1 border-b border-line px-3 py-2 last:border-b-0 md:grid-cols-[11rem_minmax(0,1fr)]">
              <p className="flex flex-wrap items-baseline gap-x-2 md:flex-col">
                <bdi className="font-medium wrap-anywhere">{who ?? t('views.history.somebody')}</bdi>
                <span className="text-12 text-muted">
                  <InstantText at={at} />
                </span>
              </p>
              <ul className="flex min-w-0 flex-col gap-1">
                {changes.map((change) => (
                  <Change key={change.id} change={change} currency={theirCurrency(view, deal.currency)} />
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
      {list.hasMore && (
        <p>
          <Button size="compact" isPending={list.isLoadingMore} onPress={list.loadMore}>
            {t('work.more')}
          </Button>
        </p>
      )}
    </section>
  );
}

const nothing = (first: { kept: boolean; readAt: string | null }) =>
  !first.kept ? 'views.history.notKept' : first.readAt === null ? 'views.history.soon' : 'views.history.none';

function Change({ change, currency }: { change: Past; currency: string }) {
  // Of a reference the name is kept, which is no id to be set apart.
  const type = change.type === 'reference' ? 'text' : readType(change.type);
  const choices = change.field === 'stage' ? stageChoices() : change.choices;
  return (
    <li className="min-w-0">
      <span className="flex flex-wrap items-baseline gap-x-2">
        <bdi className="text-muted">{change.label}</bdi>
        <FromTo
          old={<ValueText value={change.old} type={type} choices={choices} currency={currency} />}
          now={<ValueText value={change.new} type={type} choices={choices} currency={currency} />}
        />
      </span>
      {saysOtherwise(change) && (
        <span className="flex flex-wrap items-baseline gap-x-2 text-12 text-muted">
          <span>{t('views.history.there')}</span>
          <FromTo
            old={<ValueText value={change.oldThere} type={type} currency={currency} />}
            now={<ValueText value={change.newThere} type={type} currency={currency} />}
          />
        </span>
      )}
    </li>
  );
}

function FromTo({ old, now }: { old: ReactNode; now: ReactNode }) {
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-1.5">
      <span className="line-clamp-3 min-w-0 text-muted">{old}</span>
      <ArrowRight size={12} className="flip shrink-0 self-center text-muted" aria-hidden />
      <span className="sr-only">{t('views.history.became')}</span>
      <span className="line-clamp-3 min-w-0">{now}</span>
    </span>
  );
}
