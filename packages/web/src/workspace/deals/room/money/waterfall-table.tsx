import { t } from '../../../../lib/i18n/i18n.ts';
import { cx } from '../../../../ui/cx.ts';
import { RoleGlyph } from '../../../../ui/role-glyph.tsx';
import { ExactMoney } from '../../../disbursements/exact-money.tsx';
import { type Bar, colourOf, reachOf } from './bars.ts';
import { barName, barNote } from './words.ts';

/** The waterfall in figures: for who reads it aloud, copies it, or holds it on a phone, where each row also draws its bar. */
export function WaterfallTable({
  bars,
  currency,
  caption,
  withBars,
  onOpen,
}: {
  bars: readonly Bar[];
  currency: string;
  caption: string;
  withBars: boolean;
  onOpen: (bar: Bar) => void;
}) {
  const { low, high } = reachOf(bars);
  const share = (amount: number): number => ((amount - low) / (high - low)) * 100;
  return (
    <table className="w-full border-collapse">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="border-b border-line text-12 text-muted">
          <th scope="col" className="px-4 py-1.5 text-start font-normal">
            {t('settlement.col.step')}
          </th>
          <th scope="col" className="px-2 py-1.5 text-end font-normal max-md:pe-4">
            {t('settlement.col.amount')}
          </th>
          <th scope="col" className="py-1.5 ps-2 pe-4 text-end font-normal max-md:hidden">
            {t('settlement.col.after')}
          </th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.id} className={cx('border-b border-line last:border-b-0', bar.isTotal && 'font-medium')}>
            <th scope="row" className={cx('px-4 py-1 text-start', bar.isTotal ? 'font-medium' : 'font-normal')}>
              <button
                type="button"
                onClick={() => onOpen(bar)}
                className="flex min-h-6 items-center gap-2 text-start underline decoration-line-strong underline-offset-2 hover:decoration-current max-md:min-h-11"
              >
                {bar.role === null ? (
                  <span aria-hidden className="size-2.5 rounded-full" style={{ background: colourOf(bar) }} />
                ) : (
                  <RoleGlyph role={bar.role} size={12} labelled={false} />
                )}
                <bdi>{barName(bar)}</bdi>
              </button>
              {barNote(bar) !== null && <span className="block ps-5 text-12 font-normal text-muted">{barNote(bar)}</span>}
              {withBars && (
                <span aria-hidden dir="ltr" className="mt-1 mb-1 block h-2 rounded-full bg-hover">
                  <span
                    className="block h-2 min-w-0.5 rounded-full"
                    style={{
                      marginLeft: `${share(Math.min(bar.fromMinor, bar.toMinor))}%`,
                      width: `${Math.abs(share(bar.toMinor) - share(bar.fromMinor))}%`,
                      background: colourOf(bar),
                    }}
                  />
                </span>
              )}
            </th>
            <td className="px-2 py-1 text-end align-top leading-6 max-md:pe-4 max-md:leading-11">
              <ExactMoney value={{ amountMinor: bar.amountMinor, currency }} />
            </td>
            <td className="py-1 ps-2 pe-4 text-end align-top leading-6 text-muted max-md:hidden">
              <ExactMoney value={{ amountMinor: bar.toMinor, currency }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
