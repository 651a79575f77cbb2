import { useState } from 'react';
import { Plus } from 'lucide-react';
import type { Request } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { PayoutSettings } from './words.ts';

type Payer = NonNullable<Request<'payouts.changeSettings'>['body']['payers']>[number];

/** The accounts that pay, one for each currency. What is kept is shown as a mask; a new one takes its place as a whole. */
export function PayerFields({
  known,
  value,
  onChange,
  isDisabled,
  tried,
}: {
  known: PayoutSettings['payers'];
  value: readonly Payer[];
  onChange: (value: readonly Payer[]) => void;
  isDisabled: boolean;
  tried: boolean;
}) {
  const [code, setCode] = useState('');
  const next = code.trim().toUpperCase();
  const change = (currency: string, part: Partial<Payer>) => onChange(value.map((payer) => (payer.currency === currency ? { ...payer, ...part } : payer)));
  const begin = (currency: string, holder: string) => onChange([...value, { currency, holder, iban: '', bic: '' }]);
  const replaced = new Set(value.map((payer) => payer.currency));
  return (
    <div className="flex flex-col gap-4">
      <p className="text-12 text-muted">{t('payouts.payers.note')}</p>
      {known.length > 0 && (
        <ul className="rounded-popover border border-line">
          {known.map((payer) => (
            <li key={payer.currency} className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-3 py-1.5 last:border-b-0">
              <span className="font-medium">{payer.currency}</span>
              <bdi dir="ltr" className="num">
                {payer.account}
              </bdi>
              <bdi className="min-w-0 flex-1 text-muted">{payer.holder}</bdi>
              {!replaced.has(payer.currency) && (
                <Button size="compact" isDisabled={isDisabled} onPress={() => begin(payer.currency, payer.holder)}>
                  {t('payouts.payers.replace')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {value.map((payer) => (
        <fieldset key={payer.currency} className="flex min-w-0 flex-col gap-3 rounded-popover border border-line p-3">
          <legend className="px-1 font-medium">{t('payouts.payers.of', { currency: payer.currency })}</legend>
          <TextField
            label={t('payouts.bank.holder')}
            validationBehavior="aria"
            maxLength={200}
            value={payer.holder}
            onChange={(holder) => change(payer.currency, { holder })}
            error={tried && payer.holder.trim() === '' ? t('payouts.fillIn') : undefined}
          />
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField
              label={t('payouts.bank.iban')}
              validationBehavior="aria"
              maxLength={42}
              autoComplete="off"
              value={payer.iban}
              onChange={(iban) => change(payer.currency, { iban })}
              error={tried && payer.iban.trim() === '' ? t('payouts.fillIn') : undefined}
            />
            <TextField
              label={t('payouts.bank.bic')}
              validationBehavior="aria"
              maxLength={11}
              autoComplete="off"
              value={payer.bic}
              onChange={(bic) => change(payer.currency, { bic })}
              error={tried && payer.bic.trim() === '' ? t('payouts.fillIn') : undefined}
            />
          </div>
          <Button size="compact" className="self-start" onPress={() => onChange(value.filter((one) => one.currency !== payer.currency))}>
            {t('ui.cancel')}
          </Button>
        </fieldset>
      ))}
      <div className="flex items-end gap-2">
        <TextField label={t('payouts.currency')} placeholder="EUR" maxLength={3} value={code} onChange={setCode} className="w-28" isDisabled={isDisabled} />
        <Button
          icon={<Plus size={14} aria-hidden />}
          isDisabled={isDisabled || !/^[A-Z]{3}$/.test(next) || replaced.has(next)}
          onPress={() => {
            begin(next, '');
            setCode('');
          }}
        >
          {t('payouts.payers.add')}
        </Button>
      </div>
    </div>
  );
}
