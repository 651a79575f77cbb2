import { useState } from 'react';
import { useApi } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { ErrorState } from '../../../../ui/states.tsx';
import { ExplanationView } from '../../../../ui/explanation.tsx';
import { useSettled } from '../../../deals/kit/pickers.tsx';
import { ExactMoney } from '../../../disbursements/exact-money.tsx';
import { DecimalField } from '../kit/decimal-field.tsx';
import type { PriceModel } from '../words.ts';
import { isDecimal, modelFault } from './check.ts';

/** What the model makes of a quantity, with the arithmetic; nothing is saved by it. */
export function TryIt({ model, currency }: { model: PriceModel; currency: string }) {
  const [quantity, setQuantity] = useState('100');
  const fault = modelFault(model);
  const ready = fault === null && isDecimal(quantity);
  const settled = useSettled(JSON.stringify({ model, quantity: ready ? quantity : '0' }), 300);
  const asked = JSON.parse(settled) as { model: PriceModel; quantity: string };
  const rated = useApi(
    'pricing.rate',
    { body: { model: asked.model, currency, quantities: [asked.quantity] } },
    { enabled: ready && modelFault(asked.model) === null, keepPrevious: true },
  );
  const result = ready ? rated.data?.results[0] : undefined;
  return (
    <section aria-label={t('pricing.try')} className="flex flex-col gap-3 rounded-popover bg-desk p-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <DecimalField label={t('pricing.try.quantity')} value={quantity} onChange={setQuantity} isRequired={false} className="w-40" />
        <output className="text-15 font-semibold">
          {result === undefined ? (
            <span className="text-13 font-normal text-muted">{fault === null ? '…' : t(`pricing.fault.${fault}`)}</span>
          ) : (
            <ExactMoney value={{ amountMinor: result.amountMinor, currency }} />
          )}
        </output>
      </div>
      {ready && rated.error !== null && <ErrorState compact error={rated.error} onRetry={() => void rated.refetch()} />}
      {result !== undefined && <ExplanationView value={result.explanation} />}
    </section>
  );
}
