import { Trash2 } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Money } from '../../../lib/i18n/values.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { Issue, Listing, OfferLine } from '../words.ts';
import { sumOf } from './instalments.ts';
import { sentenceFor } from './issue-list.tsx';
import { MoneyField } from './money-field.tsx';

export type DraftLine = OfferLine & { key: string };
export const draftLines = (lines: readonly OfferLine[]): readonly DraftLine[] => lines.map((line) => ({ ...line, key: crypto.randomUUID() }));
export const plainLines = (lines: readonly DraftLine[]): OfferLine[] => lines.map(({ key: _key, ...line }) => line);

export function newLine(dimension?: Listing['dimensions'][number]): DraftLine {
  const unitPriceMinor = dimension?.priceMinor ?? 0;
  return {
    key: crypto.randomUUID(),
    dimension: dimension?.key ?? '',
    description: dimension?.name ?? '',
    quantity: 1,
    unitPriceMinor,
    amountMinor: unitPriceMinor,
  };
}

/** What is offered, priced by the listing's dimensions where it has them. A changed quantity or price makes the amount anew. */
export function LinesEditor({
  lines,
  onChange,
  currency,
  dimensions,
  issues = [],
}: {
  lines: readonly DraftLine[];
  onChange: (lines: readonly DraftLine[]) => void;
  currency: string;
  dimensions: Listing['dimensions'];
  issues?: readonly Issue[];
}) {
  const change = (key: string, part: Partial<OfferLine>) =>
    onChange(
      lines.map((line) => {
        if (line.key !== key) return line;
        const next = { ...line, ...part };
        return part.quantity === undefined && part.unitPriceMinor === undefined ? next : { ...next, amountMinor: next.quantity * next.unitPriceMinor };
      }),
    );
  return (
    <div data-field="lines" className="flex flex-col gap-3">
      {lines.map((line, index) => {
        const unknown = !dimensions.some((dimension) => dimension.key === line.dimension);
        return (
          <fieldset
            key={line.key}
            data-field={`lines.${index}`}
            aria-label={line.description === '' ? t('offers.line.new') : line.description}
            className="grid min-w-0 grid-cols-2 items-start gap-2 border-b border-line pb-3 md:grid-cols-[1fr_1.2fr_5rem_7.5rem_7.5rem_2rem]"
          >
            {dimensions.length === 0 ? (
              <TextField
                label={t('offers.line.dimension')}
                value={line.dimension}
                onChange={(dimension) => change(line.key, { dimension })}
                error={sentenceFor(issues, `lines.${index}`)}
                isRequired
              />
            ) : (
              <Select
                label={t('offers.line.dimension')}
                options={[
                  ...dimensions.map((dimension) => ({ id: dimension.key, label: dimension.name, note: dimension.unit ?? undefined })),
                  ...(unknown && line.dimension !== '' ? [{ id: line.dimension, label: line.dimension }] : []),
                ]}
                value={line.dimension === '' ? null : line.dimension}
                onChange={(dimension) => change(line.key, { dimension })}
                error={sentenceFor(issues, `lines.${index}`)}
                isRequired
              />
            )}
            <TextField label={t('offers.line.what')} value={line.description} onChange={(description) => change(line.key, { description })} isRequired />
            <NumberField
              label={t('offers.line.quantity')}
              value={line.quantity}
              minValue={1}
              onChange={(quantity) => change(line.key, { quantity: Number.isNaN(quantity) ? 1 : Math.round(quantity) })}
            />
            <MoneyField
              label={t('offers.line.price')}
              amountMinor={line.unitPriceMinor}
              currency={currency}
              onChange={(price) => change(line.key, { unitPriceMinor: price ?? 0 })}
            />
            <span className="flex flex-col gap-1 text-end">
              <span className="text-12 font-medium">{t('offers.line.amount')}</span>
              <span className="flex h-9 items-center justify-end font-medium">
                <Money value={{ amountMinor: line.amountMinor, currency }} />
              </span>
            </span>
            <span className="flex h-full items-end justify-end pb-0.5 md:items-start md:pt-5">
              <IconButton
                label={t('offers.line.remove')}
                isDisabled={lines.length === 1}
                onPress={() => onChange(lines.filter((entry) => entry.key !== line.key))}
              >
                <Trash2 size={16} aria-hidden />
              </IconButton>
            </span>
          </fieldset>
        );
      })}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Button
          size="compact"
          onPress={() => onChange([...lines, newLine(dimensions.find((dimension) => !lines.some((line) => line.dimension === dimension.key)))])}
        >
          {t('offers.line.new')}
        </Button>
        <p className="font-semibold">
          {t('offers.line.sum')} <Money value={{ amountMinor: sumOf(lines), currency }} />
        </p>
      </div>
    </div>
  );
}
