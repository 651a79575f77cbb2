import { useState } from 'react';
import { Trash2 } from 'lucide-react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { PercentField } from '../kit/percent-field.tsx';
import { type Eligibility, type Listing, offerKinds } from '../words.ts';

const deciding = ['invoice', 'activation', 'purchase'] as const;
type Row = Eligibility & { row: string };
const newRow = (): Row => ({
  row: crypto.randomUUID(),
  programme: '',
  percentBp: 10_000,
  decidedOn: 'invoice',
  excludedKinds: [],
  fromOn: new Date().toISOString().slice(0, 10),
  untilOn: null,
  source: '',
});

/** What counts towards commitments, from when until when: programmes change their rules, so each rule has its days and its source. */
export function EligibilityDialog({ listing, onClose }: { listing: Listing; onClose: () => void }) {
  const [rows, setRows] = useState<readonly Row[]>(() => listing.eligibility.map((entry) => ({ ...entry, row: crypto.randomUUID() })));
  const save = useApiMutation('listings.setEligibility', { invalidates: ['listings.list', 'commitments.ofDeal'] });
  const change = (row: string, part: Partial<Eligibility>) => setRows(rows.map((entry) => (entry.row === row ? { ...entry, ...part } : entry)));
  return (
    <FormDialog
      title={t('listings.eligibility')}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      size="wide"
      isPending={save.isPending}
      isReady={rows.every((entry) => entry.programme.trim() !== '' && entry.source.trim() !== '' && entry.fromOn !== '')}
      error={save.error}
      onSubmit={() =>
        save.mutate(
          { params: { id: listing.id }, body: { items: rows.map(({ row: _row, ...entry }) => entry) } },
          {
            onSuccess: () => {
              toast(t('listings.eligibility.saved'));
              onClose();
            },
          },
        )
      }
    >
      <p className="text-muted">{t('listings.eligibility.note')}</p>
      {rows.map((entry, index) => (
        <fieldset
          key={entry.row}
          aria-label={entry.programme || t('listings.eligibility.n', { n: index + 1 })}
          className="flex min-w-0 flex-col gap-3 border-b border-line pb-4"
        >
          <div className="grid min-w-0 grid-cols-2 items-end gap-3 md:grid-cols-[1fr_6rem_10rem_9rem_9rem_2rem]">
            <TextField label={t('drawdown.programme')} value={entry.programme} onChange={(programme) => change(entry.row, { programme })} isRequired />
            <PercentField
              label={t('listings.eligibility.share')}
              basisPoints={entry.percentBp}
              onChange={(percentBp) => change(entry.row, { percentBp: percentBp ?? 0 })}
            />
            <Select
              label={t('listings.eligibility.decided')}
              options={deciding.map((id) => ({ id, label: t(`listings.decided.${id}`) }))}
              value={entry.decidedOn}
              onChange={(decidedOn) => change(entry.row, { decidedOn })}
            />
            <DateField label={t('drawdown.from')} value={entry.fromOn} onChange={(fromOn) => change(entry.row, { fromOn })} isRequired />
            <DateField label={t('drawdown.until')} value={entry.untilOn ?? ''} onChange={(day) => change(entry.row, { untilOn: day === '' ? null : day })} />
            <IconButton label={t('listings.eligibility.remove', { n: index + 1 })} onPress={() => setRows(rows.filter((other) => other.row !== entry.row))}>
              <Trash2 size={16} aria-hidden />
            </IconButton>
          </div>
          <span className="flex flex-wrap items-center gap-x-4">
            <span className="text-12 font-medium">{t('listings.eligibility.excluded')}</span>
            {offerKinds.map((kind) => (
              <Checkbox
                key={kind}
                isSelected={entry.excludedKinds.includes(kind)}
                onChange={(on) =>
                  change(entry.row, { excludedKinds: on ? [...entry.excludedKinds, kind] : entry.excludedKinds.filter((other) => other !== kind) })
                }
              >
                {t(`offers.kind.${kind}`)}
              </Checkbox>
            ))}
          </span>
          <TextField
            label={t('drawdown.source')}
            description={t('listings.eligibility.source')}
            value={entry.source}
            onChange={(source) => change(entry.row, { source })}
            isRequired
          />
        </fieldset>
      ))}
      <span>
        <Button onPress={() => setRows([...rows, newRow()])}>{t('listings.eligibility.add')}</Button>
      </span>
    </FormDialog>
  );
}
