import { useState } from 'react';
import type { Result } from '@entente/contracts/client';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { AttemptView } from './attempt-view.tsx';
import { type Endpoint, eventSentence, type EventType, readable, spanOfDays } from './words.ts';

type Props = { endpoint: Endpoint; onClose: () => void };
const overlaps = ['0', '1', '24', '72', '168'] as const;

export function RotateDialog({ endpoint, onClose, onMade }: Props & { onMade: (made: Result<'webhooks.rotate'>) => void }) {
  const [hours, setHours] = useState<(typeof overlaps)[number]>('24');
  const rotate = useApiMutation('webhooks.rotate', { invalidates: ['webhooks.get', 'webhooks.list'] });
  return (
    <FormDrawer
      title={t('webhooks.rotate')}
      verb={t('webhooks.rotate')}
      look="modal"
      isOpen
      onClose={onClose}
      isPending={rotate.isPending}
      error={rotate.error}
      onSubmit={() => rotate.mutate({ params: { id: endpoint.id }, body: { overlapHours: Number(hours) } }, { onSuccess: onMade })}
    >
      <p>{t('webhooks.rotate.note')}</p>
      <Select
        label={t('webhooks.rotate.overlap')}
        value={hours}
        onChange={setHours}
        options={overlaps.map((id) => ({ id, label: t('webhooks.rotate.hours', { n: Number(id) }) }))}
      />
    </FormDrawer>
  );
}

export function ReplayDialog({ endpoint, onClose }: Props) {
  const [what, setWhat] = useState<'failed' | 'range'>('failed');
  const [days, setDays] = useState({ from: '', to: '' });
  const [tried, setTried] = useState(false);
  const replay = useApiMutation('webhooks.replay', { invalidates: ['webhooks.deliveries', 'webhooks.get', 'webhooks.list'] });
  const span = spanOfDays(days.from, days.to);
  function submit() {
    setTried(true);
    if (what === 'range' && span === null) return;
    replay.mutate(
      { params: { id: endpoint.id }, body: what === 'range' && span ? { what, ...span } : { what: 'failed' } },
      {
        onSuccess: ({ count }) => {
          toast(t('webhooks.replayed', { n: count }));
          onClose();
        },
      },
    );
  }
  return (
    <FormDrawer
      title={t('webhooks.replay')}
      verb={t('webhooks.replay')}
      look="modal"
      isOpen
      onClose={onClose}
      isPending={replay.isPending}
      error={replay.error}
      onSubmit={submit}
    >
      <RadioGroup
        label={t('webhooks.replay.what')}
        value={what}
        onChange={setWhat}
        look="cards"
        options={[
          { id: 'failed', label: t('webhooks.replay.failed'), note: t('webhooks.replay.failed.note') },
          { id: 'range', label: t('webhooks.replay.range'), note: t('webhooks.replay.range.note') },
        ]}
      />
      {what === 'range' && (
        <div className="grid gap-3 md:grid-cols-2">
          <DateField label={t('webhooks.replay.from')} value={days.from} onChange={(from) => setDays({ ...days, from })} validationBehavior="aria" />
          <DateField
            label={t('webhooks.replay.to')}
            value={days.to}
            onChange={(to) => setDays({ ...days, to })}
            validationBehavior="aria"
            error={tried && span === null ? t('webhooks.replay.days') : undefined}
          />
        </div>
      )}
      <p className="text-12 text-muted">{t('webhooks.replay.ids')}</p>
    </FormDrawer>
  );
}

/** The answer is shown where it was asked for. */
export function TestDialog({ endpoint, onClose }: Props) {
  const types = useApi('webhooks.eventTypes', undefined, { staleTime: Number.POSITIVE_INFINITY });
  const wanted = endpoint.eventTypes ?? types.data?.items.map(({ type }) => type) ?? [];
  const [chosen, setChosen] = useState<EventType>();
  const type = chosen ?? wanted[0] ?? 'deal.stage_moved';
  const test = useApiMutation('webhooks.test', { invalidates: ['webhooks.deliveries', 'webhooks.get', 'webhooks.list'] });
  const sample = types.data?.items.find((one) => one.type === type)?.sample;
  const [attempt] = test.data?.tries ?? [];
  return (
    <FormDrawer
      title={t('webhooks.test.title')}
      verb={t('webhooks.test')}
      isOpen
      onClose={onClose}
      isPending={test.isPending}
      error={test.error}
      onSubmit={() => test.mutate({ params: { id: endpoint.id }, body: { eventType: type } })}
    >
      <ComboBox
        label={t('webhooks.test.event')}
        value={type}
        onChange={(next) => {
          const known = wanted.find((one) => one === next);
          if (known) setChosen(known);
        }}
        options={wanted.map((id) => ({ id, label: id, note: eventSentence(id) }))}
      />
      {test.data && attempt && (
        <section aria-live="polite" className="flex flex-col gap-2">
          <p className={test.data.state === 'delivered' ? 'rounded-popover bg-ok-soft px-3 py-2 text-ok' : 'rounded-popover bg-bad-soft px-3 py-2 text-bad'}>
            {test.data.state === 'delivered' ? (
              t('webhooks.test.ok', { status: attempt.status ?? 0, ms: attempt.tookMs })
            ) : (
              <>
                <b className="block">{t('webhooks.test.failed')}</b> <bdi>{attempt.error}</bdi>
              </>
            )}
          </p>
          <AttemptView attempt={attempt} hideError />
        </section>
      )}
      {test.data === undefined && sample !== undefined && (
        <div className="flex flex-col gap-1">
          <span className="text-12 font-medium">{t('webhooks.events.sample')}</span>
          <pre dir="ltr" className="overflow-auto rounded-control border border-line bg-desk p-3 font-mono text-12">
            {readable(JSON.stringify(sample))}
          </pre>
        </div>
      )}
    </FormDrawer>
  );
}
