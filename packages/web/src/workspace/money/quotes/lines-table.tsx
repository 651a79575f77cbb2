import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Sheet } from '../../../ui/dialog.tsx';
import { ExplanationView } from '../../../ui/explanation.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { ExactMoney, formatExact } from '../../disbursements/exact-money.tsx';
import { MarginParts } from '../pricing/kit/margin-parts.tsx';
import { termWords } from '../pricing/words.ts';
import type { Priced, QuoteLine } from './words.ts';

type What = 'list' | 'discount' | 'net' | 'margin';
const whats = ['list', 'discount', 'net', 'margin'] as const;
const amountOf = (line: QuoteLine, what: What): number =>
  ({ list: line.listMinor, discount: line.discountMinor, net: line.netMinor, margin: line.marginMinor })[what];

/** Lines by what was chosen; a bundle's parts stand under its name and sum to its price. Each amount opens to why it is what it is. */
export function LinesTable({ priced }: { priced: Priced }) {
  const [open, setOpen] = useState<{ line: QuoteLine; what: What }>();
  const { currency } = priced;
  const groups = [...Map.groupBy(priced.lines, (line) => line.selection)].map(([selection, lines]) => ({ selection, lines, first: lines[0] }));
  const plain = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency }} />;
  const sum = (lines: readonly QuoteLine[], read: (line: QuoteLine) => number) => lines.reduce((total, line) => total + read(line), 0);
  return (
    <>
      <ScrollArea label={t('quotes.lines')} className="relative overflow-x-auto">
        <table className="w-full">
          <thead className="text-12 text-muted">
            <tr className="border-b border-line [&>th]:px-3 [&>th]:py-1.5 [&>th]:font-medium">
              <th scope="col" className="text-start">
                {t('pricing.product')}
              </th>
              <th scope="col" className="text-end">
                {t('pricing.quantity')}
              </th>
              <th scope="col" className="text-start">
                {t('pricing.term')}
              </th>
              {whats.map((what) => (
                <th key={what} scope="col" className="text-end">
                  {t(`quotes.${what}`)}
                </th>
              ))}
              <th scope="col" className="text-end">
                {t('quotes.ours')}
              </th>
            </tr>
          </thead>
          {groups.map(({ selection, lines, first }) => (
            <tbody key={selection}>
              {first !== undefined && first.bundleName !== null && (
                <tr className="border-b border-line bg-desk [&>*]:px-3 [&>*]:py-1.5">
                  <th scope="rowgroup" colSpan={3} className="text-start font-medium">
                    <bdi>{first.bundleName}</bdi>{' '}
                    <span className="text-12 font-normal text-muted">{t('quotes.bundleParts', { n: lines.length, version: first.bundleVersion ?? 1 })}</span>
                  </th>
                  {whats.map((what) => (
                    <td key={what} className="text-end font-medium">
                      {plain(sum(lines, (line) => amountOf(line, what)))}
                    </td>
                  ))}
                  <td className="text-end font-medium">{plain(sum(lines, (line) => line.oursMinor))}</td>
                </tr>
              )}
              {lines.map((line) => (
                <tr key={line.position} className="border-b border-line align-top [&>*]:px-3 [&>*]:py-1.5">
                  <th scope="row" className={line.bundleName === null ? 'min-w-36 text-start font-normal' : 'min-w-36 ps-7! text-start font-normal'}>
                    <bdi>{line.productName}</bdi>
                    <span className="block text-12 text-muted">
                      {line.vendorName === null ? t('pricing.vendor.own') : <bdi>{line.vendorName}</bdi>} · {t(`pricing.charge.${line.chargeType}`)}
                      {line.estimated && <> · {t('quotes.estimated')}</>}
                    </span>
                  </th>
                  <td className="text-end whitespace-nowrap">
                    <bdi dir="ltr" className="num">
                      {line.quantity}
                    </bdi>{' '}
                    <bdi className="text-12 text-muted">{line.unitLabel}</bdi>
                  </td>
                  <td className="whitespace-nowrap text-muted">{line.termMonths === null ? '–' : termWords(line.termMonths)}</td>
                  {whats.map((what) => {
                    const amount = amountOf(line, what);
                    return (
                      <td key={what} className="text-end">
                        {line.explanations[what] === null ? (
                          <span className="text-muted">{plain(amount)}</span>
                        ) : (
                          <button
                            type="button"
                            onClick={() => setOpen({ line, what })}
                            aria-label={t('quotes.whyAmount', { what: t(`quotes.${what}`), product: line.productName, amount: formatExact(amount, currency) })}
                            className="rounded-control underline decoration-line-strong decoration-dotted underline-offset-4 hover:decoration-current"
                          >
                            {plain(amount)}
                          </button>
                        )}
                        {what === 'margin' && line.marginMinor !== 0 && (
                          <bdi dir="ltr" className="num block text-12 text-muted">
                            {line.marginPercent} %
                          </bdi>
                        )}
                      </td>
                    );
                  })}
                  <td className="text-end">{plain(line.oursMinor)}</td>
                </tr>
              ))}
            </tbody>
          ))}
          <tfoot>
            <tr className="font-semibold [&>*]:px-3 [&>*]:py-2">
              <th scope="row" colSpan={3} className="text-start">
                {t('quotes.sum')} <span className="text-12 font-normal text-muted">{t('quotes.beforeTax')}</span>
              </th>
              <td className="text-end">{plain(priced.listMinor)}</td>
              <td className="text-end">{plain(priced.discountMinor)}</td>
              <td className="text-end">{plain(priced.netMinor)}</td>
              <td className="text-end">{plain(priced.marginMinor)}</td>
              <td className="text-end">{plain(priced.oursMinor)}</td>
            </tr>
          </tfoot>
        </table>
      </ScrollArea>
      {open && <Why line={open.line} what={open.what} currency={currency} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function Why({ line, what, currency, onClose }: { line: QuoteLine; what: What; currency: string; onClose: () => void }) {
  const explanation = line.explanations[what];
  return (
    <Sheet title={line.productName} isOpen onClose={onClose} note={t(`quotes.${what}`)}>
      <div className="flex flex-col gap-4">
        <p className="text-18 font-semibold">
          <ExactMoney value={{ amountMinor: amountOf(line, what), currency }} />
        </p>
        {explanation !== null && <ExplanationView value={explanation} />}
        {what === 'margin' && line.marginParts.length > 0 && (
          <section aria-label={t('pricing.margin.parts')}>
            <h3 className="mb-1 font-semibold">{t('pricing.margin.parts')}</h3>
            <MarginParts parts={line.marginParts} />
          </section>
        )}
      </div>
    </Sheet>
  );
}
