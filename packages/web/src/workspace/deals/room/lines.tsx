import { useState } from 'react';
import { Trash2 } from 'lucide-react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Money, Num } from '../../../lib/i18n/values.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import { toMajor, toMinor } from '../kit/money.ts';
import { type Deal, useRoomAct } from './use-room.ts';

type Draft = { key: string; productId: string | null; description: string; quantity: number; unitPriceMinor: number; termMonths: number | null };
const sum = (lines: readonly { quantity: number; unitPriceMinor: number }[]) => lines.reduce((total, line) => total + line.quantity * line.unitPriceMinor, 0);

export function Lines({ deal, onReload }: { deal: Deal; onReload: () => void }) {
  const [isEditing, setEditing] = useState(false);
  const money = (amountMinor: number) => <Money value={{ amountMinor, currency: deal.currency }} />;
  return (
    <Card
      title={t('deals.lines')}
      flush
      actions={
        deal.mayWrite && (
          <Button size="compact" onPress={() => setEditing(true)}>
            {t('deals.lines.edit')}
          </Button>
        )
      }
    >
      {deal.lines.length === 0 ? (
        <p className="p-4 text-muted">{t('deals.lines.empty')}</p>
      ) : (
        <ScrollArea label={t('deals.lines')} className="overflow-x-auto">
          <table className="w-full text-start">
            <thead className="text-12 text-muted">
              <tr className="border-b border-line [&>th]:px-4 [&>th]:py-1.5 [&>th]:font-medium">
                <th className="text-start">{t('deals.line.what')}</th>
                <th className="text-end">{t('deals.line.quantity')}</th>
                <th className="text-end">{t('deals.line.price')}</th>
                <th className="text-end">{t('deals.line.term')}</th>
                <th className="text-end">{t('deals.col.amount')}</th>
              </tr>
            </thead>
            <tbody>
              {deal.lines.map((line) => (
                <tr key={line.id} className="border-b border-line [&>td]:px-4 [&>td]:py-1.5">
                  <td>
                    <bdi>{line.description}</bdi>
                  </td>
                  <td className="text-end">
                    <Num value={line.quantity} />
                  </td>
                  <td className="text-end">{money(line.unitPriceMinor)}</td>
                  <td className="text-end">{line.termMonths === null ? '–' : <Num value={line.termMonths} />}</td>
                  <td className="text-end font-medium">{money(line.amountMinor)}</td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr className="[&>*]:px-4 [&>*]:py-2 font-semibold">
                <th scope="row" colSpan={4} className="text-start">
                  {t('deals.lines.sum')}
                </th>
                <td className="text-end">{money(deal.lines.reduce((total, line) => total + line.amountMinor, 0))}</td>
              </tr>
            </tfoot>
          </table>
        </ScrollArea>
      )}
      {isEditing && <EditLines deal={deal} onClose={() => setEditing(false)} onReload={onReload} />}
    </Card>
  );
}

function EditLines({ deal, onClose, onReload }: { deal: Deal; onClose: () => void; onReload: () => void }) {
  const products = useApi('products.list');
  const [rows, setRows] = useState<readonly Draft[]>(() =>
    deal.lines.map((line) => ({
      key: line.id,
      productId: line.productId,
      description: line.description,
      quantity: line.quantity,
      unitPriceMinor: line.unitPriceMinor,
      termMonths: line.termMonths,
    })),
  );
  const save = useRoomAct('deals.setLines');
  const change = (key: string, part: Partial<Draft>) => setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const options = (products.data?.items ?? []).filter((product) => product.active).map((product) => ({ id: product.id, label: product.name }));

  function choose(key: string, productId: string) {
    const product = products.data?.items.find((entry) => entry.id === productId);
    if (product)
      change(key, {
        productId,
        description: product.name,
        ...(product.listPriceMinor !== null && product.currency === deal.currency ? { unitPriceMinor: product.listPriceMinor } : {}),
      });
  }

  return (
    <FormDialog
      title={t('deals.lines.edit')}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      size="wide"
      isPending={save.isPending}
      isReady={rows.every((row) => row.description.trim() !== '' && row.quantity >= 1)}
      error={save.error}
      onReload={onReload}
      onSubmit={() =>
        save.mutate({ params: { id: deal.id }, body: { lines: rows.map(({ key: _key, ...line }) => line) }, ifVersion: deal.version }, { onSuccess: onClose })
      }
    >
      {rows.map((row) => (
        <fieldset
          key={row.key}
          aria-label={row.description || t('deals.line.new')}
          className="grid min-w-0 grid-cols-2 items-end gap-2 border-b border-line pb-3 md:grid-cols-[1.2fr_1.4fr_5rem_8rem_5rem_2rem]"
        >
          <Select label={t('deals.line.product')} options={options} value={row.productId} onChange={(id) => choose(row.key, id)} />
          <TextField label={t('deals.line.what')} value={row.description} onChange={(description) => change(row.key, { description })} isRequired />
          <NumberField
            label={t('deals.line.quantity')}
            value={row.quantity}
            minValue={1}
            onChange={(quantity) => change(row.key, { quantity: Math.round(quantity) || 1 })}
          />
          <NumberField
            label={t('deals.line.price')}
            value={toMajor(row.unitPriceMinor, deal.currency)}
            onChange={(price) => change(row.key, { unitPriceMinor: toMinor(price, deal.currency) ?? 0 })}
            formatOptions={{ style: 'currency', currency: deal.currency }}
          />
          <NumberField
            label={t('deals.line.term')}
            value={row.termMonths ?? Number.NaN}
            minValue={1}
            maxValue={240}
            onChange={(months) => change(row.key, { termMonths: Number.isNaN(months) ? null : Math.round(months) })}
          />
          <IconButton label={t('deals.line.remove')} onPress={() => setRows(rows.filter((entry) => entry.key !== row.key))}>
            <Trash2 size={16} aria-hidden />
          </IconButton>
        </fieldset>
      ))}
      <div className="flex items-center justify-between gap-3">
        <Button
          onPress={() => setRows([...rows, { key: crypto.randomUUID(), productId: null, description: '', quantity: 1, unitPriceMinor: 0, termMonths: null }])}
        >
          {t('deals.line.new')}
        </Button>
        <p className="font-semibold">
          {t('deals.lines.sum')} <Money value={{ amountMinor: sum(rows), currency: deal.currency }} />
        </p>
      </div>
    </FormDialog>
  );
}
