import { SearchCheck } from 'lucide-react';
import { t } from '../../lib/i18n/i18n.ts';
import { Card } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Moving } from './moving.tsx';
import { Notice } from './notice.tsx';
import { Outcome } from './outcome.tsx';
import { RowsList } from './rows-list.tsx';
import type { Action, Import } from './words.ts';

type Given = { item: Import; action: Action | undefined; onAction: (action: Action | undefined) => void };

export function CheckStep({ item, action, onAction }: Given) {
  if (item.status === 'dry_running') return <Moving item={item} />;
  if (item.status !== 'dry_run')
    return (
      <>
        {item.job?.status === 'failed' && item.job.sentence !== null && <Notice tone="bad">{item.job.sentence}</Notice>}
        <Card>
          <EmptyState icon={<SearchCheck size={20} aria-hidden />} title={t('imports.status.profiled')} detail={t('imports.check.lead')} />
        </Card>
      </>
    );
  return (
    <>
      <Outcome item={item} title={t('imports.outcome.would')} />
      <RowsList item={item} action={action} onAction={onAction} />
    </>
  );
}
