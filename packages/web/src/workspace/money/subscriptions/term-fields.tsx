import { t } from '../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { CurrencySelect } from '../../deals/kit/pickers.tsx';
import { today } from '../kit/months.ts';
import { SignedMoneyField } from '../kit/signed-money-field.tsx';
import { type NewTerms, prorations, timings } from './words.ts';

type Terms = {
  currency: string;
  timeZone: string | null;
  anchorDay: number;
  billingMonths: number;
  timing: NewTerms['timing'];
  proration: NewTerms['proration'];
  startsOn: string;
  termMonths: number;
  autoRenew: boolean;
  noticeDays: number;
  minimumMinor: number | null;
};

export const freshTerms = (): Terms => ({
  currency: 'EUR',
  timeZone: 'UTC',
  anchorDay: 1,
  billingMonths: 1,
  timing: 'advance',
  proration: 'day',
  startsOn: today(),
  termMonths: 12,
  autoRenew: false,
  noticeDays: 90,
  minimumMinor: null,
});

/** As the contract wants them; null while something is missing. An empty term runs on. */
export function termsOf(terms: Terms): NewTerms | null {
  const { currency, timeZone, timing, proration, startsOn, autoRenew, minimumMinor } = terms;
  const [anchorDay, billingMonths, notice] = [terms.anchorDay, terms.billingMonths, terms.noticeDays].map(Math.trunc);
  if (timeZone === null || startsOn === '' || [anchorDay, billingMonths, notice].some((number) => number === undefined || Number.isNaN(number))) return null;
  return {
    currency,
    timeZone,
    anchorDay: anchorDay ?? 1,
    billingMonths: billingMonths ?? 1,
    timing,
    proration,
    startsOn,
    termMonths: Number.isNaN(terms.termMonths) ? null : Math.trunc(terms.termMonths),
    autoRenew,
    renewalNoticeDays: notice ?? 90,
    minimumMinor,
  };
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map((id) => ({ id, label: id }));

/** Under what a contract runs: its days, its rhythm, its term, and what a part of a period costs. */
export function TermFields({ value, tried, onChange }: { value: Terms; tried: boolean; onChange: (terms: Terms) => void }) {
  const put = (some: Partial<Terms>) => onChange({ ...value, ...some });
  const missing = (number: number) => (tried && Number.isNaN(number) ? t('subs.missing') : undefined);
  return (
    <fieldset className="grid gap-3 sm:grid-cols-2">
      <legend className="sr-only">{t('subs.terms')}</legend>
      <DateField
        label={t('subs.startsOn')}
        isRequired
        validationBehavior="aria"
        value={value.startsOn}
        onChange={(startsOn) => put({ startsOn })}
        error={tried && value.startsOn === '' ? t('subs.missing') : undefined}
      />
      <NumberField
        label={t('subs.termMonths')}
        description={t('subs.termMonths.note')}
        minValue={1}
        maxValue={120}
        value={value.termMonths}
        onChange={(termMonths) => put({ termMonths })}
      />
      <NumberField
        label={t('subs.billingMonths')}
        isRequired
        minValue={1}
        maxValue={600}
        value={value.billingMonths}
        onChange={(billingMonths) => put({ billingMonths })}
        error={missing(value.billingMonths)}
      />
      <NumberField
        label={t('subs.anchorDay')}
        description={t('subs.anchorDay.note')}
        isRequired
        minValue={1}
        maxValue={31}
        value={value.anchorDay}
        onChange={(anchorDay) => put({ anchorDay })}
        error={missing(value.anchorDay)}
      />
      <Select
        label={t('subs.timing')}
        options={timings.map((id) => ({ id, label: t(`subs.timing.${id}`) }))}
        value={value.timing}
        onChange={(timing) => put({ timing })}
      />
      <Select
        label={t('subs.proration')}
        options={prorations.map((id) => ({ id, label: t(`subs.proration.${id}`) }))}
        value={value.proration}
        onChange={(proration) => put({ proration })}
      />
      <CurrencySelect value={value.currency} onChange={(currency) => put({ currency })} />
      <ComboBox
        label={t('subs.timeZone')}
        isRequired
        options={zones}
        value={value.timeZone}
        onChange={(timeZone) => put({ timeZone })}
        error={tried && value.timeZone === null ? t('subs.missing') : undefined}
      />
      <SignedMoneyField
        label={t('subs.minimum')}
        description={t('subs.minimum.note')}
        amountMinor={value.minimumMinor}
        currency={value.currency}
        onChange={(amount) => put({ minimumMinor: amount !== null && amount > 0 ? amount : null })}
      />
      <NumberField
        label={t('subs.noticeDays')}
        isRequired
        minValue={0}
        maxValue={365}
        value={value.noticeDays}
        onChange={(noticeDays) => put({ noticeDays })}
        error={missing(value.noticeDays)}
      />
      <Checkbox isSelected={value.autoRenew} onChange={(autoRenew) => put({ autoRenew })}>
        {t('subs.autoRenew.choose')}
      </Checkbox>
    </fieldset>
  );
}
