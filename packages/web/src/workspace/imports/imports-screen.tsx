import { FileUp, Plus } from 'lucide-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useApiPages, type Result } from '../../lib/api/index.ts';
import { formatNumber } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, PageBody, PageHeader } from '../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { DataLinks } from '../connections/data-links.tsx';
import { statusTone } from './words.ts';

type Head = Result<'imports.list'>['items'][number];

export function ImportsScreen() {
  const imports = useApiPages('imports.list', {});
  const navigate = useNavigate();
  const start = useCan('imports:write') && (
    <Button kind="primary" icon={<Plus size={16} aria-hidden />} onPress={() => void navigate({ to: '/imports/new' })}>
      {t('imports.new')}
    </Button>
  );
  const isEmpty = !imports.isLoading && !imports.error && imports.rows.length === 0;
  return (
    <>
      <DataLinks />
      <PageHeader title={t('imports.title')} {...(isEmpty ? {} : { actions: start })} />
      <PageBody>
        {imports.error ? (
          <ErrorState error={imports.error} onRetry={imports.refetch} />
        ) : imports.isLoading ? (
          <SkeletonRows what={t('imports.title')} rows={6} height={56} />
        ) : isEmpty ? (
          <EmptyState icon={<FileUp size={20} aria-hidden />} title={t('imports.empty')} detail={t('imports.empty.detail')} action={start} />
        ) : (
          <Card flush>
            <ul className="divide-y divide-line">
              {imports.rows.map((item) => (
                <ImportItem key={item.id} item={item} />
              ))}
            </ul>
            {imports.hasMore && (
              <div className="border-t border-line px-4 py-2">
                <Button kind="quiet" size="compact" isDisabled={imports.isLoadingMore} onPress={imports.loadMore}>
                  {t('imports.more')}
                </Button>
              </div>
            )}
          </Card>
        )}
      </PageBody>
    </>
  );
}

function ImportItem({ item }: { item: Head }) {
  const { counts } = item;
  return (
    <li className="relative grid items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-hover md:grid-cols-[minmax(0,1fr)_minmax(0,240px)_120px]">
      <div className="min-w-0">
        <Link to="/imports/$importId" params={{ importId: item.id }} className="block truncate font-medium after:absolute after:inset-0">
          <bdi>{item.fileName}</bdi>
        </Link>
        <p className="truncate text-12 text-muted">
          {t(`imports.target.${item.target}`)} · <bdi>{item.createdBy}</bdi> · <RelativeTime at={item.createdAt} />
        </p>
      </div>
      <span className="num text-12 text-muted md:text-end">
        {counts !== null &&
          t('imports.summary', { created: formatNumber(counts.create), updated: formatNumber(counts.update), errors: formatNumber(counts.error) })}
      </span>
      <span className="md:text-end">
        <Badge tone={statusTone[item.status]}>{t(`imports.status.${item.status}`)}</Badge>
      </span>
    </li>
  );
}
