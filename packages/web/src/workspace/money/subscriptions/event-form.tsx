import { type ReactNode, useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { typedQuantity } from '../../metering/quantity.ts';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { useMeters } from './pickers.tsx';
import { type Event, meterReads, type Taken } from './words.ts';

/** What is known of an event beforehand. */
export type GivenEvent = Partial<Pick<Event, 'id' | 'meter' | 'subject' | 'at' | 'value' | 'dimensions'>> & { quantity?: string };
type Props = {
  meter: string | undefined;
  given: GivenEvent | undefined;
  onDone: (taken: Taken) => void;
  onClose: () => void;
  children: ReactNode;
};
const MINUTE = 16;
/** As the browser's field writes a moment, read as UTC. */
const fieldOf = (at: string | undefined): string =>
  (at !== undefined && !Number.isNaN(Date.parse(at)) ? new Date(at).toISOString() : new Date().toISOString()).slice(0, MINUTE);

/** One event by hand: what a source did not tell, or told wrongly. Its id is made once, so that sending twice counts once. */
export function EventForm({ meter: own, given, onDone, onClose, children }: Props) {
  const meters = useMeters();
  const [chosen, setChosen] = useState<string | null>(given?.meter ?? own ?? null);
  const [id, setId] = useState(() => given?.id ?? `manual-${crypto.randomUUID()}`);
  const [subject, setSubject] = useState(given?.subject ?? '');
  const [at, setAt] = useState(() => fieldOf(given?.at));
  const [quantity, setQuantity] = useState(given?.quantity ?? '');
  const [value, setValue] = useState(given?.value ?? '');
  const [dimensions, setDimensions] = useState<Readonly<Record<string, string>>>(given?.dimensions ?? {});
  const [tried, setTried] = useState(false);
  const meter = meters.find((one) => one.key === chosen);
  const counts = meter?.aggregation === 'unique';
  const exact = typedQuantity(quantity);
  const report = useApiMutation('meters.ingest', { invalidates: meterReads, onDone });
  const missing = (empty: boolean) => (tried && empty ? t('subs.missing') : undefined);
  const named = Object.fromEntries((meter?.dimensions ?? []).map((key) => [key, (dimensions[key] ?? '').trim()]));
  function submit() {
    setTried(true);
    if (meter === undefined || id.trim() === '' || subject.trim() === '' || at === '' || Object.values(named).includes('')) return;
    if (counts ? value.trim() === '' : exact === null) return;
    const event: Event = {
      id: id.trim(),
      meter: meter.key,
      subject: subject.trim(),
      // The field knows minutes: what is not touched keeps its seconds.
      at: given?.at !== undefined && at === fieldOf(given.at) ? given.at : `${at}:00Z`,
      ...(counts ? { value: value.trim() } : { quantity: exact ?? '0' }),
      ...(meter.dimensions.length === 0 ? {} : { dimensions: named }),
    };
    report.mutate({ body: { events: [event] } });
  }
  return (
    <FormDrawer
      title={t('subs.events.report')}
      verb={t('subs.events.send')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={report.isPending}
      error={report.error}
      ownChecks
    >
      {children}
      <Select
        label={t('subs.meter')}
        isRequired
        options={meters.map((one) => ({ id: one.key, label: one.name, note: one.key }))}
        value={meter?.key ?? null}
        onChange={setChosen}
        {...(meters.length === 0 ? { description: t('subs.meters.none') } : {})}
        {...(missing(meter === undefined) === undefined ? {} : { error: t('subs.missing') })}
      />
      <TextField
        label={t('subs.subject')}
        description={t('subs.event.subject.note')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={subject}
        onChange={setSubject}
        error={missing(subject.trim() === '')}
      />
      <div className="grid gap-3 md:grid-cols-2">
        <TextField
          label={t('subs.event.at')}
          isRequired
          validationBehavior="aria"
          type={'datetime-local' as 'text'}
          value={at}
          onChange={setAt}
          error={missing(at === '')}
        />
        {counts ? (
          <TextField
            label={t('subs.event.value')}
            isRequired
            validationBehavior="aria"
            maxLength={200}
            value={value}
            onChange={setValue}
            error={missing(value.trim() === '')}
          />
        ) : (
          <TextField
            label={meter === undefined ? t('subs.quantity') : t('subs.usage.in', { unit: meter.unit })}
            isRequired
            validationBehavior="aria"
            inputMode="decimal"
            value={quantity}
            onChange={setQuantity}
            error={tried && exact === null ? t('subs.quantity.wrong') : undefined}
          />
        )}
        {(meter?.dimensions ?? []).map((key) => (
          <TextField
            key={key}
            label={key}
            isRequired
            validationBehavior="aria"
            maxLength={100}
            value={dimensions[key] ?? ''}
            onChange={(text) => setDimensions({ ...dimensions, [key]: text })}
            error={missing(named[key] === '')}
          />
        ))}
      </div>
      <TextField
        label={t('subs.event.id')}
        description={t('subs.event.id.note')}
        isRequired
        validationBehavior="aria"
        maxLength={100}
        value={id}
        onChange={setId}
        error={missing(id.trim() === '')}
      />
    </FormDrawer>
  );
}
