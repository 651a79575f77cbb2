import { formatNumber } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Card } from '../../ui/page.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { Import } from './words.ts';

export function Moving({ item }: { item: Import }) {
  const now = useNow();
  const { job } = item;
  const seconds = job?.startedAt ? (now.getTime() - Date.parse(job.startedAt)) / 1000 : 0;
  const rate = job && seconds >= 1 ? Math.round(job.done / seconds) : 0;
  return (
    <Card>
      <Progress label={t(`imports.status.${item.status}`)} done={job?.done ?? 0} {...(job?.total ? { total: job.total } : {})} />
      <p className="mt-2 flex flex-wrap justify-between gap-x-4 text-12 text-muted">
        <span>{t('imports.moving.note')}</span>
        {rate > 0 && <span className="num">{t('imports.moving.rate', { rate: formatNumber(rate) })}</span>}
      </p>
    </Card>
  );
}
