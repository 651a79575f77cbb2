import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { FileDrop } from '../../../ui/file-drop.tsx';
import { Facts } from '../../../ui/page.tsx';
import { Refusal } from '../../deals/kit/form-dialog.tsx';
import { saleReads } from '../use-marketplaces.ts';
import type { Marketplace } from '../words.ts';

const LARGEST = 2_000_000;

/** A report of the marketplace moves its offers: each row for itself, and each refused one with the reason. */
export function ImportStates({ marketplace, onClose }: { marketplace: Marketplace; onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const run = useApiMutation('offers.importStates', { invalidates: saleReads });
  const tooLarge = file !== null && file.size > LARGEST;
  async function submit() {
    if (file === null || tooLarge) return;
    const csv = await file.text();
    run.mutate({ params: { id: marketplace.id }, body: { csv } });
  }
  return (
    <Dialog
      title={t('marketplaces.import')}
      isOpen
      onClose={onClose}
      footer={
        run.data === undefined ? (
          <>
            <Button onPress={onClose}>{t('ui.cancel')}</Button>
            <Button kind="primary" isDisabled={file === null || tooLarge} isPending={run.isPending} onPress={() => void submit()}>
              {t('marketplaces.import')}
            </Button>
          </>
        ) : (
          <Button kind="primary" onPress={onClose}>
            {t('ui.close')}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <Refusal error={run.error} />
        {run.data === undefined ? (
          <>
            <p className="text-muted">{t('marketplaces.import.note')}</p>
            <FileDrop
              label={t('marketplaces.import.file')}
              hint={t('marketplaces.import.states', { states: (marketplace.definition?.states ?? []).map((state) => state.key).join(', ') })}
              accept={['.csv', 'text/csv']}
              file={file}
              onFile={(next) => {
                setFile(next);
                run.reset();
              }}
            />
            {tooLarge && <p className="text-bad">{t('marketplaces.import.large')}</p>}
          </>
        ) : (
          <>
            <Facts
              items={[
                { label: t('marketplaces.import.moved'), value: <Num value={run.data.moved} /> },
                { label: t('marketplaces.import.unchanged'), value: <Num value={run.data.unchanged} /> },
                { label: t('marketplaces.import.refused'), value: <Num value={run.data.refused.length} /> },
              ]}
            />
            <ul className="flex flex-col gap-1.5">
              {run.data.refused.map((row) => (
                <li key={row.row} className="rounded-popover bg-bad-soft px-3 py-2">
                  <span className="font-medium">{t('marketplaces.import.row', { n: row.row })}</span> <bdi>{row.sentence}</bdi>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Dialog>
  );
}
