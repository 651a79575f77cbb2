import { t } from '../../../lib/i18n/i18n.ts';
import { RadioGroup } from '../../../ui/radio-group.tsx';

export type Rest = 'keep' | 'release';

/** Where money goes that is not approved. */
export function RestChoice({ value, onChange }: { value: Rest; onChange: (rest: Rest) => void }) {
  return (
    <RadioGroup
      label={t('funds.rest')}
      options={(['keep', 'release'] as const).map((id) => ({ id, label: t(`funds.rest.${id}`) }))}
      value={value}
      onChange={onChange}
    />
  );
}
