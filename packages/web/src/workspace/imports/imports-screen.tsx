import { Plus } from 'lucide-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, PageBody, PageHeader } from '../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';

export function ImportsScreen() {
  const imports = useApi('imports.list');
  const navigate = useNavigate();
  const start = useCan('imports:write') && (
    <Button kind="primary" icon={<Plus size={16} aria-hidden />} onPress={() => void navigate({ to: '/imports/new' })}>
      {t('imports.new')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('imports.title')} actions={start} />
      <PageBody>
        {imports.error ? (
          <ErrorState error={imports.error} onRetry={() => void imports.refetch()} />
        ) : imports.isPending ? (
          <SkeletonRows what={t('imports.title')} rows={6} />
        ) : imports.data.items.length === 0 ? (
          <EmptyState title={t('imports.empty')} action={start} />
        ) : (
          <Card title={t('imports.title')} flush>
            <ul className="divide-y divide-line">
              {imports.data.items.map((item) => (
                <li key={item.id} className="flex items-center gap-3 px-4 py-3">
                  <Link to="/imports/$importId" params={{ importId: item.id }} className="link min-w-0 flex-1 truncate font-medium">
                    <bdi>{item.fileName}</bdi>
                  </Link>
                  <span className="text-12 text-muted">
                    <bdi>{item.createdBy}</bdi> · <RelativeTime at={item.createdAt} />
                  </span>
                  <Badge>{t(`imports.status.${item.status}`)}</Badge>
                </li>
              ))}
            </ul>
          </Card>
        )}
      </PageBody>
    </>
  );
}
