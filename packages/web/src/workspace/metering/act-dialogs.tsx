import { useState } from 'react';
import { t } from '../../lib/i18n/i18n.ts';
import { TextField } from '../../ui/text-field.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import { formatQuantity, typedQuantity } from './quantity.ts';
import { comesTo, type Corrected } from './use-line-acts.ts';
import { formatHour, type Line } from './words.ts';

const REASON_AT_MOST = 2000;

function Reason({ value, onChange, missing }: { value: string; onChange: (text: string) => void; missing: boolean }) {
  return (
    <TextField
      label={t('metering.reason')}
      description={t('metering.reason.note')}
      isRequired
      validationBehavior="aria"
      rows={2}
      maxLength={REASON_AT_MOST}
      value={value}
      onChange={onChange}
      error={missing ? t('metering.reason.missing') : undefined}
    />
  );
}

export function WriteOffDialog({
  lines,
  all = false,
  isPending,
  onClose,
  onDone,
}: {
  lines: readonly Line[];
  /** All that the filter finds, more than is loaded. */
  all?: boolean | undefined;
  isPending: boolean;
  onClose: () => void;
  onDone: (reason: string) => void;
}) {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  function submit() {
    setTried(true);
    if (reason.trim() !== '') onDone(reason.trim());
  }
  return (
    <FormDrawer
      title={t('metering.writeOff')}
      verb={t('metering.writeOff')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={isPending}
      error={null}
    >
      <p>{all ? t('metering.writeOff.askAll') : t('metering.writeOff.ask', { n: lines.length })}</p>
      <Reason value={reason} onChange={setReason} missing={tried && reason.trim() === ''} />
    </FormDrawer>
  );
}

/** Each hour has a quantity of its own, one reason stands for all; what is left as it was is not touched. */
export function CorrectDialog({
  lines,
  isPending,
  onClose,
  onDone,
}: {
  lines: readonly Line[];
  isPending: boolean;
  onClose: () => void;
  onDone: (corrections: readonly Corrected[], reason: string) => void;
}) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const read = lines.map((line) => ({ line, quantity: typedQuantity(typed[line.id] ?? comesTo(line)) }));
  const changed = read.flatMap(({ line, quantity }): Corrected[] => (quantity !== null && quantity !== comesTo(line) ? [{ line, quantity }] : []));
  const wrong = read.some(({ quantity }) => quantity === null);
  function submit() {
    setTried(true);
    if (!wrong && changed.length > 0 && reason.trim() !== '') onDone(changed, reason.trim());
  }
  return (
    <FormDrawer title={t('metering.correct')} verb={t('metering.correct')} isOpen onClose={onClose} onSubmit={submit} isPending={isPending} error={null}>
      <p className="text-muted">{t('metering.correct.ask')}</p>
      {read.map(({ line, quantity }) => (
        <TextField
          key={line.id}
          label={t('metering.correct.of', { entitlement: line.entitlementName, dimension: line.dimension, hour: formatHour(line.hour) })}
          inputMode="decimal"
          value={typed[line.id] ?? comesTo(line)}
          onChange={(text) => setTyped({ ...typed, [line.id]: text })}
          suffix={<bdi className="num text-12 whitespace-nowrap">{t('metering.correct.was', { quantity: formatQuantity(comesTo(line)) })}</bdi>}
          error={quantity === null ? t('metering.quantity.wrong') : undefined}
        />
      ))}
      {tried && !wrong && changed.length === 0 && (
        <p role="alert" className="text-12 text-bad">
          {t('metering.correct.same')}
        </p>
      )}
      <Reason value={reason} onChange={setReason} missing={tried && reason.trim() === ''} />
    </FormDrawer>
  );
}
