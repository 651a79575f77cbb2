import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/page.tsx';
import type { Option } from '../room/money/bars.ts';
import { wayName } from '../room/money/words.ts';

/** Ways that cannot be taken stay in sight, with what stands against them. */
export function RefusedWays({ options }: { options: readonly Option[] }) {
  if (options.length === 0) return null;
  return (
    <Card title={t('settlement.refused')} flush>
      <ul>
        {options.map((option, index) => (
          <li key={`${option.kind} ${index}`} className="flex flex-wrap gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0">
            <span className="flex min-w-56 flex-1 flex-wrap items-center gap-2">
              <bdi className="font-medium">{wayName(option)}</bdi>
              {option.chosen && <Badge tone="accent">{t('settlement.chosen')}</Badge>}
            </span>
            <ul className="min-w-56 flex-[2]">
              {option.refusals.map((refusal, place) => (
                <li key={place}>
                  <bdi>{refusal.sentence}</bdi>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  );
}
