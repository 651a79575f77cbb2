import { useState } from 'react';
import type { Result } from '@entente/contracts/client';
import { ApiProblem } from '@entente/contracts/client';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { EventPicker } from './event-picker.tsx';
import type { Endpoint, EventType } from './words.ts';

const formats = ['standard', 'cloudevents'] as const;
const signings = ['hmac', 'ed25519'] as const;

/** What the server says of the address is said at the address. */
const urlRefusal = (error: unknown): string | undefined =>
  error instanceof ApiProblem ? error.fields.find(({ path }) => path === 'body.url')?.sentence : undefined;

export function EndpointForm({
  endpoint,
  onClose,
  onMade,
  onReload,
}: {
  endpoint?: Endpoint;
  onClose: () => void;
  onMade?: (made: Result<'webhooks.create'>) => void;
  onReload?: () => void;
}) {
  const [url, setUrl] = useState(endpoint?.url ?? '');
  const [description, setDescription] = useState(endpoint?.description ?? '');
  const [which, setWhich] = useState<'all' | 'some'>(endpoint === undefined || endpoint.eventTypes !== null ? 'some' : 'all');
  const [events, setEvents] = useState<readonly EventType[]>(endpoint?.eventTypes ?? []);
  const [format, setFormat] = useState<Endpoint['format']>(endpoint?.format ?? 'standard');
  const [includeData, setIncludeData] = useState(endpoint?.includeData ?? false);
  const [signing, setSigning] = useState<Endpoint['signing']>('hmac');
  const [concurrency, setConcurrency] = useState(endpoint?.concurrency ?? 4);
  const [tried, setTried] = useState(false);
  const create = useApiMutation('webhooks.create', { invalidates: ['webhooks.list'] });
  const update = useApiMutation('webhooks.update', { invalidates: ['webhooks.list', 'webhooks.get'] });
  const error = endpoint === undefined ? create.error : update.error;
  const wrongUrl = !/^https?:\/\/\S+$/.test(url.trim());
  const noEvents = which === 'some' && events.length === 0;
  const title = t(endpoint === undefined ? 'webhooks.add' : 'webhooks.edit');

  function submit() {
    setTried(true);
    if (wrongUrl || noEvents) return;
    const body = {
      url: url.trim(),
      description: description.trim(),
      eventTypes: which === 'all' ? null : [...events],
      format,
      includeData,
      concurrency: Number.isNaN(concurrency) ? 4 : concurrency,
    };
    if (endpoint === undefined)
      create.mutate(
        { body: { ...body, signing } },
        {
          onSuccess: (made) => {
            toast(t('webhooks.add.done'));
            onMade?.(made);
          },
        },
      );
    else
      update.mutate(
        { params: { id: endpoint.id }, body, ifVersion: endpoint.version },
        {
          onSuccess: () => {
            toast(t('webhooks.saved'));
            onClose();
          },
        },
      );
  }

  return (
    <FormDrawer
      title={title}
      verb={title}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={create.isPending || update.isPending}
      error={urlRefusal(error) === undefined ? error : null}
      onReload={onReload}
    >
      <TextField
        label={t('webhooks.url')}
        type="url"
        value={url}
        onChange={(next) => {
          setUrl(next);
          create.reset();
          update.reset();
        }}
        isRequired
        validationBehavior="aria"
        maxLength={1000}
        description={t('webhooks.url.note')}
        error={tried && wrongUrl ? t('webhooks.url.missing') : urlRefusal(error)}
      />
      <TextField label={t('webhooks.description')} value={description} onChange={setDescription} maxLength={200} description={t('webhooks.description.note')} />
      <RadioGroup
        label={t('webhooks.events')}
        value={which}
        onChange={setWhich}
        options={[
          { id: 'some', label: t('webhooks.events.some') },
          { id: 'all', label: t('webhooks.events.all'), note: t('webhooks.events.all.note') },
        ]}
      />
      {which === 'some' && <EventPicker value={events} onChange={setEvents} error={tried && noEvents ? t('webhooks.events.missing') : undefined} />}
      <RadioGroup
        label={t('webhooks.format')}
        value={format}
        onChange={setFormat}
        options={formats.map((id) => ({ id, label: t(`webhooks.format.${id}`), note: t(`webhooks.format.${id}.note`) }))}
      />
      <Checkbox isSelected={includeData} onChange={setIncludeData} description={t('webhooks.data.note')}>
        {t('webhooks.data')}
      </Checkbox>
      {endpoint === undefined && (
        <Select
          label={t('webhooks.signing')}
          value={signing}
          onChange={setSigning}
          options={signings.map((id) => ({ id, label: t(`webhooks.signing.${id}`) }))}
          description={t('webhooks.signing.note')}
        />
      )}
      <NumberField
        label={t('webhooks.concurrency')}
        value={concurrency}
        onChange={setConcurrency}
        minValue={1}
        maxValue={16}
        steppers
        description={t('webhooks.concurrency.note')}
      />
    </FormDrawer>
  );
}
