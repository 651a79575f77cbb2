import { Plus, Trash2 } from 'lucide-react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { DealPicker } from '../kit/deal-picker.tsx';
import { useProducts } from '../pricing/use-products.ts';
import { sumsOf } from './amounts.ts';
import { amountOfLine, type DraftLine, emptyLine, isEmptyLine, problemOf } from './draft-lines.ts';

const OF_PRODUCT = 'product';

/** Lines by hand: what, how much, at which price; a product brings its vendor and its tax category. */
export function LineFields({
  lines,
  currency,
  tried,
  onChange,
}: {
  lines: readonly DraftLine[];
  currency: string;
  tried: boolean;
  onChange: (lines: readonly DraftLine[]) => void;
}) {
  const rules = useApi('invoices.taxRules', { query: {} }, { staleTime: 60_000 });
  const { products } = useProducts();
  const categories = [...new Set(['S', ...(rules.data?.items ?? []).map((rule) => rule.category)])].toSorted();
  const change = (key: number, changes: Partial<DraftLine>) => onChange(lines.map((line) => (line.key === key ? { ...line, ...changes } : line)));
  const sum = sumsOf(lines.map((line) => ({ currency, amountMinor: amountOfLine(line, currency) ?? 0 })))[0];
  return (
    <div className="flex flex-col gap-3">
      {lines.map((line, index) => (
        <OneLine
          key={line.key}
          line={line}
          number={index + 1}
          currency={currency}
          tried={tried}
          products={products.map((product) => ({ id: product.productId, label: product.productName }))}
          categories={categories}
          onChange={(changes) => change(line.key, changes)}
          {...(lines.length > 1 ? { onRemove: () => onChange(lines.filter((one) => one.key !== line.key)) } : {})}
        />
      ))}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          size="compact"
          icon={<Plus size={14} aria-hidden />}
          onPress={() => onChange([...lines, emptyLine(Math.max(0, ...lines.map((line) => line.key)) + 1)])}
        >
          {t('invoices.line.add')}
        </Button>
        <span className="flex-1" />
        <output className="flex gap-2">
          <span className="text-muted">{t('invoices.line.sum')}</span>
          <span className="font-semibold">
            <ExactMoney value={{ currency, amountMinor: sum?.amountMinor ?? 0 }} />
          </span>
        </output>
      </div>
    </div>
  );
}

type Named = { id: string; label: string };
function OneLine({
  line,
  number,
  currency,
  tried,
  products,
  categories,
  onChange,
  onRemove,
}: {
  line: DraftLine;
  number: number;
  currency: string;
  tried: boolean;
  products: readonly Named[];
  categories: readonly string[];
  onChange: (changes: Partial<DraftLine>) => void;
  onRemove?: () => void;
}) {
  const problem = tried && !isEmptyLine(line) ? problemOf(line) : null;
  const amount = amountOfLine(line, currency);
  const named = t('invoices.line.nth', { n: number });
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-card border border-line p-3">
      <legend className="sr-only">{named}</legend>
      <div className="flex items-center gap-2">
        <span aria-hidden className="flex-1 text-12 font-medium text-muted">
          {named}
        </span>
        {amount !== null && <ExactMoney value={{ amountMinor: amount, currency }} />}
        {onRemove !== undefined && (
          <IconButton size="compact" label={t('invoices.line.remove', { n: number })} onPress={onRemove}>
            <Trash2 size={14} strokeWidth={1.75} aria-hidden />
          </IconButton>
        )}
      </div>
      <ComboBox
        key={products.length}
        label={t('invoices.product')}
        options={products}
        value={line.productId}
        onChange={(productId) =>
          onChange({ productId, ...(line.description.trim() === '' ? { description: products.find(({ id }) => id === productId)?.label ?? '' } : {}) })
        }
      />
      <TextField
        label={t('invoices.description')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={line.description}
        onChange={(description) => onChange({ description })}
        error={problem === 'description' ? t('invoices.fillIn') : undefined}
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={t('invoices.quantity')}
          description={t('invoices.quantity.note')}
          inputMode="decimal"
          validationBehavior="aria"
          value={line.quantity}
          onChange={(quantity) => onChange({ quantity })}
          error={problem === 'quantity' ? t('invoices.quantity.wrong') : undefined}
        />
        <TextField
          label={t('invoices.unitPriceIn', { currency })}
          inputMode="decimal"
          validationBehavior="aria"
          value={line.unitPrice}
          onChange={(unitPrice) => onChange({ unitPrice })}
          error={problem === 'unitPrice' ? t('invoices.unitPrice.wrong') : undefined}
        />
        <DateField label={t('invoices.period.from')} validationBehavior="aria" value={line.from} onChange={(from) => onChange({ from })} />
        <DateField
          label={t('invoices.period.to')}
          validationBehavior="aria"
          value={line.to}
          onChange={(to) => onChange({ to })}
          error={problem === 'period' ? t('invoices.period.wrong') : undefined}
        />
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <DealPicker value={line.dealId} onChange={(dealId) => onChange({ dealId })} />
        <Select
          label={t('invoices.taxCategory')}
          options={[{ id: OF_PRODUCT, label: t('invoices.taxCategory.product') }, ...categories.map((id) => ({ id, label: id }))]}
          value={line.taxCategory === '' ? OF_PRODUCT : line.taxCategory}
          onChange={(id) => onChange({ taxCategory: id === OF_PRODUCT ? '' : id })}
        />
      </div>
    </fieldset>
  );
}
