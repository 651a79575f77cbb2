import { useEffect } from 'react';
import { useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { ExactMoney, formatExact } from '../../disbursements/exact-money.tsx';
import { SignedMoneyField } from '../kit/signed-money-field.tsx';
import { applied } from './amounts.ts';
import { invoiceName } from './words.ts';

const hows = ['oldest', 'chosen', 'credit'] as const;
export type How = (typeof hows)[number];
/** How money is applied: to the oldest, to these invoices by these amounts, or not at all. */
export type Applying = { how: How; amounts: ReadonlyMap<string, number> };
export const applyBody = ({ how, amounts }: Applying) => ({
  oldestFirst: how === 'oldest',
  applyTo: how === 'chosen' ? [...amounts].filter(([, amountMinor]) => amountMinor > 0).map(([invoiceId, amountMinor]) => ({ invoiceId, amountMinor })) : [],
});

/** Open invoices of an account and currency, and what of the money each of them takes. */
export function ApplyFields({
  accountId,
  currency,
  leftMinor,
  value,
  onChange,
  choices = hows,
}: {
  accountId: string;
  currency: string;
  leftMinor: number;
  value: Applying;
  onChange: (value: Applying) => void;
  choices?: readonly How[];
}) {
  const list = useApiPages('invoices.list', { query: { accountId, currency, open: 'true', limit: 200 } });
  const { hasMore, isLoadingMore, loadMore } = list;
  useEffect(() => {
    if (hasMore && !isLoadingMore) loadMore();
  }, [hasMore, isLoadingMore, loadMore]);
  const owed = list.rows.toSorted((one, other) => ((one.dueOn ?? '') < (other.dueOn ?? '') ? -1 : 1));
  const { sumMinor, tooMuchOf, tooMuch } = applied(value.amounts, owed, leftMinor);
  const put = (id: string, amountMinor: number | null) => {
    const amounts = new Map(value.amounts);
    if (amountMinor === null || amountMinor <= 0) amounts.delete(id);
    else amounts.set(id, amountMinor);
    onChange({ how: 'chosen', amounts });
  };
  return (
    <div className="flex flex-col gap-3">
      <RadioGroup
        label={t('invoices.apply.how')}
        value={value.how}
        onChange={(how) => onChange({ ...value, how })}
        options={choices.map((id) => ({ id, label: t(`invoices.apply.${id}`) }))}
      />
      {value.how === 'chosen' &&
        (list.error !== null && owed.length === 0 ? (
          <ErrorState compact error={list.error} onRetry={list.refetch} />
        ) : list.isLoading ? (
          <SkeletonRows rows={3} height={56} what={t('invoices.open')} />
        ) : owed.length === 0 ? (
          <p className="text-muted">{t('invoices.apply.nothing', { currency })}</p>
        ) : (
          <>
            <ul className="rounded-popover border border-line">
              {owed.map((invoice) => (
                <li key={invoice.id} className="flex flex-wrap items-end gap-x-3 gap-y-2 border-b border-line px-3 py-2 last:border-b-0">
                  <span className="min-w-40 flex-1">
                    <bdi className="block font-medium">{invoiceName(invoice)}</bdi>
                    <span className="text-12 text-muted">
                      {invoice.dueOn !== null && (
                        <>
                          {t('invoices.dueOn')} <DateText date={invoice.dueOn} />
                          {' · '}
                        </>
                      )}
                      {t('invoices.open')} <ExactMoney value={{ amountMinor: invoice.openMinor, currency }} />
                    </span>
                  </span>
                  <SignedMoneyField
                    label={t('invoices.apply.amountFor', { number: invoiceName(invoice) })}
                    amountMinor={value.amounts.get(invoice.id) ?? null}
                    currency={currency}
                    onChange={(amountMinor) => put(invoice.id, amountMinor)}
                    className="w-36"
                    error={tooMuchOf.includes(invoice.id) ? t('invoices.apply.moreThanOpen') : undefined}
                  />
                  <Button
                    size="compact"
                    className="mb-1"
                    aria-label={t('invoices.apply.allOf', { number: invoiceName(invoice) })}
                    onPress={() => put(invoice.id, Math.min(invoice.openMinor, Math.max(0, leftMinor - sumMinor + (value.amounts.get(invoice.id) ?? 0))))}
                  >
                    {t('invoices.apply.all')}
                  </Button>
                </li>
              ))}
            </ul>
            <output className={tooMuch ? 'text-bad' : 'text-muted'}>
              {t(tooMuch ? 'invoices.apply.tooMuch' : 'invoices.apply.sum', {
                sum: formatExact(sumMinor, currency),
                left: formatExact(Math.max(0, leftMinor - sumMinor), currency),
                of: formatExact(leftMinor, currency),
              })}
            </output>
          </>
        ))}
    </div>
  );
}
