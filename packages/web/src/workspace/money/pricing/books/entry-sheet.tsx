import { useState } from 'react';
import { useApi, useApiMutation } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { useCan } from '../../../../lib/session.ts';
import { Button } from '../../../../ui/button.tsx';
import { Sheet } from '../../../../ui/dialog.tsx';
import { ErrorState, SkeletonRows } from '../../../../ui/states.tsx';
import { EndDialog } from '../kit/end-dialog.tsx';
import { VersionList } from '../kit/version-list.tsx';
import { ModelView } from '../model/model-words.tsx';
import { TryIt } from '../model/try-it.tsx';
import { termWords } from '../words.ts';
import { EntryDialog } from './entry-dialog.tsx';

/** A price with every version it had, has and will have. */
export function EntrySheet({ id, onClose }: { id: string; onClose: () => void }) {
  const mayWrite = useCan('pricing:write');
  const read = useApi('pricing.entry', { params: { id } });
  const [open, setOpen] = useState<'amend' | 'end'>();
  const end = useApiMutation('pricing.endEntry', { invalidates: ['pricing.entries', 'pricing.entry', 'pricing.resolve'] });
  const entry = read.data;
  return (
    <>
      <Sheet
        title={entry?.productName ?? t('pricing.entries')}
        isOpen={open === undefined}
        onClose={onClose}
        {...(entry === undefined ? {} : { note: termWords(entry.termMonths) })}
        footer={
          <>
            {!mayWrite && <span className="flex-1 text-12 text-muted">{t('pricing.mayNot')}</span>}
            <Button kind="danger" isDisabled={!mayWrite || entry === undefined} onPress={() => setOpen('end')}>
              {t('pricing.end')}
            </Button>
            <Button kind="primary" isDisabled={!mayWrite || entry === undefined} onPress={() => setOpen('amend')}>
              {t('pricing.newVersion')}
            </Button>
          </>
        }
      >
        {entry === undefined ? (
          read.error === null ? (
            <SkeletonRows rows={5} what={t('pricing.entries')} />
          ) : (
            <ErrorState error={read.error} onRetry={() => void read.refetch()} />
          )
        ) : (
          <div className="flex flex-col gap-5">
            <p className="text-muted">
              <bdi>{entry.bookName}</bdi> · {entry.currency}
            </p>
            {entry.current === null ? <p className="text-muted">{t('pricing.notToday')}</p> : <TryIt model={entry.current.model} currency={entry.currency} />}
            <VersionList
              versions={entry.versions}
              show={(version) => (
                <>
                  <ModelView model={version.model} currency={entry.currency} />
                  <p className="text-12 text-muted">{t(`pricing.per.${version.per}`)}</p>
                </>
              )}
            />
          </div>
        )}
      </Sheet>
      {entry !== undefined && open === 'amend' && (
        <EntryDialog
          book={{ id: entry.bookId, currency: entry.currency }}
          entry={entry}
          onClose={() => setOpen(undefined)}
          onReload={() => void read.refetch()}
        />
      )}
      {entry !== undefined && open === 'end' && (
        <EndDialog
          name={entry.productName}
          onClose={() => setOpen(undefined)}
          onEnd={(body) => end.mutateAsync({ params: { id: entry.id }, body, ifVersion: entry.version })}
        />
      )}
    </>
  );
}
