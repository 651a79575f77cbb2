import { useState } from 'react';
import { callApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateField } from '../../../ui/text-field.tsx';
import { AccountPicker } from '../../deals/kit/pickers.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { saveFile } from '../kit/save-file.ts';
import { addDays, today } from './words.ts';

/** Each line of what was issued in a time, for a sheet or another system. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const [from, setFrom] = useState(`${today().slice(0, 7)}-01`);
  const [to, setTo] = useState(today());
  const [accountId, setAccountId] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const backwards = from !== '' && to !== '' && to < from;
  async function submit() {
    setTried(true);
    if (from === '' || to === '' || backwards) return;
    setPending(true);
    setError(null);
    try {
      // A person says the last day that counts; the contract, the first that does not.
      saveFile(await callApi('invoices.export', { query: { from, to: addDays(to, 1), accountId: accountId ?? undefined } }));
      onClose();
    } catch (problem) {
      setError(problem);
    } finally {
      setPending(false);
    }
  }
  return (
    <FormDrawer
      title={t('invoices.export.lines')}
      verb={t('invoices.export')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={() => void submit()}
      isPending={isPending}
      error={error}
    >
      <p className="text-muted">{t('invoices.export.note')}</p>
      <div className="grid gap-3 sm:grid-cols-2">
        <DateField
          label={t('invoices.export.from')}
          isRequired
          validationBehavior="aria"
          value={from}
          onChange={setFrom}
          error={tried && from === '' ? t('invoices.fillIn') : undefined}
        />
        <DateField
          label={t('invoices.export.to')}
          isRequired
          validationBehavior="aria"
          value={to}
          onChange={setTo}
          error={tried && to === '' ? t('invoices.fillIn') : backwards ? t('invoices.export.backwards') : undefined}
        />
      </div>
      <AccountPicker label={t('invoices.export.account')} value={accountId} onChange={setAccountId} />
    </FormDrawer>
  );
}
