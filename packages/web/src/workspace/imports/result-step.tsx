import { Download } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import { Card } from '../../ui/page.tsx';
import { Notes } from './columns-step.tsx';
import { Moving } from './moving.tsx';
import { Notice } from './notice.tsx';
import { Outcome } from './outcome.tsx';
import { RowsList } from './rows-list.tsx';
import { isMoving, type Action, type Import } from './words.ts';

type Given = { item: Import; action: Action | undefined; onAction: (action: Action | undefined) => void };

export function ResultStep({ item, action, onAction }: Given) {
  const { counts } = item;
  const moving = isMoving(item.status);
  return (
    <>
      {moving && <Moving item={item} />}
      {item.status === 'failed' && item.job?.sentence && <Notice tone="bad">{item.job.sentence}</Notice>}
      <Outcome item={item} title={t(item.status === 'undone' ? 'imports.outcome.undone' : 'imports.outcome.did')} />
      {!moving && <Notes item={item} />}
      {!moving && counts !== null && (counts.error > 0 || item.mayUndo || item.status === 'done') && (
        <Card>
          <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
            {item.status === 'done' && <OpenList item={item} />}
            {counts.error > 0 && (
              <span className="flex flex-wrap items-center gap-x-2">
                <a className="link inline-flex items-center gap-1.5 font-medium" href={`/api/v1/imports/${item.id}/errors.csv`} download>
                  <Download size={14} aria-hidden />
                  {t('imports.errors')}
                </a>
                <span className="text-12 text-muted">{t('imports.errors.note')}</span>
              </span>
            )}
            {item.mayUndo && item.undoUntil && (
              <span className="text-12 text-muted">
                {t('imports.undo.until')} <InstantText at={item.undoUntil} />
              </span>
            )}
          </div>
        </Card>
      )}
      {!moving && <RowsList item={item} action={action} onAction={onAction} />}
    </>
  );
}

const lists = { account: '/accounts', contact: '/accounts', partner: '/partners', deal: '/deals' } as const;

function OpenList({ item }: { item: Import }) {
  if (item.target === 'product') return null;
  if (item.target === 'person')
    return (
      <Link to="/settings/$section" params={{ section: 'people' }} className="link font-medium">
        {t('imports.open.person')}
      </Link>
    );
  return (
    <Link to={lists[item.target]} className="link font-medium">
      {t(`imports.open.${item.target}`)}
    </Link>
  );
}
