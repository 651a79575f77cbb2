import { participantRoles, type ParticipantRole } from '@entente/kernel';
import { currentLocale, t } from '../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Card } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ChoiceBoxes } from '../../programs/kit/choice-boxes.tsx';
import { AmountsField, DaysField } from '../rules/fields.tsx';
import { PlaceNote, useFieldError } from '../rules/refusals.tsx';
import type { IncentiveDocument, Of } from './words.ts';

export type FormProps<D> = { value: D; onChange: (value: D) => void; isDisabled: boolean };

/** Whom it is for, when it is owed and when somebody must approve: the same for every kind. */
export function CommonFields<D extends IncentiveDocument>({ value, onChange, isDisabled }: FormProps<D>) {
  return (
    <Card title={t('incentives.common')}>
      <div className="flex flex-col gap-4">
        <div>
          <Switch isDisabled={isDisabled} isSelected={value.enrolled} onChange={(enrolled) => onChange({ ...value, enrolled })}>
            {t('incentives.enrolledOnly')}
          </Switch>
          <PlaceNote path="enrolled" />
        </div>
        <div className="grid items-start gap-4 md:grid-cols-2">
          <DaysField
            path="holdDays"
            label={t('rules.holdDays')}
            description={t('incentives.holdDays.note')}
            max={365}
            value={value.holdDays}
            isDisabled={isDisabled}
            onChange={(holdDays) => onChange({ ...value, holdDays })}
          />
          <OptionalAmounts
            path="approveAbove"
            label={t('incentives.approveAbove')}
            value={value.approveAbove}
            isDisabled={isDisabled}
            onChange={(approveAbove) => onChange({ ...value, approveAbove })}
          />
        </div>
      </div>
    </Card>
  );
}

type Amounts = IncentiveDocument['approveAbove'];
export function OptionalAmounts({
  path,
  label,
  value,
  onChange,
  isDisabled,
}: {
  path: string;
  label: string;
  value: Amounts;
  onChange: (value: Amounts) => void;
  isDisabled: boolean;
}) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Checkbox isDisabled={isDisabled} isSelected={value !== null} onChange={(on) => onChange(on ? [{ amountMinor: 0, currency: 'EUR' }] : null)}>
        {label}
      </Checkbox>
      {value !== null && <AmountsField path={path} label={label} value={value} isDisabled={isDisabled} onChange={onChange} />}
    </div>
  );
}

export function RolesField({
  value,
  onChange,
  isDisabled,
}: {
  value: { roles: ParticipantRole[] };
  onChange: (value: { roles: ParticipantRole[] }) => void;
  isDisabled: boolean;
}) {
  return (
    <div>
      <ChoiceBoxes
        label={t('incentives.to')}
        isDisabled={isDisabled}
        options={participantRoles.map((id) => ({ id, label: t(`role.${id}`) }))}
        value={value.roles}
        onChange={(roles) => onChange({ roles })}
      />
      <PlaceNote path="to.roles" />
    </div>
  );
}

type Caps = Of<'commission'>['caps'];
const spans = ['deal', 'month', 'quarter', 'year'] as const;

/** The most for one partner, by span; each kind of most is said once. */
export function CapsField({ value, onChange, isDisabled }: FormProps<Caps>) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-12 font-medium">{t('incentives.caps')}</legend>
      {spans.map((per) => {
        const at = value.findIndex((cap) => cap.per === per);
        const cap = value[at];
        return (
          <div key={per} className="flex min-w-0 flex-col gap-2">
            <Checkbox
              isDisabled={isDisabled}
              isSelected={cap !== undefined}
              onChange={(on) => onChange(on ? [...value, { per, amounts: [{ amountMinor: 0, currency: 'EUR' }] }] : value.filter((one) => one.per !== per))}
            >
              {t(`incentives.caps.${per}`)}
            </Checkbox>
            {cap !== undefined && (
              <AmountsField
                path={`caps.${at}.amounts`}
                label={t(`incentives.caps.${per}`)}
                value={cap.amounts}
                isDisabled={isDisabled}
                onChange={(amounts) => onChange(value.map((one) => (one.per === per ? { ...one, amounts } : one)))}
              />
            )}
          </div>
        );
      })}
      <PlaceNote path="caps" />
    </fieldset>
  );
}

type Period = Of<'rebate'>['period'];
export const monthName = (month: number): string =>
  new Intl.DateTimeFormat(currentLocale(), { month: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2026, month - 1, 1)));
const months = Array.from({ length: 12 }, (_, index) => index + 1);

/** Over what time it is counted, and where that time begins and ends. */
export function PeriodFields({ value, onChange, isDisabled }: FormProps<Period>) {
  const [every, zone] = [useFieldError('period.every'), useFieldError('period.timeZone')];
  return (
    <div className="grid gap-3 md:grid-cols-3">
      <Select
        label={t('incentives.period')}
        {...every}
        isDisabled={isDisabled}
        options={(['month', 'quarter', 'half_year', 'year'] as const).map((id) => ({ id, label: t(`incentives.period.${id}`) }))}
        value={value.every}
        onChange={(next) => onChange({ ...value, every: next })}
      />
      <Select
        label={t('incentives.firstMonth')}
        isDisabled={isDisabled}
        options={months.map((month) => ({ id: String(month), label: monthName(month) }))}
        value={String(value.firstMonth)}
        onChange={(month) => onChange({ ...value, firstMonth: Number(month) })}
      />
      <TextField
        label={t('incentives.timeZone')}
        {...zone}
        isRequired
        isDisabled={isDisabled}
        value={value.timeZone}
        onChange={(timeZone) => onChange({ ...value, timeZone: timeZone.trim() })}
      />
    </div>
  );
}
