import { useState } from 'react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { ExplanationView } from '../../../ui/explanation.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState } from '../../../ui/states.tsx';
import { CurrencySelect, useSettled } from '../../deals/kit/pickers.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { DecimalField } from '../pricing/kit/decimal-field.tsx';
import { isDecimal, modelFault } from '../pricing/model/check.ts';
import { freshModel } from '../pricing/model/fresh.ts';
import { ModelEditor } from '../pricing/model/model-editor.tsx';
import type { Item } from './words.ts';

type Asked = { price: Item['price']; quantity: string; events: number; currency: string };

/** What a quantity would cost under a price, step by step; nothing is kept of it. */
export function RatingCard({ unit }: { unit: string }) {
  const [asked, setAsked] = useState<Asked>({ price: { ...freshModel('unit'), unitPrice: '0.01' }, quantity: '1000', events: 0, currency: 'EUR' });
  const put = (some: Partial<Asked>) => setAsked({ ...asked, ...some });
  const fault = modelFault(asked.price);
  const ready = fault === null && isDecimal(asked.quantity);
  const settled = useSettled(ready ? JSON.stringify(asked) : '', 300);
  const body = settled === '' ? undefined : (JSON.parse(settled) as Asked);
  const rated = useApi('meters.rate', { body: body ?? asked }, { enabled: ready && body !== undefined, keepPrevious: true });
  const result = ready ? rated.data : undefined;
  return (
    <Card title={t('subs.rate')} note={t('subs.rate.note')}>
      <div className="flex flex-col gap-4">
        <div className="grid grid-cols-[minmax(0,1fr)_7rem] gap-3">
          <DecimalField label={t('subs.rate.quantity', { unit })} value={asked.quantity} onChange={(quantity) => put({ quantity })} isRequired={false} />
          <CurrencySelect value={asked.currency} onChange={(currency) => put({ currency })} />
        </div>
        <ModelEditor value={asked.price} onChange={(price) => put({ price })} currency={asked.currency} />
        {(asked.price.kind === 'percentage' || asked.price.kind === 'pricing_unit') && (
          <NumberField
            label={t('subs.events')}
            minValue={0}
            value={asked.events}
            onChange={(events) => put({ events: Number.isNaN(events) ? 0 : Math.trunc(events) })}
            className="w-40"
          />
        )}
        <section aria-label={t('money.why')} aria-busy={rated.isFetching} className="flex flex-col gap-3 rounded-popover bg-desk p-3">
          <output className="text-15 font-semibold">
            {result === undefined ? (
              <span className="text-13 font-normal text-muted">{fault === null ? '…' : t(`pricing.fault.${fault}`)}</span>
            ) : (
              <ExactMoney value={result} />
            )}
          </output>
          {ready && rated.error !== null && <ErrorState compact error={rated.error} onRetry={() => void rated.refetch()} />}
          {result !== undefined && <ExplanationView value={result.explanation} />}
        </section>
      </div>
    </Card>
  );
}
