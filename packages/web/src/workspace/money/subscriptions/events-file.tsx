import { type ReactNode, useState } from 'react';
import { Download } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { FileDrop } from '../../../ui/file-drop.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { download } from '../../settings/download.ts';
import { eventLines, EventsFault, partsOf } from './event-lines.ts';
import { meterReads, type Taken } from './words.ts';

const MOST = 50_000_000;
const HOUR_MS = 3_600_000;

/** The columns, and one row as it may look. */
const template = (meter: string): string =>
  `id,meter,subject,at,quantity\r\nexample-1,${meter},customer-1,${new Date(Math.floor(Date.now() / HOUR_MS - 1) * HOUR_MS).toISOString()},12\r\n`;

type Props = { meter: string | undefined; onDone: (taken: Taken, places: readonly number[]) => void; onClose: () => void; children: ReactNode };

/** A file of any length goes in parts; where one fails, those before it are counted, and sending all again counts nothing twice. */
export function EventsFile({ meter, onDone, onClose, children }: Props) {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [wrong, setWrong] = useState<string>();
  const [error, setError] = useState<unknown>(null);
  const [progress, setProgress] = useState<{ sent: number; of: number }>();
  async function send(chosen: File) {
    const all = eventLines(await chosen.text());
    const taken: Taken = { accepted: 0, repeated: 0, refused: [] };
    let sent = 0;
    for (const part of partsOf(all)) {
      setProgress({ sent, of: all.lines.length });
      const answer = await callApi('meters.import', { body: { lines: part.lines.join('\n') } });
      taken.accepted += answer.accepted;
      taken.repeated += answer.repeated;
      for (const one of answer.refused) taken.refused.push({ ...one, row: one.row + sent });
      sent += part.lines.length;
    }
    onDone(taken, all.places);
  }
  async function submit() {
    if (file === null) return setWrong(t('subs.events.file.missing'));
    if (file.size > MOST) return setWrong(t('subs.events.file.large'));
    setWrong(undefined);
    setError(null);
    try {
      await send(file);
    } catch (fault) {
      if (fault instanceof EventsFault) setWrong(t(`subs.events.fault.${fault.code}`));
      else setError(fault);
    } finally {
      setProgress(undefined);
      for (const operation of meterReads) void client.invalidateQueries({ queryKey: [operation] });
    }
  }
  return (
    <FormDrawer
      title={t('subs.events.report')}
      verb={t('subs.events.send')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={() => void submit()}
      isPending={progress !== undefined}
      error={error}
    >
      {children}
      <p className="text-muted">{t('subs.events.file.note')}</p>
      <FileDrop
        label={t('subs.events.file')}
        hint={t('subs.events.file.hint')}
        accept={['.csv', '.ndjson', '.jsonl', '.txt', 'text/csv', 'text/plain', 'application/x-ndjson']}
        file={file}
        onFile={(next) => {
          setFile(next);
          setWrong(undefined);
          setError(null);
        }}
      />
      {wrong !== undefined && (
        <p role="alert" className="text-12 text-bad">
          {wrong}
        </p>
      )}
      {progress !== undefined && progress.of > 5_000 && <output className="block text-12 text-muted">{t('subs.events.progress', progress)}</output>}
      <span>
        <Button
          kind="quiet"
          size="compact"
          icon={<Download size={14} aria-hidden />}
          onPress={() => download('usage-events.csv', 'text/csv', template(meter ?? 'api_calls'))}
        >
          {t('subs.events.template')}
        </Button>
      </span>
    </FormDrawer>
  );
}
