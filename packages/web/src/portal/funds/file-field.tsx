import { useId, useState } from 'react';
import { ApiProblem, callApi, problemSentence } from '../../lib/api/index.ts';
import { formatNumber } from '../../lib/i18n/format.ts';
import { base64Of } from '../money/files.ts';
import { t } from '../text.ts';
import type { FundFile } from './words.tsx';

const MOST_BYTES = 1_400_000;
export const fileWords = ({ name, sizeBytes }: FundFile): string =>
  t('portal.funds.file.is', { name, size: formatNumber(Math.max(1, Math.round(sizeBytes / 1024))) });

/** A file is stored as soon as it is chosen, so that a form that is refused loses nothing. */
export function FileField({
  label,
  file,
  onFile,
  error,
  accept,
  required = false,
}: {
  label: string;
  file: FundFile | null;
  onFile: (file: FundFile) => void;
  error: string | undefined;
  accept: string;
  required?: boolean;
}) {
  const id = useId();
  const [storing, setStoring] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  async function store(chosen: File | undefined): Promise<void> {
    if (!chosen) return;
    if (chosen.size > MOST_BYTES) {
      setRefusal(t('portal.funds.file.tooLarge'));
      return;
    }
    setRefusal(undefined);
    setStoring(true);
    try {
      const base64 = await base64Of(chosen);
      onFile(await callApi('portalFunds.uploadFile', { body: { fileName: chosen.name, mediaType: chosen.type || 'application/octet-stream', base64 } }));
    } catch (failure) {
      setRefusal(failure instanceof ApiProblem ? problemSentence(failure, failure.message) : t('portal.offline.kept'));
    } finally {
      setStoring(false);
    }
  }
  const fault = refusal ?? error;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-14 font-medium">
        {label}
        {required && <span className="font-normal text-muted"> {t('ui.required')}</span>}
      </label>
      <input
        id={id}
        type="file"
        accept={accept}
        aria-required={required}
        aria-busy={storing}
        aria-invalid={fault === undefined ? undefined : true}
        aria-describedby={`${id}-note`}
        onChange={(event) => void store(event.target.files?.[0])}
        className="w-full min-w-0 rounded-control border border-control bg-surface p-1.5 file:me-3 file:h-7 file:rounded-control file:border file:border-solid file:border-line-strong file:bg-surface file:px-3 file:text-text aria-invalid:border-bad"
      />
      <p id={`${id}-note`} aria-live="polite" className={fault === undefined ? 'text-12 text-muted' : 'text-12 text-bad'}>
        <bdi>{fault ?? (storing ? t('portal.funds.file.storing') : file === null ? t('portal.funds.file.note') : fileWords(file))}</bdi>
      </p>
    </div>
  );
}
