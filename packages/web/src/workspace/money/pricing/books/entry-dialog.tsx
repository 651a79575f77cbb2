import { useState } from 'react';
import { useApiMutation } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { ComboBox } from '../../../../ui/combo-box.tsx';
import { NumberField } from '../../../../ui/number-field.tsx';
import { Select } from '../../../../ui/select.tsx';
import { toast } from '../../../../ui/toast.tsx';
import { FormDialog } from '../../../deals/kit/form-dialog.tsx';
import { EffectFields, effectBody, effectReady, newEffect } from '../kit/dates.tsx';
import { modelFault } from '../model/check.ts';
import { freshModel } from '../model/fresh.ts';
import { ModelEditor } from '../model/model-editor.tsx';
import { TryIt } from '../model/try-it.tsx';
import { useProducts } from '../use-products.ts';
import { type EntryDetail, type Per, pers, type PriceModel } from '../words.ts';

type Place = { readonly id: string; readonly currency: string };

/** A price of a product, or a new version of one from a day on: the one before ends there and stays as it was. */
export function EntryDialog({
  book,
  entry,
  onClose,
  onDone,
  onReload,
}: {
  book: Place;
  entry?: EntryDetail;
  onClose: () => void;
  onDone?: (id: string) => void;
  onReload?: () => void;
}) {
  const latest = entry?.current ?? entry?.versions.toSorted((one, other) => other.version - one.version)[0];
  const { products, isLoading } = useProducts();
  const [productId, setProductId] = useState<string | null>(null);
  const [term, setTerm] = useState(Number.NaN);
  const [per, setPer] = useState<Per>(latest?.per ?? 'month');
  const [model, setModel] = useState<PriceModel>(() => latest?.model ?? freshModel('unit'));
  const [effect, setEffect] = useState(newEffect);
  const invalidates = ['pricing.entries', 'pricing.entry', 'pricing.books', 'pricing.resolve'] as const;
  const add = useApiMutation('pricing.addEntry', { invalidates });
  const amend = useApiMutation('pricing.amendEntry', { invalidates });

  function submit() {
    const body = { per, model, ...effectBody(effect) };
    const done = {
      onSuccess: (saved: EntryDetail) => {
        toast(t('pricing.entry.saved', { name: saved.productName }));
        onClose();
        onDone?.(saved.id);
      },
    };
    if (entry !== undefined) amend.mutate({ params: { id: entry.id }, body, ifVersion: entry.version }, done);
    else if (productId !== null)
      add.mutate({ params: { id: book.id }, body: { ...body, productId, termMonths: Number.isNaN(term) ? null : Math.trunc(term) } }, done);
  }
  return (
    <FormDialog
      title={entry === undefined ? t('pricing.entry.add') : t('pricing.entry.amend', { name: entry.productName })}
      verb={t('pricing.publish')}
      isOpen
      size="wide"
      onClose={onClose}
      onSubmit={submit}
      isPending={add.isPending || amend.isPending}
      isReady={(entry !== undefined || productId !== null) && modelFault(model) === null && effectReady(effect)}
      error={add.error ?? amend.error}
      {...(onReload === undefined ? {} : { onReload })}
    >
      {entry === undefined && (
        <div className="grid gap-3 md:grid-cols-2">
          <ComboBox
            key={isLoading ? 'wait' : 'ready'}
            label={t('pricing.product')}
            options={products.map((product) => ({
              id: product.productId,
              label: product.productName,
              ...(product.vendorName === null ? {} : { note: product.vendorName }),
            }))}
            value={productId}
            onChange={setProductId}
            isRequired
          />
          <NumberField label={t('pricing.termMonths')} description={t('pricing.termMonths.note')} value={term} onChange={setTerm} minValue={1} maxValue={600} />
        </div>
      )}
      <Select label={t('pricing.per')} options={pers.map((id) => ({ id, label: t(`pricing.per.${id}`) }))} value={per} onChange={setPer} />
      <ModelEditor value={model} onChange={setModel} currency={book.currency} />
      <TryIt model={model} currency={book.currency} />
      <EffectFields value={effect} onChange={setEffect} />
    </FormDialog>
  );
}
