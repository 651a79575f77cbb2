import { useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';

/** Charges of an account and currency that no invoice has claimed yet. */
export function ChargePicks({
  accountId,
  currency,
  value,
  onChange,
}: {
  accountId: string;
  currency: string;
  value: ReadonlySet<string>;
  onChange: (value: ReadonlySet<string>) => void;
}) {
  const list = useApiPages('charges.list', { query: { accountId, currency, state: 'open', limit: 200 } });
  if (list.error !== null && list.rows.length === 0) return <ErrorState compact error={list.error} onRetry={list.refetch} />;
  if (list.isLoading) return <SkeletonRows rows={2} height={40} what={t('invoices.charges.open')} />;
  if (list.rows.length === 0) return <p className="text-12 text-muted">{t('invoices.charges.none', { currency })}</p>;
  const all = list.rows.every((charge) => value.has(charge.id));
  return (
    <section aria-label={t('invoices.charges.open')} className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <h3 className="flex-1 text-12 font-medium">{t('invoices.charges.open')}</h3>
        <Button size="compact" kind="quiet" onPress={() => onChange(new Set(all ? [] : list.rows.map(({ id }) => id)))}>
          {t(all ? 'invoices.charges.noneOf' : 'invoices.charges.all')}
        </Button>
      </div>
      <ul className="max-h-64 overflow-auto rounded-popover border border-line">
        {list.rows.map((charge) => (
          <li key={charge.id} className="flex items-start gap-3 border-b border-line px-3 py-1.5 last:border-b-0">
            <Checkbox
              isSelected={value.has(charge.id)}
              onChange={(chosen) => onChange(new Set(chosen ? [...value, charge.id] : [...value].filter((id) => id !== charge.id)))}
              className="min-w-0 flex-1"
            >
              <bdi>{charge.description}</bdi>
              <span className="block text-12 text-muted">
                <DateText date={charge.chargedOn} />
                {charge.vendorName !== null && (
                  <>
                    {' · '}
                    <bdi>{charge.vendorName}</bdi>
                  </>
                )}
              </span>
            </Checkbox>
            <ExactMoney value={charge} />
          </li>
        ))}
      </ul>
      {list.hasMore && (
        <Button size="compact" className="self-start" isPending={list.isLoadingMore} onPress={list.loadMore}>
          {t('work.more')}
        </Button>
      )}
    </section>
  );
}
