import { useState } from 'react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { Card } from '../../../ui/page.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { useSettled } from '../../deals/kit/pickers.tsx';
import type { Registration } from '../words.ts';
import { type Attach, foundDeals } from './attach.ts';

const OTHER = 'other';

/** An approval attaches to one deal. The usual one is chosen already; this is for when it is another. */
export function AttachCard({ registration, value, onChange }: { registration: Registration; value: Attach; onChange: (attach: Attach) => void }) {
  const found = foundDeals(registration);
  const known = new Set(found.map((one) => one.id));
  const chosen = value.to !== 'deal' ? value.to : value.dealId !== null && known.has(value.dealId) ? value.dealId : OTHER;
  return (
    <Card title={t('registrations.attach')}>
      <div className="flex flex-col gap-3">
        <RadioGroup
          label={t('registrations.attach.to')}
          hideLabel
          value={chosen}
          onChange={(id) => onChange(id === 'auto' || id === 'new' ? { to: id } : { to: 'deal', dealId: id === OTHER ? null : id })}
          options={[
            {
              id: 'auto',
              label:
                registration.dealNumber === null ? t('registrations.attach.auto') : t('registrations.attach.named', { deal: `D-${registration.dealNumber}` }),
              note: registration.dealNumber === null ? t('registrations.attach.auto.note') : undefined,
            },
            ...found.map((one) => ({ id: one.id, label: one.label, note: one.detail ?? undefined })),
            { id: OTHER, label: t('registrations.attach.other') },
            { id: 'new', label: t('registrations.attach.new') },
          ]}
        />
        {chosen === OTHER && <DealPicker value={value.to === 'deal' ? value.dealId : null} onChange={(dealId) => onChange({ to: 'deal', dealId })} />}
      </div>
    </Card>
  );
}

function DealPicker({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const [text, setText] = useState('');
  const [kept, setKept] = useState<{ id: string; label: string } | null>(null);
  const deals = useApi('deals.list', { query: { q: useSettled(text) || undefined, status: 'open', limit: 20 } }, { keepPrevious: true });
  const options = (deals.data?.items ?? []).map((deal) => ({ id: deal.id, label: `D-${deal.number} ${deal.name}`, note: deal.accountName ?? undefined }));
  const all = kept !== null && kept.id === value && !options.some((one) => one.id === kept.id) ? [kept, ...options] : options;
  return (
    <ComboBox
      label={t('work.deal')}
      options={all}
      value={value}
      onSearch={setText}
      onChange={(id) => {
        setKept(all.find((one) => one.id === id) ?? null);
        onChange(id);
      }}
      placeholder={t('registrations.attach.search')}
      isRequired
    />
  );
}
