import { useState } from 'react';
import { useApiMutation, type Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { FileDrop } from '../../../ui/file-drop.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';

const MOST = 1_500_000;

/** Rows that are known are left out, so that the same file can be taken twice. */
export function ImportRates({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [source, setSource] = useState('');
  const [tried, setTried] = useState(false);
  const [done, setDone] = useState<Result<'ledger.importRates'>>();
  const take = useApiMutation('ledger.importRates', { invalidates: ['ledger.rates'], onDone: setDone });
  const tooLarge = file !== null && file.size > MOST;
  async function submit() {
    setTried(true);
    if (file === null || tooLarge || file.size === 0 || source.trim() === '') return;
    take.mutate({ body: { csv: await file.text(), source: source.trim() } });
  }
  if (done !== undefined) return <Taken done={done} onClose={onClose} />;
  return (
    <FormDrawer
      title={t('ledger.importRates')}
      verb={t('ledger.importRates.verb')}
      isOpen
      onClose={onClose}
      onSubmit={() => void submit()}
      isPending={take.isPending}
      error={take.error}
    >
      <FileDrop
        label={t('ledger.importRates.file')}
        hint={t('ledger.importRates.hint')}
        accept={['.csv', '.tsv', 'text/csv', 'text/plain']}
        file={file}
        onFile={(next) => {
          take.reset();
          setFile(next);
        }}
      />
      {((tried && (file === null || file.size === 0)) || tooLarge) && (
        <p role="alert" className="text-12 text-bad">
          {t(tooLarge ? 'ledger.importRates.large' : 'ledger.importRates.missing')}
        </p>
      )}
      <TextField
        label={t('ledger.source')}
        description={t('ledger.source.note')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={source}
        onChange={setSource}
        error={tried && source.trim() === '' ? t('ledger.fillIn') : undefined}
      />
    </FormDrawer>
  );
}

function Taken({ done, onClose }: { done: Result<'ledger.importRates'>; onClose: () => void }) {
  return (
    <Dialog
      title={t('ledger.importRates')}
      isOpen
      onClose={onClose}
      footer={
        <Button kind="primary" onPress={onClose}>
          {t('ui.close')}
        </Button>
      }
    >
      <output className="block">
        <ul className="flex flex-col gap-1">
          <li className="font-medium">{t('ledger.importRates.added', { n: done.added })}</li>
          {done.known > 0 && <li>{t('ledger.importRates.known', { n: done.known })}</li>}
          {done.refused.length > 0 && <li className="text-bad">{t('ledger.importRates.refused', { n: done.refused.length })}</li>}
        </ul>
      </output>
      {done.refused.length > 0 && (
        <ul className="mt-3 flex flex-col gap-1 rounded-popover border border-line p-3">
          {done.refused.slice(0, 200).map((one) => (
            <li key={one.row}>
              <span className="text-muted">{t('ledger.importRates.row', { n: one.row })}</span> <bdi>{one.sentence}</bdi>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
