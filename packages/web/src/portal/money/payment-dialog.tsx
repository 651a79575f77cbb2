import { useState } from 'react';
import { type Result, useApi } from '../../lib/api/index.ts';
import { useAct } from '../act.ts';
import { FormDialog } from '../kit/dialog.tsx';
import { Choose, TextInput } from '../kit/fields.tsx';
import { toMinor, toText } from '../shared/amounts.ts';
import { t } from '../text.ts';
import { currencies } from './names.ts';

const languages = ['en', 'ar'] as const;

export function PaymentDialog({ payee, onClose }: { payee: Result<'portalMoney.payee'>; onClose: () => void }) {
  const { data: summary } = useApi('portalMoney.summary', {});
  const earnedIn = summary?.currencies.map((one) => one.currency) ?? [];
  const [currency, setCurrency] = useState(payee.currency ?? '');
  const [language, setLanguage] = useState(payee.language);
  const [typed, setTyped] = useState<Record<string, string>>(() =>
    Object.fromEntries(payee.minimums.map((one) => [one.currency, toText(one.amountMinor, one.currency)])),
  );
  const [tried, setTried] = useState(false);
  const act = useAct('portalMoney.changePayee', { notice: t('portal.money.saved'), onDone: onClose });
  const withMinimum = [...new Set([...Object.keys(typed), ...earnedIn, ...(currency === '' ? [] : [currency])])];
  const minorOf = (code: string): number | undefined => (typed[code]?.trim() ? toMinor(typed[code], code) : 0);
  function submit(): void {
    setTried(true);
    if (withMinimum.some((code) => minorOf(code) === undefined)) return;
    const minimums = withMinimum.map((code) => ({ currency: code, amountMinor: minorOf(code) ?? 0 })).filter(({ amountMinor }) => amountMinor > 0);
    void act.run({ body: { language, minimums, ...(currency === '' ? {} : { currency }) } });
  }
  return (
    <FormDialog title={t('portal.money.payment')} verb={t('portal.money.save')} busy={act.busy} refusal={act.refusal} onClose={onClose} onSubmit={submit}>
      <Choose
        label={t('portal.money.currency')}
        note={t('portal.money.currency.note')}
        choices={currencies([...(payee.currency === null ? [] : [payee.currency]), ...earnedIn])}
        value={currency}
        onChange={setCurrency}
        emptyLabel={t('portal.money.notGiven')}
      />
      {withMinimum.map((code) => (
        <TextInput
          key={code}
          label={t('portal.money.minimum.in', { currency: code })}
          note={t('portal.money.minimum.note')}
          value={typed[code] ?? ''}
          onChange={(text) => setTyped({ ...typed, [code]: text })}
          error={tried && minorOf(code) === undefined ? t('portal.amount.wrong') : undefined}
          inputMode="decimal"
          dir="ltr"
        />
      ))}
      <Choose
        label={t('portal.money.language')}
        choices={languages.map((id) => ({ id, label: t(`portal.money.language.${id}`) }))}
        value={language}
        onChange={setLanguage}
      />
    </FormDialog>
  );
}
