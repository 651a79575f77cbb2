import { useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { uploadFile } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { useCan, useSession } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Card, PageBody, PageHeader } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { targets, type Target } from './words.ts';

type Way = 'file' | 'paste';

export function ImportWizard() {
  const session = useSession();
  const mayWrite = useCan('imports:write');
  return (
    <>
      <PageHeader title={t('imports.new')} crumbs={[{ label: t('imports.title'), to: '/imports' }]} />
      <PageBody>
        {session !== undefined && !mayWrite ? (
          <EmptyState title={t('imports.new')} detail={t('imports.forbidden')} />
        ) : (
          <div className="mx-auto grid max-w-240 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_280px]">
            <UploadCard />
            <Order />
          </div>
        )}
      </PageBody>
    </>
  );
}

function UploadCard() {
  const navigate = useNavigate();
  const [way, setWay] = useState<Way>('file');
  const [file, setFile] = useState<File | null>(null);
  const [text, setText] = useState('');
  const [target, setTarget] = useState<Target | 'auto'>('auto');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const ready = way === 'file' ? file !== null : text.trim() !== '';
  const send = async () => {
    // A pasted table goes the way of a file, so that both are read by the same rules.
    const source = way === 'file' ? file : new File([text], 'pasted.csv', { type: 'text/csv' });
    if (source === null) return;
    setBusy(true);
    setError(null);
    try {
      const { id } = await uploadFile<{ id: string }>('/imports', source, target === 'auto' ? {} : { target });
      await navigate({ to: '/imports/$importId', params: { importId: id } });
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Card>
      <div className="flex flex-col gap-4">
        <p className="text-muted">{t('imports.new.lead')}</p>
        <Tabs
          label={t('imports.new')}
          value={way}
          onChange={(id) => {
            setWay(id === 'paste' ? 'paste' : 'file');
            setError(null);
          }}
          items={[
            {
              id: 'file',
              label: t('imports.file'),
              content: (
                <FileDrop
                  label={t('imports.file.label')}
                  hint={t('imports.file.hint')}
                  accept={['.csv', '.tsv', '.txt', '.xlsx', 'text/csv']}
                  file={file}
                  onFile={(next) => {
                    setFile(next);
                    setError(null);
                  }}
                />
              ),
            },
            {
              id: 'paste',
              label: t('imports.paste'),
              content: <TextField label={t('imports.paste.label')} description={t('imports.paste.hint')} rows={8} value={text} onChange={setText} />,
            },
          ]}
        />
        <Select<Target | 'auto'>
          label={t('imports.new.what')}
          options={[{ id: 'auto' as const, label: t('imports.new.auto') }, ...targets.map((id) => ({ id, label: t(`imports.target.${id}`) }))]}
          value={target}
          onChange={setTarget}
        />
        {error !== null && <ErrorState error={error} compact />}
        <div>
          <Button kind="primary" isDisabled={!ready || busy} onPress={() => void send()}>
            {t(busy ? 'imports.uploading' : way === 'file' ? 'imports.upload' : 'imports.upload.paste')}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function Order() {
  return (
    <Card title={t('imports.new.order')}>
      <p className="text-muted">{t('imports.new.order.lead')}</p>
      <ol className="mt-3 flex flex-col gap-1.5">
        {targets.map((target, index) => (
          <li key={target} className="flex items-center gap-2">
            <span aria-hidden className="num grid size-5 place-items-center rounded-full border border-line text-12 text-muted">
              {index + 1}
            </span>
            {t(`imports.target.${target}`)}
          </li>
        ))}
      </ol>
    </Card>
  );
}
