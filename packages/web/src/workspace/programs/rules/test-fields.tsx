import { partnerTypes, registrationKinds, tiers } from '@entente/kernel';
import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { orNull } from '../../partners/kit/text-list.ts';
import { typeName } from '../../partners/words.ts';
import { kindWords } from '../../registrations/words.ts';
import type { RuleTest } from '../definition.ts';
import { ChoiceBoxes } from '../kit/choice-boxes.tsx';
import { ListField } from '../kit/list-field.tsx';
import { AmountField, WholeField } from '../kit/numbers.tsx';

/** The fields that belong to the kind of a test, and no others. */
export function TestFields({ test, isDisabled, onChange }: { test: RuleTest; isDisabled: boolean; onChange: (test: RuleTest) => void }) {
  switch (test.kind) {
    case 'partner_not_in':
      return (
        <ChoiceBoxes
          label={t('programs.field.types')}
          options={partnerTypes.map((id) => ({ id, label: typeName(id) }))}
          value={test.types}
          isDisabled={isDisabled}
          onChange={(types) => {
            if (types.length > 0) onChange({ ...test, types });
          }}
        />
      );
    case 'tier_below':
      return (
        <Select
          label={t('programs.field.tier')}
          options={tiers.map((id) => ({ id, label: t(`programs.tier.${id}`) }))}
          value={test.tier}
          isDisabled={isDisabled}
          onChange={(tier) => onChange({ ...test, tier })}
        />
      );
    case 'training_missing':
      return (
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            label={t('programs.field.skill')}
            description={t('programs.field.skill.note')}
            value={test.skill ?? ''}
            isDisabled={isDisabled}
            onChange={(text) => onChange({ ...test, skill: text === '' ? null : text })}
            onBlur={() => onChange({ ...test, skill: orNull(test.skill ?? '') })}
          />
          <WholeField
            label={t('programs.field.people')}
            value={test.people}
            min={1}
            max={1000}
            isDisabled={isDisabled}
            onChange={(people) => onChange({ ...test, people })}
          />
        </div>
      );
    case 'named_account':
      return (
        <ListField
          label={t('programs.field.accounts')}
          description={t('work.list.note')}
          values={test.accounts}
          rows={3}
          isDisabled={isDisabled}
          onChange={(accounts) => {
            if (accounts.length > 0) onChange({ ...test, accounts });
          }}
        />
      );
    case 'value_below':
    case 'value_above':
      return (
        <AmountField
          label={t('programs.field.amount')}
          value={test.amountMinor}
          currency={test.currency}
          isDisabled={isDisabled}
          onChange={(amountMinor) => onChange({ ...test, amountMinor: amountMinor ?? 0 })}
        />
      );
    case 'open_direct_deal':
      return (
        <WholeField
          label={t('programs.field.atLeastDays')}
          value={test.atLeastDays}
          unit="day"
          isDisabled={isDisabled}
          onChange={(atLeastDays) => onChange({ ...test, atLeastDays })}
        />
      );
    case 'other_worked_more':
      return (
        <WholeField
          label={t('programs.field.withinDays')}
          value={test.withinDays}
          unit="day"
          isDisabled={isDisabled}
          onChange={(withinDays) => onChange({ ...test, withinDays })}
        />
      );
    case 'customer_bought_within':
      return (
        <WholeField label={t('programs.field.bought')} value={test.days} unit="day" isDisabled={isDisabled} onChange={(days) => onChange({ ...test, days })} />
      );
    case 'registration_kind':
      return (
        <ChoiceBoxes
          label={t('programs.field.kinds')}
          options={registrationKinds.map((id) => ({ id, label: kindWords(id) }))}
          value={test.kinds}
          isDisabled={isDisabled}
          onChange={(kinds) => {
            if (kinds.length > 0) onChange({ ...test, kinds });
          }}
        />
      );
    case 'no_likeness_above':
      return (
        <WholeField label={t('programs.field.score')} value={test.score} max={100} isDisabled={isDisabled} onChange={(score) => onChange({ ...test, score })} />
      );
    default:
      return null;
  }
}
