import type { ReactNode } from 'react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, Money, Num } from '../../../lib/i18n/values.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** The offer exactly as the buyer will read it, and below it what is sent. */
export function BuyerPreview({ offerId }: { offerId: string }) {
  const preview = useApi('offers.preview', { params: { id: offerId } });
  if (preview.error !== null && preview.data === undefined) return <ErrorState compact error={preview.error} onRetry={() => void preview.refetch()} />;
  if (preview.data === undefined) return <SkeletonRows rows={6} what={t('offers.preview')} />;
  const seen = preview.data;
  const money = (amountMinor: number) => <Money value={{ amountMinor, currency: seen.currency }} />;
  return (
    <div className="flex flex-col gap-3">
      <article aria-label={t('offers.preview')} className="flex flex-col gap-4 rounded-card border border-line-strong bg-surface p-4 md:p-5">
        <header>
          <p className="text-12 text-muted">
            <bdi>{seen.product}</bdi> · <bdi>{t('offers.preview.by', { name: seen.seller })}</bdi>
          </p>
          <h3 className="text-15 font-semibold">
            <bdi>{seen.title}</bdi>
          </h3>
          {seen.note !== null && (
            <p className="mt-1">
              <bdi>{seen.note}</bdi>
            </p>
          )}
        </header>
        <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
          <Said label={t('offers.preview.buyer')}>
            {seen.buyerAccount === null ? (
              <span className="text-bad">{t('offers.preview.noBuyer')}</span>
            ) : (
              <bdi className="font-mono">{seen.buyerAccount}</bdi>
            )}
          </Said>
          <Said label={t('offers.preview.acceptBy')}>{seen.acceptBy === null ? t('offers.noExpiry') : <DateText date={seen.acceptBy} />}</Said>
          <Said label={t('offers.preview.term')}>
            <bdi>{seen.term}</bdi>
          </Said>
          <Said label={t('offers.preview.licence')}>
            <bdi className="break-words">{seen.licence}</bdi>
          </Said>
        </dl>
        <table className="w-full">
          <caption className="sr-only">{t('offers.lines')}</caption>
          <thead className="text-12 text-muted">
            <tr className="border-b border-line [&>th]:py-1.5 [&>th]:font-medium">
              <th scope="col" className="text-start">
                {t('offers.line.what')}
              </th>
              <th scope="col" className="text-end">
                {t('offers.line.quantity')}
              </th>
              <th scope="col" className="text-end">
                {t('offers.line.amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {seen.lines.map((line, index) => (
              <tr key={index} className="border-b border-line [&>td]:py-1.5">
                <td>
                  <bdi>{line.description}</bdi>
                </td>
                <td className="text-end">
                  <Num value={line.quantity} />
                </td>
                <td className="text-end">{money(line.amountMinor)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="font-semibold [&>*]:pt-2">
              <th scope="row" colSpan={2} className="text-start">
                {t('offers.line.sum')}
              </th>
              <td className="text-end">{money(seen.totalMinor)}</td>
            </tr>
          </tfoot>
        </table>
        <section aria-label={t('offers.preview.payments')}>
          <h4 className="mb-1 text-12 text-muted">{t('offers.preview.payments')}</h4>
          <ol className="flex flex-col gap-1">
            {seen.payments.map((payment, index) => (
              <li key={index} className="flex justify-between gap-4">
                {isDay(payment.when) ? <DateText date={payment.when} /> : <bdi>{payment.when}</bdi>}
                {money(payment.amountMinor)}
              </li>
            ))}
          </ol>
        </section>
      </article>
      <details className="text-12">
        <summary className="min-h-6 text-muted">{t('offers.preview.payload')}</summary>
        <ScrollArea label={t('offers.preview.payload')} className="mt-2 max-h-80 overflow-auto rounded-popover border border-line bg-desk p-3">
          <pre dir="ltr" className="font-mono text-12 whitespace-pre-wrap">
            {JSON.stringify(seen.payload, null, 2)}
          </pre>
        </ScrollArea>
      </details>
    </div>
  );
}

function Said({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-12 text-muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
