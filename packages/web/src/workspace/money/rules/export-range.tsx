import { useState } from 'react';
import { Download } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { saveFile } from '../kit/save-file.ts';
import { daysFrom, today } from './days.ts';

/** Everything of a time as one file; the days of the filter are suggested. */
export function ExportRange({
  note,
  from: given,
  to: until,
  read,
}: {
  note: string;
  from?: string | undefined;
  to?: string | undefined;
  read: (from: string, to: string) => Promise<{ fileName: string; mediaType: string; text: string }>;
}) {
  const [open, setOpen] = useState(false);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  function begin() {
    setFrom(given ?? daysFrom(today(), -90));
    setTo(until ?? daysFrom(today(), 1));
    setError(null);
    setOpen(true);
  }
  async function submit() {
    if (from === '' || to === '') return;
    setPending(true);
    setError(null);
    try {
      saveFile(await read(from, to));
      setOpen(false);
    } catch (problem) {
      setError(problem);
    } finally {
      setPending(false);
    }
  }
  return (
    <>
      <Button kind="quiet" size="compact" icon={<Download size={15} strokeWidth={1.75} aria-hidden />} onPress={begin}>
        {t('rules.export')}
      </Button>
      {open && (
        <FormDrawer
          title={t('rules.export')}
          verb={t('rules.export')}
          look="modal"
          isOpen
          onClose={() => setOpen(false)}
          isPending={isPending}
          error={error}
          onSubmit={() => void submit()}
        >
          <p className="text-muted">{note}</p>
          <div className="grid grid-cols-2 gap-3">
            <DateField label={t('rules.simulate.from')} value={from} onChange={setFrom} isRequired />
            <DateField label={t('rules.simulate.to')} value={to} onChange={setTo} isRequired />
          </div>
        </FormDrawer>
      )}
    </>
  );
}
