import { t } from '../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Card } from '../../../ui/page.tsx';
import type { Definition } from '../definition.ts';
import { ListField } from '../kit/list-field.tsx';
import { WholeField } from '../kit/numbers.tsx';
import { Problems } from '../kit/problems.tsx';
import type { TermsPart } from './part.ts';

type Protection = Definition['protection'];

export function ProtectionTerms({ draft, isDisabled, problems, put }: TermsPart) {
  const value = draft.protection;
  const set = (changes: Partial<Protection>) => put((before) => ({ ...before, protection: { ...before.protection, ...changes } }));
  const days = (
    key: 'days' | 'extensionDays' | 'managerMayExtendDays' | 'updateWarnDays' | 'updateReviewDays' | 'serviceAttachDays' | 'renewalDays',
    label: string,
    min = 0,
    description?: string,
  ) => (
    <WholeField
      label={label}
      description={description}
      value={value[key]}
      min={min}
      unit="day"
      isDisabled={isDisabled}
      onChange={(next) => set({ [key]: next })}
    />
  );
  return (
    <Card title={t('programs.terms.protection')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Problems problems={problems} className="sm:col-span-2" />
        {days('days', t('programs.terms.days'), 1)}
        <ListField
          label={t('programs.terms.remind')}
          description={t('programs.terms.remind.note')}
          values={value.remindBeforeDays.map(String)}
          isDisabled={isDisabled}
          wrong={(text) => (/^\d{1,4}$/.test(text) ? undefined : t('programs.terms.remind.note'))}
          onChange={(list) => set({ remindBeforeDays: list.map(Number).slice(0, 10) })}
        />
        <Checkbox className="sm:col-span-2" isSelected={value.retroactive} isDisabled={isDisabled} onChange={(retroactive) => set({ retroactive })}>
          {t('programs.terms.retroactive')}
        </Checkbox>
        {days('extensionDays', t('programs.terms.extensionDays'))}
        <WholeField
          label={t('programs.terms.maxExtensions')}
          value={value.maxExtensions}
          max={20}
          isDisabled={isDisabled}
          onChange={(maxExtensions) => set({ maxExtensions })}
        />
        {days('managerMayExtendDays', t('programs.terms.managerMay'))}
        <span aria-hidden className="max-sm:hidden" />
        {days('updateWarnDays', t('programs.terms.updateWarn'), 0, t('programs.terms.never'))}
        {days('updateReviewDays', t('programs.terms.updateReview'), 0, t('programs.terms.never'))}
        {days('serviceAttachDays', t('programs.terms.serviceDays'), 1)}
        {days('renewalDays', t('programs.terms.renewalDays'), 1)}
      </div>
    </Card>
  );
}
