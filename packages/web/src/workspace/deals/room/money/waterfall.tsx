import { useState } from 'react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { usePhone } from '../../../../ui/use-media.ts';
import { BarSheet } from './bar-sheet.tsx';
import { type Bar, barsOf, type Step } from './bars.ts';
import { WaterfallChart } from './waterfall-chart.tsx';
import { WaterfallTable } from './waterfall-table.tsx';

/** From list price to our net, as a drawing and in figures; each bar opens to why it is what it is. */
export function Waterfall({
  steps,
  currency,
  name,
  folded = false,
}: {
  steps: readonly Step[];
  currency: string;
  name: string;
  /** The figures wait to be opened. */ folded?: boolean;
}) {
  const [open, setOpen] = useState<Bar | null>(null);
  const phone = usePhone();
  const bars = barsOf(steps);
  const label = t('settlement.waterfall.of', { name });
  const table = <WaterfallTable bars={bars} currency={currency} caption={label} withBars={phone} onOpen={setOpen} />;
  return (
    <>
      {!phone && (
        <div className="px-4 pt-4">
          <WaterfallChart bars={bars} currency={currency} label={label} onOpen={setOpen} />
        </div>
      )}
      {folded && !phone ? (
        <details className="border-t border-line">
          <summary className="px-4 py-2 text-12 font-medium">{t('settlement.figures')}</summary>
          {table}
        </details>
      ) : (
        <div className="border-t border-line">{table}</div>
      )}
      {open !== null && <BarSheet bar={open} currency={currency} onClose={() => setOpen(null)} />}
    </>
  );
}
