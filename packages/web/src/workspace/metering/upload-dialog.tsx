import { useState } from 'react';
import { Download } from 'lucide-react';
import { type Result, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { RefusalNote } from '../partners/kit/form-drawer.tsx';
import { download } from '../settings/download.ts';
import { Refusals, refusalsCsv } from './refusals.tsx';
import type { Entitlement } from './words.ts';

const MOST = 1_500_000;
const SHOWN = 200;
const HOUR_MS = 3_600_000;

/** The columns, and one line as it may look: of an entitlement there is, in the hour that has just ended. */
function template(entitlement: Entitlement | undefined, dimension: string | undefined): string {
  const at = new Date(Math.floor(Date.now() / HOUR_MS - 1) * HOUR_MS).toISOString();
  const example =
    entitlement === undefined ? [] : [`example-1,${entitlement.externalId},${dimension ?? entitlement.dimensions[0]?.key ?? 'requests'},${at},12`];
  return ['key,entitlement,dimension,at,quantity', ...example, ''].join('\r\n');
}

export function UploadDialog({
  entitlement,
  dimension,
  onClose,
}: {
  entitlement: Entitlement | undefined;
  /** One that was metered before. */ dimension: string | undefined;
  onClose: () => void;
}) {
  const [file, setFile] = useState<File | null>(null);
  const [wrong, setWrong] = useState<string>();
  const [done, setDone] = useState<Result<'metering.upload'>>();
  const upload = useApiMutation('metering.upload', { invalidates: ['metering.lines', 'metering.totals'], onDone: setDone });
  async function send() {
    if (file === null) return setWrong(t('metering.upload.missing'));
    if (file.size > MOST) return setWrong(t('metering.upload.large'));
    setWrong(undefined);
    upload.mutate({ body: { fileName: file.name, csv: await file.text() } });
  }
  function again() {
    setDone(undefined);
    setFile(null);
    upload.reset();
  }
  return (
    <Dialog
      title={t('metering.upload.title')}
      isOpen
      onClose={onClose}
      isDismissable={file === null}
      footer={
        done === undefined ? (
          <>
            <Button onPress={onClose}>{t('ui.cancel')}</Button>
            <Button kind="primary" isPending={upload.isPending} onPress={() => void send()}>
              {t('metering.upload')}
            </Button>
          </>
        ) : (
          <>
            <Button onPress={again}>{t('metering.upload.another')}</Button>
            <Button kind="primary" onPress={onClose}>
              {t('ui.close')}
            </Button>
          </>
        )
      }
    >
      {done === undefined ? (
        <div className="flex flex-col gap-3">
          <RefusalNote error={upload.error} />
          {wrong !== undefined && (
            <p role="alert" className="text-12 text-bad">
              {wrong}
            </p>
          )}
          <FileDrop
            label={t('metering.upload.file')}
            hint={t('metering.upload.hint')}
            accept={['.csv', 'text/csv', 'text/plain']}
            file={file}
            onFile={(next) => {
              setFile(next);
              setWrong(undefined);
              upload.reset();
            }}
          />
          <span>
            <Button
              kind="quiet"
              size="compact"
              icon={<Download size={14} aria-hidden />}
              onPress={() => download('usage.csv', 'text/csv', template(entitlement, dimension))}
            >
              {t('metering.upload.template')}
            </Button>
          </span>
        </div>
      ) : (
        <Taken done={done} />
      )}
    </Dialog>
  );
}

function Taken({ done }: { done: Result<'metering.upload'> }) {
  return (
    <div className="flex flex-col gap-3">
      <output className="block">
        <ul className="flex flex-col gap-1">
          <li className="font-medium">{t('metering.taken', { n: done.accepted })}</li>
          {done.repeated > 0 && <li>{t('metering.repeated', { n: done.repeated })}</li>}
          <li className={done.refused.length > 0 ? 'text-bad' : 'text-muted'}>{t('metering.refused', { n: done.refused.length })}</li>
        </ul>
      </output>
      {done.refused.length > 0 && (
        <>
          <p className="text-muted">{t('metering.refused.note')}</p>
          <Refusals refused={done.refused.slice(0, SHOWN)} />
          <span>
            <Button size="compact" icon={<Download size={14} aria-hidden />} onPress={() => download('refused.csv', 'text/csv', refusalsCsv(done.refused))}>
              {t('metering.upload.saveRefused')}
            </Button>
          </span>
        </>
      )}
    </div>
  );
}
