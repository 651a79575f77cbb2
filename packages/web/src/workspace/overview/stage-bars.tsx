import { Link } from '@tanstack/react-router';
import { t } from '../../lib/i18n/i18n.ts';
import { Money, Num } from '../../lib/i18n/values.tsx';
import { Card } from '../../ui/page.tsx';
import type { Overview } from './tiles.tsx';

export function StageBars({ stages, currency }: { stages: Overview['byStage']; currency: string | undefined }) {
  const most = Math.max(1, ...stages.map((entry) => entry.count));
  return (
    <Card title={t('overview.byStage')} flush>
      <ul>
        {stages.map((entry) => (
          <li
            key={entry.stage}
            className="relative grid min-h-11 grid-cols-[minmax(7rem,11rem)_1fr_auto] items-center gap-3 border-b border-line px-4 py-1.5 last:border-b-0 hover:bg-hover"
          >
            <Link to="/deals" search={{ status: 'open', stage: entry.stage }} className="truncate before:absolute before:inset-0">
              {t(`stage.${entry.stage}`)}
            </Link>
            <span aria-hidden className="h-2 overflow-hidden rounded-full bg-hover">
              <span className="block h-full rounded-full bg-accent" style={{ width: `${(entry.count / most) * 100}%` }} />
            </span>
            <span className="flex min-w-28 justify-end gap-3">
              <span className="font-medium">
                <Num value={entry.count} />
              </span>
              {currency !== undefined && (
                <span className="w-16 text-end text-muted">
                  <Money value={{ amountMinor: entry.amountMinor, currency }} look="compact" />
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
