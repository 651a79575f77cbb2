import { formatNumber } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText, Num } from '../../../lib/i18n/values.tsx';
import { Card } from '../../../ui/page.tsx';
import type { Health } from '../words.ts';

/** What the other side lets us ask, and what of it is left. */
export function Budget({ budget }: { budget: Health['budget'] }) {
  if (budget.length === 0) return null;
  return (
    <Card title={t('connections.budget')}>
      <dl className="flex flex-col gap-2">
        {budget.map((one) => (
          <div key={one.name} className="flex flex-wrap justify-between gap-x-4">
            <dt className="text-muted">
              {one.name === 'read' ? t('connections.budget.read') : one.name === 'write' ? t('connections.budget.write') : one.name}
            </dt>
            <dd className="font-medium">
              <bdi>{t('connections.budget.rate', { n: formatNumber(one.perSecond) })}</bdi>
            </dd>
            {one.left !== null && (
              <dd className="w-full text-12 text-muted">
                {t('connections.budget.left')} <Num value={Math.floor(one.left)} />
              </dd>
            )}
            {one.resetsAt !== null && (
              <dd className="w-full text-12 text-warn">
                {t('connections.resumes')} <InstantText at={one.resetsAt} />
              </dd>
            )}
          </div>
        ))}
      </dl>
      <p className="mt-3 text-12 text-muted">{t('connections.budget.note')}</p>
    </Card>
  );
}
