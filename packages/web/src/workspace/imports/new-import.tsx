import { useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { uploadFile } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Card, PageBody, PageHeader } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';

export function ImportWizard() {
  const navigate = useNavigate();
  const [file, setFile] = useState<File | null>(null);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = async () => {
    setBusy(true);
    setError(null);
    try {
      // A pasted table goes the way of a file, so that both are read by the same rules.
      const source = file ?? new File([text], 'pasted.csv', { type: 'text/csv' });
      const { id } = await uploadFile<{ id: string }>('/imports', source);
      await navigate({ to: '/imports/$importId', params: { importId: id } });
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <>
      <PageHeader title={t('imports.new')} crumbs={[{ label: t('imports.title'), to: '/imports' }]} />
      <PageBody>
        <Card title={t('imports.new')}>
          <div className="flex max-w-160 flex-col gap-4">
            <p className="text-muted">{t('imports.new.lead')}</p>
            <FileDrop
              label={t('imports.file')}
              hint={t('imports.file.hint')}
              accept={['.csv', '.tsv', '.txt', '.xlsx', 'text/csv']}
              file={file}
              onFile={setFile}
            />
            {file === null && <TextField label={t('imports.paste')} rows={6} value={text} onChange={setText} />}
            {error !== null && <ErrorState error={error} compact />}
            <Button kind="primary" isPending={busy} isDisabled={file === null && text.trim() === ''} onPress={() => void send()}>
              {t('imports.upload')}
            </Button>
          </div>
        </Card>
      </PageBody>
    </>
  );
}
