import { type ReactNode, useState } from 'react';
import { X } from 'lucide-react';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { currentLocale, t } from '../../../lib/i18n/i18n.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { PartnerPicker } from '../../partners/kit/pickers.tsx';
import { lastDayOfMonthBefore, payoutReads, type Run, today } from './words.ts';

const ALL = 'all';
type Chosen = readonly string[];

function monthName(day: string): string {
  return new Intl.DateTimeFormat(currentLocale() === 'ar' ? 'ar-u-nu-latn' : 'en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** A new run, or one that has not begun to collect. */
export function RunForm({ run, onClose, onSaved }: { run?: Run; onClose: () => void; onSaved: (run: Run) => void }) {
  const [until, setUntil] = useState(run?.until ?? lastDayOfMonthBefore(today()));
  const [name, setName] = useState(run?.name);
  const [currency, setCurrency] = useState(run?.currency ?? ALL);
  const [partners, setPartners] = useState<Chosen>(run?.partnerIds ?? []);
  const [tried, setTried] = useState(false);
  const figures = useApi('earnings.figures', { query: {} });
  const onDone = (saved: Run) => {
    onSaved(saved);
    onClose();
  };
  const create = useApiMutation('payoutRuns.create', { invalidates: payoutReads, onDone });
  const update = useApiMutation('payoutRuns.update', { invalidates: payoutReads, onDone });
  const suggested = until === '' ? '' : monthName(until);
  const written = (name ?? suggested).trim();
  const currencies = [...new Set([...(figures.data?.rows ?? []).map((row) => row.currency), ...(currency === ALL ? [] : [currency])])].toSorted();
  function submit() {
    setTried(true);
    if (written === '' || until === '') return;
    const body = { name: written, until, currency: currency === ALL ? null : currency, partnerIds: [...partners] };
    if (run === undefined) create.mutate({ body });
    else update.mutate({ params: { id: run.id }, body, ifVersion: run.version });
  }
  return (
    <FormDrawer
      title={t(run === undefined ? 'payouts.run.new' : 'payouts.run.change')}
      verb={t(run === undefined ? 'payouts.run.begin' : 'ui.save')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={create.isPending || update.isPending}
      error={run === undefined ? create.error : update.error}
    >
      <p className="text-muted">{t('payouts.run.new.note')}</p>
      <DateField
        label={t('payouts.until')}
        description={t('payouts.until.note')}
        isRequired
        validationBehavior="aria"
        value={until}
        onChange={setUntil}
        className="w-48"
        error={tried && until === '' ? t('payouts.day.missing') : undefined}
      />
      <TextField
        label={t('work.name')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={name ?? suggested}
        onChange={setName}
        error={tried && written === '' ? t('work.name.missing') : undefined}
      />
      <Select
        label={t('payouts.currency')}
        options={[{ id: ALL, label: t('payouts.currency.all') }, ...currencies.map((code) => ({ id: code, label: code }))]}
        value={currency}
        onChange={setCurrency}
        className="w-48"
      />
      <PartnerChoice chosen={partners} onChange={setPartners} />
    </FormDrawer>
  );
}

/** Nobody chosen stands for everybody who is owed something. */
function PartnerChoice({ chosen, onChange }: { chosen: Chosen; onChange: (chosen: Chosen) => void }) {
  return (
    <div className="flex flex-col gap-2">
      <PartnerPicker
        key={chosen.length}
        label={t(chosen.length === 0 ? 'payouts.partners.only' : 'payouts.partners.another')}
        value={null}
        onChange={(id) => {
          if (id !== null && !chosen.includes(id)) onChange([...chosen, id]);
        }}
      />
      {chosen.length === 0 ? (
        <p className="text-12 text-muted">{t('payouts.partners.all')}</p>
      ) : (
        <ul className="flex flex-col rounded-control border border-line">
          {chosen.map((id) => (
            <li key={id} className="flex min-h-9 items-center gap-2 border-b border-line ps-2.5 pe-1 last:border-b-0">
              <PartnerName id={id}>
                {(name) => (
                  <>
                    <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
                    <IconButton size="compact" label={t('payouts.partners.remove', { name })} onPress={() => onChange(chosen.filter((one) => one !== id))}>
                      <X size={14} aria-hidden />
                    </IconButton>
                  </>
                )}
              </PartnerName>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function PartnerName({ id, children }: { id: string; children: (name: string) => ReactNode }) {
  const partner = useApi('partners.get', { params: { id } }, { staleTime: 5 * 60_000 });
  return children(partner.data?.name ?? '…');
}
