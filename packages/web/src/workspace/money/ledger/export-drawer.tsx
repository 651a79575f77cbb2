import { useState } from 'react';
import { callApi, type Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { download } from '../../settings/download.ts';
import { monthIn, thisMonth } from '../kit/months.ts';
import { MonthField } from './month-field.tsx';

const formats = ['csv', 'hledger'] as const;

/** The books as a file; a long one comes in parts that are put behind each other. */
async function wholeFile(format: (typeof formats)[number], from: string, to: string): Promise<void> {
  const parts: string[] = [];
  let cursor: string | undefined;
  let last: Result<'ledger.export'>;
  do {
    last = await callApi('ledger.export', { query: { format, from, to, cursor } });
    parts.push(last.text);
    cursor = last.nextCursor ?? undefined;
  } while (cursor !== undefined);
  // The mark at the start tells spreadsheets that the file is UTF-8; a journal is read by programs that do not expect it.
  download(last.fileName, last.mediaType, `${format === 'csv' ? '\uFEFF' : ''}${parts.join('')}`);
}

export function ExportDrawer({ month, onClose }: { month: string | undefined; onClose: () => void }) {
  const [format, setFormat] = useState<(typeof formats)[number]>('csv');
  const [from, setFrom] = useState<string | undefined>(month ?? thisMonth());
  const [to, setTo] = useState<string | undefined>(month ?? thisMonth());
  const [tried, setTried] = useState(false);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [first, last] = [monthIn(from), monthIn(to)];
  const backwards = first !== undefined && last !== undefined && last < first;
  async function submit() {
    setTried(true);
    if (first === undefined || last === undefined || backwards) return;
    setPending(true);
    setError(null);
    try {
      await wholeFile(format, first, last);
      toast(t('ledger.export.done'));
      onClose();
    } catch (problem) {
      setError(problem);
    } finally {
      setPending(false);
    }
  }
  return (
    <FormDrawer
      title={t('ledger.export.title')}
      verb={t('ledger.export')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={() => void submit()}
      isPending={isPending}
      error={error}
    >
      <RadioGroup
        label={t('ledger.export.format')}
        look="cards"
        value={format}
        onChange={(id) => setFormat(id === 'csv' ? 'csv' : 'hledger')}
        options={formats.map((id) => ({ id, label: t(`ledger.export.${id}`), note: t(`ledger.export.${id}.note`) }))}
      />
      <div className="grid grid-cols-2 gap-4">
        <MonthField
          label={t('ledger.export.from')}
          isRequired
          value={from}
          onChange={setFrom}
          className=""
          error={tried && first === undefined ? t('ledger.fillIn') : undefined}
        />
        <MonthField
          label={t('ledger.export.to')}
          isRequired
          value={to}
          onChange={setTo}
          className=""
          error={tried && last === undefined ? t('ledger.fillIn') : backwards ? t('ledger.export.backwards') : undefined}
        />
      </div>
    </FormDrawer>
  );
}
