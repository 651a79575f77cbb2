import { useState } from 'react';
import type { Result } from '@entente/contracts/client';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useSettled } from '../../deals/kit/pickers.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { ValueText } from '../value-text.tsx';
import { type Connection, systemLabel } from '../words.ts';
import type { Mapping, ObjectMapping } from './mapping-rows.ts';

type Tried = Result<'connections.tryRecord'>;
type Outcome = Tried['fields'][number]['outcome'];
const tones: Readonly<Record<Outcome, Tone>> = {
  same: 'neutral',
  write_here: 'accent',
  write_there: 'accent',
  conflict: 'warn',
  locked: 'warn',
  ignored: 'neutral',
  untranslated: 'bad',
};
const moved: readonly Outcome[] = ['write_here', 'write_there'];

/** What the mapping on screen would do to one record. Nothing is written on either side. */
export function TrySheet({
  connection,
  known,
  mappings,
  onClose,
}: {
  connection: Connection;
  known: ObjectMapping;
  mappings: readonly Mapping[];
  onClose: () => void;
}) {
  const [recordId, setRecordId] = useState<string | null>(null);
  const [outsideId, setOutsideId] = useState('');
  const [missing, setMissing] = useState(false);
  const attempt = useApiMutation('connections.tryRecord');
  const system = systemLabel(connection.system);
  const pickable = known.kind === 'deal' || known.kind === 'account';
  function submit() {
    const empty = recordId === null && outsideId.trim() === '';
    setMissing(empty);
    if (empty) return;
    attempt.mutate({
      params: { id: connection.id, childId: known.id },
      body: {
        recordId,
        outsideId: outsideId.trim() === '' ? null : outsideId.trim(),
        mappings: mappings.map((mapping) => ({ ...mapping, valueMap: mapping.valueMap?.map((pair) => ({ ...pair })) ?? null })),
      },
    });
  }
  return (
    <FormDrawer
      title={t('connections.try')}
      verb={t('connections.try.verb')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={attempt.isPending}
      error={attempt.error}
    >
      <p className="text-muted">{t('connections.try.note')}</p>
      {pickable && <RecordPicker kind={known.kind} value={recordId} onChange={setRecordId} />}
      <TextField
        label={t('connections.try.outsideId', { system })}
        value={outsideId}
        onChange={setOutsideId}
        maxLength={200}
        description={t('connections.try.outsideId.note')}
        error={missing ? t('connections.try.missing') : undefined}
      />
      {attempt.data && !attempt.isPending && <Outcomes tried={attempt.data} system={system} />}
    </FormDrawer>
  );
}

function RecordPicker({ kind, value, onChange }: { kind: ObjectMapping['kind']; value: string | null; onChange: (id: string | null) => void }) {
  const [typed, setTyped] = useState('');
  const [kept, setKept] = useState<{ id: string; label: string }>();
  const q = useSettled(typed) || undefined;
  const deals = useApi('deals.list', { query: { q, limit: 20 } }, { keepPrevious: true, enabled: kind === 'deal' });
  const accounts = useApi('accounts.list', { query: { q, limit: 20 } }, { keepPrevious: true, enabled: kind === 'account' });
  const found =
    kind === 'deal'
      ? (deals.data?.items ?? []).map((deal) => ({ id: deal.id, label: deal.name, note: `D-${deal.number}` }))
      : (accounts.data?.items ?? []).map((account) => ({ id: account.id, label: account.name }));
  const options = kept !== undefined && kept.id === value && !found.some((option) => option.id === kept.id) ? [kept, ...found] : found;
  return (
    <ComboBox
      label={t(kind === 'deal' ? 'connections.try.deal' : 'connections.try.account')}
      options={options}
      value={value}
      onSearch={setTyped}
      onChange={(id) => {
        setKept(options.find((option) => option.id === id));
        onChange(id);
      }}
      placeholder={t('connections.pick.search')}
    />
  );
}

function Outcomes({ tried, system }: { tried: Tried; system: string }) {
  const [which, setWhich] = useState<'all' | 'moving'>('all');
  const found = tried.fields.find((field) => field.field === 'currency')?.ours;
  const currency = typeof found === 'string' ? found : null;
  const shown = tried.fields.filter((field) => which === 'all' || (field.outcome !== 'same' && field.outcome !== 'ignored'));
  return (
    <section aria-label={t('connections.try.result')} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 flex-1 font-semibold">
          <bdi>{tried.recordLabel ?? t('connections.try.notHere')}</bdi>
        </h3>
        <Select
          label={t('connections.fields.show')}
          hideLabel
          value={which}
          onChange={setWhich}
          options={[
            { id: 'all', label: t('connections.try.all') },
            { id: 'moving', label: t('connections.try.moving') },
          ]}
          className="w-44"
        />
      </div>
      {tried.outsideId === null && <p className="rounded-popover bg-accent-soft px-3 py-2 text-accent">{t('connections.try.notThere', { system })}</p>}
      {shown.length === 0 && <p className="text-muted">{t('connections.try.nothing')}</p>}
      <ul className="divide-y divide-line rounded-card border border-line">
        {shown.map((field) => (
          <li key={field.field} className="flex flex-col gap-1.5 p-3">
            <span className="flex flex-wrap items-center justify-between gap-2">
              <bdi className="font-medium">{field.label}</bdi>
              <Badge tone={tones[field.outcome]}>{t(`connections.outcome.${field.outcome}`)}</Badge>
            </span>
            <dl className="grid grid-cols-2 gap-3 text-12">
              <div className="min-w-0">
                <dt className="text-muted">{t('connections.side.ours')}</dt>
                <dd>
                  <ValueText value={field.ours} type={field.type} choices={field.choices} currency={currency} />
                </dd>
              </div>
              <div className="min-w-0">
                <dt className="text-muted">
                  <bdi dir="ltr">{field.outsideField}</bdi>
                </dt>
                <dd>
                  <ValueText value={field.theirs} type={field.type} currency={currency} />
                </dd>
              </div>
              {moved.includes(field.outcome) && (
                <div className="col-span-2 min-w-0">
                  <dt className="text-muted">{t('connections.try.becomes')}</dt>
                  <dd className="font-medium">
                    <ValueText value={field.becomes} type={field.type} choices={field.outcome === 'write_here' ? field.choices : []} currency={currency} />
                  </dd>
                </div>
              )}
            </dl>
          </li>
        ))}
      </ul>
      {tried.issues.length > 0 && (
        <ul className="flex flex-col gap-1 rounded-popover bg-warn-soft px-3 py-2 text-12 text-warn">
          {tried.issues.map((issue) => (
            <li key={issue.sentence}>
              <bdi>{issue.sentence}</bdi>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
