import { t } from '../../lib/i18n/i18n.ts';
import { Card } from '../../ui/page.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { useConfigure } from './use-configure.ts';
import type { Import } from './words.ts';

const rules = ['if_blank', 'overwrite', 'skip', 'never'] as const;

export function DuplicatesStep({ item }: { item: Import }) {
  const { configure } = useConfigure(item);
  return (
    <Card>
      <div className="max-w-160">
        <RadioGroup
          look="cards"
          label={t('imports.duplicates')}
          description={t('imports.duplicates.key', { key: item.duplicates.key })}
          options={rules.map((rule) => ({ id: rule, label: t(`imports.duplicates.${rule}`), note: t(`imports.duplicates.${rule}.note`) }))}
          value={item.duplicates.rule}
          onChange={(duplicateRule) => configure({ duplicateRule })}
        />
      </div>
    </Card>
  );
}
