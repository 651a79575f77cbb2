import { useState } from 'react';
import { Plus, Waypoints } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useApi } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { Num } from '../../../../lib/i18n/values.tsx';
import { useLiveState } from '../../../../lib/live.ts';
import { useCan } from '../../../../lib/session.ts';
import { Button } from '../../../../ui/button.tsx';
import { Menu } from '../../../../ui/menu.tsx';
import { Card } from '../../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../../ui/states.tsx';
import { Tabs } from '../../../../ui/tabs.tsx';
import { useUrlState } from '../../../partners/kit/url-state.ts';
import type { Deal } from '../use-room.ts';
import { AddView } from './add-view.tsx';
import { ViewPanel } from './view-panel.tsx';
import { type Absent, isUnderWay, statusWords, type ViewsOfDeal } from './words.ts';

const SOON = 2_000;
/** Changes of a view are told as they come; only while the line is down they are asked for. */
const NOW_AND_THEN = 30_000;

/** The deal as each outside system holds it: one tab each. */
export function Views({ deal }: { deal: Deal }) {
  const [soon, setSoon] = useState(false);
  const live = useLiveState();
  const query = useApi('views.ofDeal', { params: { id: deal.id } }, { refetchInterval: soon ? SOON : live === 'live' ? false : NOW_AND_THEN });
  const underWay = query.data?.items.some(isUnderWay) ?? false;
  if (underWay !== soon) setSoon(underWay);
  if (query.data === undefined)
    return (
      <Card title={t('views.title')} flush={query.error === null}>
        {query.error === null ? (
          <SkeletonRows rows={4} widths={[22, 30, 30, 12]} what={t('views.title')} />
        ) : (
          <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
        )}
      </Card>
    );
  return <ViewTabs deal={deal} views={query.data} />;
}

function ViewTabs({ deal, views }: { deal: Deal; views: ViewsOfDeal }) {
  const url = useUrlState();
  const mayWrite = useCan('deals:write') && deal.mayWrite;
  const [adding, setAdding] = useState<Absent | null>(null);
  const shown = views.items.filter((view) => view.status !== 'gone');
  const open = shown.find((view) => view.id === url.text('view')) ?? shown[0];
  return (
    <Card
      title={t('views.title')}
      actions={
        mayWrite &&
        views.absent.length > 0 && (
          <Menu
            label={t('views.add')}
            placement="bottom end"
            groups={[{ id: 'absent', items: views.absent.map((one) => ({ id: one.connectionId, label: one.connectionName, onAction: () => setAdding(one) })) }]}
          >
            <Button size="compact" icon={<Plus size={14} aria-hidden />}>
              {t('views.add')}
            </Button>
          </Menu>
        )
      }
    >
      {open === undefined ? (
        <Nothing connected={views.absent.length > 0} />
      ) : (
        <Tabs
          label={t('views.title')}
          value={open.id}
          onChange={(id) => url.set({ view: id, fields: undefined })}
          items={shown.map((view) => {
            const differing = view.fields.filter((field) => field.differs).length;
            return {
              id: view.id,
              label: view.connectionName,
              count:
                view.status === 'conflict' || view.status === 'failed' ? (
                  <span className="font-medium text-bad">{statusWords(view.status)}</span>
                ) : differing > 0 ? (
                  <>
                    <Num value={differing} />
                    <span className="sr-only"> {t('views.filter.differences')}</span>
                  </>
                ) : undefined,
              content: view.id === open.id ? <ViewPanel key={view.id} deal={deal} view={view} /> : <span />,
            };
          })}
        />
      )}
      {adding !== null && (
        <AddView
          deal={deal}
          absent={adding}
          onClose={() => setAdding(null)}
          onAdded={(viewId) => {
            setAdding(null);
            url.set({ view: viewId, fields: undefined });
          }}
        />
      )}
    </Card>
  );
}

function Nothing({ connected }: { connected: boolean }) {
  const mayConnect = useCan('connections:write');
  if (connected) return <p className="text-muted">{t('views.none')}</p>;
  return (
    <EmptyState
      icon={<Waypoints size={18} aria-hidden />}
      title={t('views.notConnected')}
      detail={t(mayConnect ? 'views.notConnected.detail' : 'views.notConnected.ask')}
      action={
        mayConnect ? (
          <Link to="/connections" className="link">
            {t('views.connect')}
          </Link>
        ) : undefined
      }
    />
  );
}
