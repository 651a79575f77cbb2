import { formatNumber } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Num } from '../../lib/i18n/values.tsx';
import { Card } from '../../ui/page.tsx';
import { cx } from '../../ui/cx.ts';
import { type Action, type Import } from './words.ts';

const order: readonly Action[] = ['create', 'update', 'unchanged', 'skip', 'error'];

/** The five ends a row can have, as numbers; together they are all rows of the file. */
export function Outcome({ item, title }: { item: Import; title: string }) {
  const { counts } = item;
  if (counts === null) return null;
  const words = item.status === 'undone' ? 'imports.left' : 'imports.would';
  return (
    <Card title={title}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:flex lg:gap-12">
        {order.map((action) => (
          <div key={action}>
            <dt className="text-12 text-muted">{t(`${words}.${action}`)}</dt>
            <dd className={cx('num text-18 font-semibold', counts[action] === 0 && 'text-muted', action === 'error' && counts.error > 0 && 'text-bad')}>
              <Num value={counts[action]} />
            </dd>
          </div>
        ))}
      </dl>
      {item.job?.sentence && item.status === 'undone' && (
        <p className="mt-3 text-muted">
          <bdi>{item.job.sentence}</bdi>
        </p>
      )}
      {counts.warnings > 0 && item.status !== 'undone' && (
        <p className="mt-3 text-12 text-muted">{t('imports.warnings', { n: counts.warnings, count: formatNumber(counts.warnings) })}</p>
      )}
    </Card>
  );
}
