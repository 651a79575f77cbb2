import { Plus, X } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { MoneyField } from '../../marketplaces/kit/money-field.tsx';
import type { Policy } from './words.ts';

type Level = Policy['approvals'][number];
const MOST = 5;
const counts = ['1', '2', '3'] as const;

/** From which amount how many people must approve; the first level begins at nothing. */
export function ApprovalLevels({
  levels,
  currency,
  isWrong,
  onChange,
}: {
  levels: readonly Level[];
  currency: string;
  isWrong: boolean;
  onChange: (levels: Level[]) => void;
}) {
  const change = (place: number, next: Partial<Level>) => onChange(levels.map((level, index) => (index === place ? { ...level, ...next } : level)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-12 font-medium">{t('funds.policy.approvals')}</legend>
      <ul className="flex flex-col gap-2">
        {levels.map((level, index) => (
          <li key={index} className="flex items-end gap-2">
            <MoneyField
              label={t('funds.policy.from')}
              isDisabled={index === 0}
              currency={currency}
              amountMinor={level.fromMinor}
              onChange={(fromMinor) => change(index, { fromMinor: fromMinor ?? 0 })}
              className="flex-1"
            />
            <Select
              label={t('funds.policy.people')}
              options={counts.map((id) => ({ id, label: t('funds.policy.people.n', { n: Number(id) }) }))}
              value={counts[level.people - 1] ?? '1'}
              onChange={(id) => change(index, { people: Number(id) })}
              className="w-36"
            />
            <IconButton
              label={t('funds.policy.level.remove', { n: index + 1 })}
              isDisabled={index === 0}
              onPress={() => onChange(levels.filter((_, place) => place !== index))}
            >
              <X size={16} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {isWrong && <p className="text-12 text-bad">{t('funds.policy.levels.wrong')}</p>}
      <Button
        size="compact"
        icon={<Plus size={14} aria-hidden />}
        isDisabled={levels.length >= MOST}
        className="self-start"
        onPress={() => onChange([...levels, { fromMinor: (levels.at(-1)?.fromMinor ?? 0) + 1_000_000, people: Math.min(3, (levels.at(-1)?.people ?? 1) + 1) }])}
      >
        {t('funds.policy.level.add')}
      </Button>
    </fieldset>
  );
}
