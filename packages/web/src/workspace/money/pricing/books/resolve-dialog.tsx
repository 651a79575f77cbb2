import { useState } from 'react';
import { useApi } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { Button } from '../../../../ui/button.tsx';
import { ComboBox } from '../../../../ui/combo-box.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { ExplanationView } from '../../../../ui/explanation.tsx';
import { NumberField } from '../../../../ui/number-field.tsx';
import { ErrorState } from '../../../../ui/states.tsx';
import { DateField, TextField } from '../../../../ui/text-field.tsx';
import { CurrencySelect, PartnerPicker, useSettled } from '../../../deals/kit/pickers.tsx';
import { ExactMoney } from '../../../disbursements/exact-money.tsx';
import { DecimalField } from '../kit/decimal-field.tsx';
import { isPositive } from '../model/check.ts';
import { useProducts } from '../use-products.ts';
import { todayText } from '../words.ts';

/** What a product costs, which price decided, and why the others did not. */
export function ResolveDialog({ onClose }: { onClose: () => void }) {
  const { products, isLoading } = useProducts();
  const [productId, setProductId] = useState<string | null>(null);
  const [quantity, setQuantity] = useState('1');
  const [currency, setCurrency] = useState('EUR');
  const [region, setRegion] = useState('');
  const [partnerId, setPartnerId] = useState<string | null>(null);
  const [term, setTerm] = useState(Number.NaN);
  const [on, setOn] = useState(todayText);
  const place = useSettled(region);
  const amount = useSettled(quantity);
  const ready = productId !== null && isPositive(amount) && on !== '';
  const found = useApi(
    'pricing.resolve',
    {
      query: {
        productId: productId ?? '',
        quantity: amount,
        currency,
        ...(place.trim() === '' ? {} : { region: place.trim() }),
        ...(partnerId === null ? {} : { partnerId }),
        ...(Number.isNaN(term) ? {} : { termMonths: Math.trunc(term) }),
        on,
      },
    },
    { enabled: ready },
  );
  const price = ready ? found.data : undefined;
  return (
    <Dialog title={t('pricing.resolve')} isOpen onClose={onClose} size="wide" footer={<Button onPress={onClose}>{t('ui.close')}</Button>}>
      <form className="grid gap-3 md:grid-cols-2" onSubmit={(event) => event.preventDefault()}>
        <ComboBox
          key={isLoading ? 'wait' : 'ready'}
          label={t('pricing.product')}
          options={products.map((product) => ({ id: product.productId, label: product.productName }))}
          value={productId}
          onChange={setProductId}
        />
        <DecimalField label={t('pricing.quantity')} value={quantity} onChange={setQuantity} />
        <CurrencySelect value={currency} onChange={setCurrency} />
        <TextField label={t('pricing.region')} value={region} onChange={setRegion} />
        <PartnerPicker label={t('pricing.partner')} value={partnerId} onChange={setPartnerId} />
        <NumberField label={t('pricing.termMonths')} value={term} onChange={setTerm} minValue={1} maxValue={600} />
        <DateField label={t('pricing.asOf')} value={on} onChange={setOn} />
      </form>
      <div aria-live="polite" className="mt-4 flex flex-col gap-4 border-t border-line pt-4">
        {!ready && <p className="text-muted">{t('pricing.resolve.note')}</p>}
        {ready && found.error !== null && <ErrorState compact error={found.error} />}
        {price !== undefined && (
          <>
            <p className="flex flex-wrap items-baseline justify-between gap-3">
              <span>{price.bookName === null ? t('pricing.fromCatalogue') : t('pricing.fromBook', { book: price.bookName, n: price.entryVersion ?? 1 })}</span>
              <span className="text-18 font-semibold">
                <ExactMoney value={price} />
              </span>
            </p>
            <ExplanationView value={price.explanation} />
            {price.others.length > 0 && (
              <section aria-label={t('pricing.others')}>
                <h3 className="text-12 text-muted">{t('pricing.others')}</h3>
                <ul className="mt-1 flex flex-col gap-1">
                  {price.others.map((other) => (
                    <li key={`${other.bookId}/${other.entryId ?? ''}`}>
                      <bdi className="font-medium">{other.bookName}</bdi>: <bdi>{other.reason}</bdi>
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}
