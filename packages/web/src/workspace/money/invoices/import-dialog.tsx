import { useState } from 'react';
import { type Result, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { FileDrop } from '../../../ui/file-drop.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { ViewLink } from './bits.tsx';
import { invoiceReads } from './words.ts';

const MOST = 5_000_000;
type Imported = Result<'payments.import'>;

/** Lines of a bank as a file; the same line again is known, and each that is refused says why. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [tried, setTried] = useState(false);
  const [done, setDone] = useState<Imported>();
  const load = useApiMutation('payments.import', { invalidates: invoiceReads, onDone: setDone });
  const tooLarge = file !== null && file.size > MOST;
  async function submit() {
    setTried(true);
    if (file === null || tooLarge) return;
    load.mutate({ body: { csv: await file.text() } });
  }
  if (done !== undefined) return <Answer done={done} onClose={onClose} />;
  return (
    <FormDrawer
      title={t('invoices.import')}
      verb={t('invoices.import')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={() => void submit()}
      isPending={load.isPending}
      error={load.error}
    >
      <p className="text-muted">{t('invoices.import.note')}</p>
      <FileDrop
        label={t('invoices.import.file')}
        hint={t('invoices.import.hint')}
        accept={['.csv', 'text/csv', 'text/plain']}
        file={file}
        onFile={(next) => {
          load.reset();
          setFile(next);
        }}
      />
      {((tried && file === null) || tooLarge) && (
        <p role="alert" className="text-12 text-bad">
          {t(tooLarge ? 'invoices.import.large' : 'invoices.import.missing')}
        </p>
      )}
    </FormDrawer>
  );
}

function Answer({ done, onClose }: { done: Imported; onClose: () => void }) {
  return (
    <Dialog
      title={t('invoices.import')}
      isOpen
      onClose={onClose}
      footer={
        <Button kind="primary" onPress={onClose}>
          {t('ui.close')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <output className="block">
          <ul className="flex flex-col gap-1">
            <li className="font-medium">{t('invoices.import.added', { n: done.added })}</li>
            {done.known > 0 && <li>{t('invoices.import.known', { n: done.known })}</li>}
            <li>{t('invoices.import.matched', { matched: done.matched, unmatched: done.unmatched })}</li>
            <li className={done.refused.length > 0 ? 'text-bad' : 'text-muted'}>{t('invoices.import.refused', { n: done.refused.length })}</li>
          </ul>
        </output>
        {done.unmatched > 0 && (
          <ViewLink search={{ tab: 'payments', state: 'unmatched' }} onGo={onClose}>
            {t('invoices.import.toUnmatched')}
          </ViewLink>
        )}
        {done.refused.length > 0 && (
          <div className="overflow-hidden rounded-popover border border-line">
            <table className="w-full">
              <caption className="sr-only">{t('invoices.import.refusedRows')}</caption>
              <thead className="text-12 text-muted">
                <tr>
                  <th scope="col" className="w-16 px-3 py-1.5 text-end font-medium">
                    {t('invoices.import.row')}
                  </th>
                  <th scope="col" className="px-3 py-1.5 text-start font-medium">
                    {t('invoices.import.why')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {done.refused.slice(0, 500).map((one, index) => (
                  <tr key={index} className="border-t border-line align-top">
                    <td className="num px-3 py-1.5 text-end">{one.row}</td>
                    <td className="px-3 py-1.5">
                      <bdi>{one.sentence}</bdi>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </Dialog>
  );
}
