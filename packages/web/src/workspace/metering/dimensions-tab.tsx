import { Check, CircleAlert } from 'lucide-react';
import { t } from '../../lib/i18n/i18n.ts';
import { Bar } from '../../ui/marks.tsx';
import { Card, PageBody } from '../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Quantity } from './quantity-text.tsx';
import { formatQuantity, micro, quantityText, sumOf } from './quantity.ts';
import { type Dimension, lineStates, partOf, stateColors, type Totals } from './words.ts';

/** What came in on one side, where it stands on the other; each row is added up again here. */
export function DimensionsTab({ totals, error, onRetry }: { totals: Totals | undefined; error: unknown; onRetry: () => void }) {
  if (totals === undefined)
    return error === null ? (
      <PageBody>
        <Card flush>
          <SkeletonRows rows={6} what={t('metering.totals')} />
        </Card>
      </PageBody>
    ) : (
      <ErrorState error={error} onRetry={onRetry} />
    );
  if (totals.dimensions.length === 0) return <EmptyState title={t('metering.empty')} detail={t('metering.empty.detail')} />;
  return (
    <PageBody>
      <Card title={t('metering.totals')} note={t('metering.addsUp.rule')} flush>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard */}
        <section tabIndex={0} aria-label={t('metering.totals')} className="relative overflow-x-auto">
          <table className="w-full min-w-280 border-collapse">
            <thead className="text-12 text-muted">
              <tr>
                <Head start>{t('metering.dimension')}</Head>
                <Head>{t('metering.ingested')}</Head>
                <Head>{t('metering.corrected')}</Head>
                {lineStates.map((state) => (
                  <Head key={state} color={stateColors[state]}>
                    {t(`metering.state.${state}`)}
                  </Head>
                ))}
                <Head>{t('metering.addsUp')}</Head>
              </tr>
            </thead>
            <tbody>
              {totals.dimensions.map((row) => (
                <Row key={`${row.marketplace} ${row.dimension}`} row={row} />
              ))}
            </tbody>
          </table>
        </section>
      </Card>
    </PageBody>
  );
}

function Head({ start = false, color, children }: { start?: boolean; color?: string; children: string }) {
  return (
    <th scope="col" className={start ? 'px-4 py-2 text-start font-medium' : 'px-3 py-2 text-end font-medium whitespace-nowrap'}>
      {color !== undefined && <span aria-hidden className="me-1.5 inline-block size-2 rounded-full" style={{ background: color }} />}
      {children}
    </th>
  );
}

function Row({ row }: { row: Dimension }) {
  const whole = sumOf([row.ingested, row.corrected]);
  const parts = lineStates.map((state) => ({ state, text: row[partOf[state]] }));
  const off = whole - sumOf(parts.map(({ text }) => text));
  return (
    <tr className="border-t border-line">
      <th scope="row" className="w-64 px-4 py-2 text-start font-normal">
        <bdi className="block font-medium">{row.dimension}</bdi>
        <bdi className="block text-12 text-muted">{row.marketplace}</bdi>
        <span className="mt-1 block">
          <Bar
            parts={parts
              .filter(({ text }) => micro(text) > 0n)
              .map(({ state, text }) => ({
                id: state,
                value: Number(text),
                color: stateColors[state],
                label: `${t(`metering.state.${state}`)} ${formatQuantity(text)}`,
              }))}
          />
        </span>
      </th>
      <Cell text={row.ingested} strong />
      <Cell text={row.corrected} />
      {parts.map(({ state, text }) => (
        <Cell key={state} text={text} />
      ))}
      <td className="px-3 py-2 text-end whitespace-nowrap">
        {off === 0n ? (
          <span className="inline-flex text-ok">
            <Check size={16} aria-hidden />
            <span className="sr-only">{t('metering.addsUp')}</span>
          </span>
        ) : (
          <span className="inline-flex items-center gap-1 text-bad">
            <CircleAlert size={14} aria-hidden />
            {t('metering.doesNotAddUp', { quantity: formatQuantity(quantityText(off)) })}
          </span>
        )}
      </td>
    </tr>
  );
}

function Cell({ text, strong = false }: { text: string; strong?: boolean }) {
  return (
    <td className={micro(text) === 0n ? 'px-3 py-2 text-end text-muted' : strong ? 'px-3 py-2 text-end font-medium' : 'px-3 py-2 text-end'}>
      <Quantity value={text} />
    </td>
  );
}
