import { useEffect, useMemo, useState } from 'react';
import { useApi } from '../../../lib/api/index.ts';
import { currentLocale, t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { ErrorState } from '../../../ui/states.tsx';
import type { Quote } from './words.ts';

const linkClass = 'inline-flex h-8 items-center rounded-control border px-3 text-13 font-medium max-md:h-10';

/** The paper for the buyer, in their language; it says nothing of margins. */
export function PdfDialog({ quote, version, onClose }: { quote: Quote; version: number; onClose: () => void }) {
  const [language, setLanguage] = useState<'en' | 'ar'>(() => currentLocale());
  const file = useApi('quotes.pdf', { params: { id: quote.id }, query: { quoteVersion: version, language } });
  const url = useObjectUrl(file.data);
  return (
    <Dialog
      title={t('quotes.pdf.title', { n: version })}
      isOpen
      size="small"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('ui.close')}</Button>
          {url !== undefined && file.data !== undefined && (
            <>
              <a href={url} target="_blank" rel="noreferrer" className={`${linkClass} border-line-strong bg-surface hover:bg-hover`}>
                {t('quotes.pdf.view')}
              </a>
              <a href={url} download={file.data.fileName} className={`${linkClass} border-transparent bg-ink text-on-ink hover:bg-ink-hover`}>
                {t('quotes.pdf.download')}
              </a>
            </>
          )}
        </>
      }
    >
      <RadioGroup
        label={t('quotes.pdf.language')}
        description={t('quotes.pdf.note')}
        options={[
          { id: 'en', label: 'English' },
          { id: 'ar', label: 'العربية' },
        ]}
        value={language}
        onChange={setLanguage}
      />
      <div aria-live="polite" className="mt-3">
        {file.error !== null ? (
          <ErrorState compact error={file.error} onRetry={() => void file.refetch()} />
        ) : (
          <p className="text-12 text-muted">{file.data?.fileName ?? t('quotes.pdf.making')}</p>
        )}
      </div>
    </Dialog>
  );
}

/** The address of a file held in memory, let go of when another takes its place. */
function useObjectUrl(file: { mediaType: string; base64: string } | undefined): string | undefined {
  const url = useMemo(() => {
    if (file === undefined) return undefined;
    const bytes = Uint8Array.from(atob(file.base64), (sign) => sign.charCodeAt(0));
    return URL.createObjectURL(new Blob([bytes], { type: file.mediaType }));
  }, [file]);
  useEffect(
    () => () => {
      if (url !== undefined) URL.revokeObjectURL(url);
    },
    [url],
  );
  return url;
}
