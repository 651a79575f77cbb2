import { useState } from 'react';
import { participantRoles } from '@entente/kernel';
import { t } from '../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { MoneyField } from '../../marketplaces/kit/money-field.tsx';
import { ApprovalLevels } from './approval-levels.tsx';
import { ActivityTypes } from './activity-types.tsx';
import { daysIn, type PolicyFault, wrongDays } from './policy-model.ts';
import type { Policy } from './words.ts';

const week = [1, 2, 3, 4, 5, 6, 7] as const;
const whole = (value: number): number => (Number.isNaN(value) ? 0 : Math.round(value));
const percent = { maximumFractionDigits: 2 } as const;

/** The terms of a fund. Amounts are of its currency. */
export function PolicyFields({
  policy,
  kind,
  currency,
  faults,
  onChange,
}: {
  policy: Policy;
  kind: 'proposal' | 'accrued';
  currency: string;
  /** Named once somebody has tried to save. */ faults: readonly PolicyFault[];
  onChange: (policy: Policy) => void;
}) {
  const [holidays, setHolidays] = useState(policy.holidays.join('\n'));
  const set = (change: Partial<Policy>) => onChange({ ...policy, ...change });
  const wrong = wrongDays(holidays);
  const day = (key: 'leadWorkingDays' | 'decisionWorkingDays' | 'claimWindowDays' | 'paymentDays', min: number, max: number) => (
    <NumberField
      label={t(`funds.policy.${key}`)}
      description={t(`funds.policy.${key}.note`)}
      minValue={min}
      maxValue={max}
      value={policy[key]}
      onChange={(value) => set({ [key]: whole(value) })}
    />
  );
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-3 sm:grid-cols-2">
        <NumberField
          label={t('funds.policy.costShare')}
          description={t('funds.policy.costShare.note')}
          minValue={0.01}
          maxValue={100}
          suffix="%"
          formatOptions={percent}
          value={policy.costShareBp / 100}
          onChange={(value) => set({ costShareBp: whole(value * 100) })}
        />
        <MoneyField
          label={t('funds.policy.most')}
          description={t('funds.policy.most.note')}
          currency={currency}
          amountMinor={policy.maxPerActivityMinor}
          onChange={(maxPerActivityMinor) => set({ maxPerActivityMinor })}
        />
        {day('leadWorkingDays', 0, 120)}
        {day('decisionWorkingDays', 1, 60)}
        {day('claimWindowDays', 1, 365)}
        {day('paymentDays', 0, 180)}
      </div>
      <ActivityTypes types={policy.activityTypes} faults={faults} onChange={(activityTypes) => set({ activityTypes })} />
      <ApprovalLevels levels={policy.approvals} currency={currency} isWrong={faults.includes('levels')} onChange={(approvals) => set({ approvals })} />
      {kind === 'accrued' && <Accrual value={policy.accrual} isWrong={faults.includes('accrual')} onChange={(accrual) => set({ accrual })} />}
      <RadioGroup
        label={t('funds.policy.claimRate')}
        options={(['request', 'claim_day'] as const).map((id) => ({ id, label: t(`funds.policy.claimRate.${id}`) }))}
        value={policy.claimRate}
        onChange={(claimRate) => set({ claimRate })}
      />
      <fieldset className="flex flex-col gap-1">
        <legend className="text-12 font-medium">{t('funds.policy.workingDays')}</legend>
        <div className="flex flex-wrap gap-x-4">
          {week.map((id) => (
            <Checkbox
              key={id}
              isSelected={policy.workingDays.includes(id)}
              onChange={(on) =>
                set({
                  workingDays: on ? [...policy.workingDays, id].toSorted((one, other) => one - other) : policy.workingDays.filter((other) => other !== id),
                })
              }
            >
              {t(`funds.day.${id}`)}
            </Checkbox>
          ))}
        </div>
        {faults.includes('days') && <p className="text-12 text-bad">{t('funds.policy.workingDays.missing')}</p>}
      </fieldset>
      <TextField
        label={t('funds.policy.holidays')}
        description={t('funds.policy.holidays.note')}
        rows={3}
        value={holidays}
        onChange={(text) => {
          setHolidays(text);
          if (wrongDays(text).length === 0) set({ holidays: daysIn(text) });
        }}
        {...(wrong.length > 0 ? { error: t('funds.policy.holidays.wrong', { days: wrong.join(', ') }) } : {})}
      />
      <TextField
        label={t('funds.policy.timeZone')}
        description={t('funds.policy.timeZone.note')}
        isRequired
        maxLength={60}
        value={policy.timeZone}
        onChange={(timeZone) => set({ timeZone })}
        className="w-64 max-w-full"
      />
    </div>
  );
}

function Accrual({ value, isWrong, onChange }: { value: Policy['accrual']; isWrong: boolean; onChange: (accrual: Policy['accrual']) => void }) {
  const own = value ?? { shareBp: 100, roles: [] };
  return (
    <fieldset className="flex flex-col gap-2 rounded-card border border-line p-3">
      <legend className="px-1 text-12 font-medium">{t('funds.policy.accrual')}</legend>
      <NumberField
        label={t('funds.policy.accrual.share')}
        description={t('funds.policy.accrual.share.note')}
        minValue={0.01}
        maxValue={100}
        suffix="%"
        formatOptions={percent}
        value={own.shareBp / 100}
        onChange={(share) => onChange({ ...own, shareBp: Math.max(1, whole(share * 100)) })}
        className="w-48"
      />
      <div className="flex flex-wrap gap-x-4">
        {participantRoles.map((role) => (
          <Checkbox
            key={role}
            isSelected={own.roles.includes(role)}
            onChange={(on) => onChange({ ...own, roles: on ? [...own.roles, role] : own.roles.filter((other) => other !== role) })}
          >
            {t(`role.${role}`)}
          </Checkbox>
        ))}
      </div>
      {isWrong && <p className="text-12 text-bad">{t('funds.policy.accrual.missing')}</p>}
    </fieldset>
  );
}
