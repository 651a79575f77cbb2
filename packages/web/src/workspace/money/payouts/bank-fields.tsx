import type { Request } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { TextField } from '../../../ui/text-field.tsx';

type Account = NonNullable<Request<'payees.change'>['body']['bank']>;
export type BankEntry = { kind: 'iban' | 'account'; holder: string; iban: string; accountNumber: string; bankCode: string; bic: string; country: string };
export const emptyBank: BankEntry = { kind: 'iban', holder: '', iban: '', accountNumber: '', bankCode: '', bic: '', country: '' };

/** Null where nothing was typed: the account stays. The server checks the number itself. */
export function bankOf(entry: BankEntry): Account | 'wrong' | null {
  const [holder, iban, accountNumber, bankCode, bic, country] = [entry.holder, entry.iban, entry.accountNumber, entry.bankCode, entry.bic, entry.country].map(
    (text) => text.trim(),
  );
  if (!holder && !iban && !accountNumber && !bankCode && !bic && !country) return null;
  if (entry.kind === 'iban') return holder && iban ? { kind: 'iban', iban, bic: bic || null, holder } : 'wrong';
  if (!holder || !accountNumber || !bic || !country || !/^[A-Z]{2}$/.test(country)) return 'wrong';
  return { kind: 'account', accountNumber, bankCode: bankCode || null, bic, country, holder };
}

export function BankFields({
  value,
  onChange,
  current,
  isWrong,
}: {
  value: BankEntry;
  onChange: (value: BankEntry) => void;
  current: string | null;
  isWrong: boolean;
}) {
  const field = (key: 'holder' | 'iban' | 'accountNumber' | 'bankCode' | 'bic', maxLength: number) => (
    <TextField
      label={t(`payouts.bank.${key}`)}
      maxLength={maxLength}
      autoComplete="off"
      value={value[key]}
      onChange={(text) => onChange({ ...value, [key]: text })}
    />
  );
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 font-medium">{t('payouts.bank')}</legend>
      <p className="text-12 text-muted">{current === null ? t('payouts.bank.note') : t('payouts.bank.replace', { mask: current })}</p>
      {isWrong && (
        <p role="alert" className="text-12 text-bad">
          {t(value.kind === 'iban' ? 'payouts.bank.wrong.iban' : 'payouts.bank.wrong.account')}
        </p>
      )}
      <RadioGroup
        label={t('payouts.bank.kind')}
        options={[
          { id: 'iban' as const, label: t('payouts.bank.kind.iban') },
          { id: 'account' as const, label: t('payouts.bank.kind.account') },
        ]}
        value={value.kind}
        onChange={(kind) => onChange({ ...value, kind })}
      />
      {field('holder', 200)}
      {value.kind === 'iban' ? (
        <div className="grid gap-3 sm:grid-cols-2">
          {field('iban', 42)}
          {field('bic', 11)}
        </div>
      ) : (
        <div className="grid gap-3 sm:grid-cols-2">
          {field('accountNumber', 34)}
          {field('bic', 11)}
          {field('bankCode', 35)}
          <TextField
            label={t('payouts.country')}
            description={t('payouts.country.note')}
            maxLength={2}
            value={value.country}
            onChange={(country) => onChange({ ...value, country: country.toUpperCase() })}
          />
        </div>
      )}
    </fieldset>
  );
}
