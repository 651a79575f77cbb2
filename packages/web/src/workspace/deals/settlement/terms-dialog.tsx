import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { apiKey, useApi, useApiMutation, type Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import { kindName } from '../room/money/words.ts';
import { FeeTerms } from './fee-terms.tsx';
import { clashOf, type Terms } from './terms.ts';

type Settings = Result<'settlement.settings'>;
const kinds = ['direct', 'resale', 'distribution', 'marketplace', 'channel_private_offer'] as const;
const spans = ['signature', 'cash'] as const;

/** What a comparison assumes: terms of the workspace that hold for every deal. */
export function TermsDialog({ onClose }: { onClose: () => void }) {
  const settings = useApi('settlement.settings');
  // A form is not filled anew under the hands of who types; the version it began with is checked when it is saved.
  if (settings.data !== undefined) return <TermsForm settings={settings.data} onClose={onClose} onReload={() => void settings.refetch()} />;
  return (
    <Dialog title={t('settlement.terms')} isOpen onClose={onClose} size="wide">
      {settings.error !== null ? (
        <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
      ) : (
        <SkeletonRows rows={8} what={t('settlement.terms')} />
      )}
    </Dialog>
  );
}

function TermsForm({ settings, onClose, onReload }: { settings: Settings; onClose: () => void; onReload: () => void }) {
  const mayWrite = useCan('settlement:write');
  const client = useQueryClient();
  const [terms, setTerms] = useState<Terms>(settings.document);
  const [note, setNote] = useState('');
  const save = useApiMutation('settlement.setSettings', {
    invalidates: ['settlement.compare', 'settlement.plan'],
    onDone: (made) => client.setQueryData<Settings>(apiKey('settlement.settings'), made),
  });
  const set = (change: Partial<Terms>) => setTerms({ ...terms, ...change });
  const days = kinds.flatMap((kind) => spans.map((span) => terms.expectedDays[kind][span]));
  const isReady = mayWrite && clashOf(terms.feeTerms).size === 0 && [...days, terms.leastHistory].every((value) => Number.isSafeInteger(value));
  return (
    <FormDialog
      title={t('settlement.terms')}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      size="wide"
      isPending={save.isPending}
      isReady={isReady}
      error={save.error}
      onReload={() => {
        save.reset();
        onReload();
      }}
      onSubmit={() =>
        save.mutate(
          { body: { document: terms, seen: settings.version, ...(note.trim() === '' ? {} : { note: note.trim() }) } },
          {
            onSuccess: () => {
              onClose();
              toast(t('settlement.terms.saved'));
            },
          },
        )
      }
    >
      <p className="text-muted">
        {settings.createdAt === null ? (
          t('settlement.terms.default')
        ) : (
          <>
            {t('settlement.version.n', { n: settings.version })} · <bdi>{settings.createdBy}</bdi> · <InstantText at={settings.createdAt} />
            {settings.note !== null && <bdi className="block">{settings.note}</bdi>}
          </>
        )}
      </p>
      {!mayWrite && <p className="rounded-popover bg-hover px-3 py-2">{t('settlement.terms.noRight')}</p>}
      <FeeTerms value={terms.feeTerms} onChange={(feeTerms) => set({ feeTerms })} isDisabled={!mayWrite} />
      <RadioGroup
        label={t('settlement.terms.distributor')}
        options={[
          { id: 'includes_reseller', label: t('settlement.terms.distributor.includes') },
          { id: 'own', label: t('settlement.terms.distributor.own') },
        ]}
        value={terms.distributorMargin}
        onChange={(distributorMargin) => set({ distributorMargin })}
        isDisabled={!mayWrite}
      />
      <RadioGroup
        label={t('settlement.terms.discount')}
        options={[
          { id: 'us', label: t('settlement.terms.discount.us') },
          { id: 'seller', label: t('settlement.terms.discount.seller') },
        ]}
        value={terms.discountBorneBy}
        onChange={(discountBorneBy) => set({ discountBorneBy })}
        isDisabled={!mayWrite}
      />
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-2 text-13 font-semibold">{t('settlement.terms.days')}</legend>
        {kinds.map((kind) => (
          <fieldset key={kind} aria-label={kindName(kind)} className="grid items-end gap-3 md:grid-cols-3">
            <span className="md:pb-1.5">{kindName(kind)}</span>
            {spans.map((span) => (
              <NumberField
                key={span}
                label={t(`settlement.days.${span}`)}
                value={terms.expectedDays[kind][span]}
                onChange={(value) => set({ expectedDays: { ...terms.expectedDays, [kind]: { ...terms.expectedDays[kind], [span]: value } } })}
                minValue={0}
                maxValue={3650}
                isDisabled={!mayWrite}
              />
            ))}
          </fieldset>
        ))}
        <NumberField
          label={t('settlement.terms.history')}
          description={t('settlement.terms.history.note')}
          value={terms.leastHistory}
          onChange={(leastHistory) => set({ leastHistory })}
          minValue={1}
          maxValue={1000}
          isDisabled={!mayWrite}
        />
      </fieldset>
      {mayWrite && <TextField label={t('settlement.terms.why')} value={note} onChange={setNote} maxLength={500} />}
    </FormDialog>
  );
}
