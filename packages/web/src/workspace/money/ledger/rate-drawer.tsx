import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { dayIn, today } from '../kit/months.ts';

const CODE = /^[A-Z]{3}$/;
const RATE = /^\d{1,18}(\.\d{1,12})?$/;
const codeOf = (text: string): string => text.trim().toUpperCase();

/** A rate is kept as it was typed: decimal text, never a float. */
export function RateDrawer({ onClose }: { onClose: () => void }) {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [rate, setRate] = useState('');
  const [day, setDay] = useState(today());
  const [source, setSource] = useState('');
  const [tried, setTried] = useState(false);
  const add = useApiMutation('ledger.addRate', {
    invalidates: ['ledger.rates'],
    onDone: () => {
      onClose();
      toast(t('ledger.addRate.done'));
    },
  });
  const wrong = {
    from: !CODE.test(codeOf(from)),
    to: !CODE.test(codeOf(to)) || codeOf(from) === codeOf(to),
    rate: !RATE.test(rate.trim()) || /^[0.]*$/.test(rate.trim()),
    day: dayIn(day) === undefined,
    source: source.trim() === '',
  };
  function submit() {
    setTried(true);
    if (Object.values(wrong).some(Boolean)) return;
    add.mutate({ body: { from: codeOf(from), to: codeOf(to), rate: rate.trim(), day, source: source.trim() } });
  }
  const said = (key: keyof typeof wrong, sentence: string) => (tried && wrong[key] ? sentence : undefined);
  const field = { isRequired: true, validationBehavior: 'aria' } as const;
  return (
    <FormDrawer title={t('ledger.addRate')} verb={t('ledger.addRate')} isOpen onClose={onClose} onSubmit={submit} isPending={add.isPending} error={add.error}>
      <p className="text-muted">{t('ledger.addRate.note')}</p>
      <div className="grid grid-cols-2 gap-4">
        <TextField
          {...field}
          label={t('ledger.from')}
          maxLength={3}
          placeholder="EUR"
          value={from}
          onChange={setFrom}
          error={said('from', t('ledger.currency.wrong'))}
        />
        <TextField
          {...field}
          label={t('ledger.to')}
          maxLength={3}
          placeholder="USD"
          value={to}
          onChange={setTo}
          error={said('to', t('ledger.currency.wrong'))}
        />
      </div>
      <TextField
        {...field}
        label={t('ledger.rate')}
        description={t('ledger.rate.note')}
        inputMode="decimal"
        placeholder="1.0842"
        value={rate}
        onChange={setRate}
        error={said('rate', t('ledger.rate.wrong'))}
      />
      <DateField {...field} label={t('ledger.day')} value={day} onChange={setDay} className="w-48" error={said('day', t('ledger.fillIn'))} />
      <TextField
        {...field}
        label={t('ledger.source')}
        description={t('ledger.source.note')}
        maxLength={200}
        value={source}
        onChange={setSource}
        error={said('source', t('ledger.fillIn'))}
      />
    </FormDrawer>
  );
}
