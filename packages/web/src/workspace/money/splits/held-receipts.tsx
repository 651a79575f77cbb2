import { Link } from '@tanstack/react-router';
import { useApi, useApiMutation, problemSentence } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { splitTitle } from './columns.tsx';
import { splitReads, type SplitRow } from './words.ts';

/** Tries a held receipt again; whether it could be divided now is said. */
export function useRetry() {
  const retry = useApiMutation('splits.retry', {
    invalidates: splitReads,
    onDone: (split) =>
      toast(split.state === 'allocated' ? t('splits.retried') : (split.sentence ?? t('splits.stillHeld')), {
        tone: split.state === 'allocated' ? 'normal' : 'bad',
      }),
  });
  return {
    isPending: (id: string) => retry.isPending && retry.variables.params.id === id,
    retry: (id: string) => retry.mutate({ params: { id } }, { onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }) }),
  };
}

/** What could not be divided and why: nothing is guessed, a person mends it. */
export function HeldReceipts({ filter }: { filter: { partnerId: string | undefined; dealId: string | undefined; currency: string | undefined } }) {
  const mayWrite = useCan('splits:write');
  const held = useApi('splits.list', { query: { ...filter, state: 'held', limit: 50 } });
  const { retry, isPending } = useRetry();
  const rows: readonly SplitRow[] = held.data?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <section aria-label={t('splits.held')} className="max-h-60 shrink-0 overflow-auto border-b border-line bg-warn-soft">
      <h2 className="px-4 pt-2 text-12 font-semibold text-warn">{t('splits.heldCount', { n: rows.length })}</h2>
      <ul>
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
            <div className="min-w-0 flex-1 max-md:basis-full">
              <Link to="/money/splits/$splitId" params={{ splitId: row.id }} className="link font-medium">
                <bdi>{splitTitle(row)}</bdi>
              </Link>
              <span className="text-muted">
                {' '}
                <DateText date={row.receivedOn} /> <ExactMoney value={{ amountMinor: row.netMinor, currency: row.currency }} />
              </span>
              <p>
                <bdi>{row.sentence}</bdi>
              </p>
            </div>
            <Button size="compact" isDisabled={!mayWrite} isPending={isPending(row.id)} onPress={() => retry(row.id)}>
              {t('ui.retry')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
