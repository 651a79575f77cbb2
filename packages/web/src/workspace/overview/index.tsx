import { ArrowDown, ArrowRight, ArrowUp } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useApi } from '../../lib/api/index.ts';
import { formatInstant } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { useSession } from '../../lib/session.ts';
import { Card, PageBody, PageHeader } from '../../ui/page.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { StageBars } from './stage-bars.tsx';
import { type Overview, Tiles } from './tiles.tsx';
import { WonChart } from './won-chart.tsx';

export function OverviewScreen() {
  const overview = useApi('overview.get');
  const session = useSession();
  const data = overview.data;
  const bare = data !== undefined && data.open.count === 0 && data.wonLast90Days.count === 0 && data.byStage.every((entry) => entry.count === 0);
  // Amounts of several currencies cannot be added into one bar; they show only where there is one.
  const currency = data?.open.totals.length === 1 ? data.open.totals[0]?.currency : undefined;
  return (
    <>
      <PageHeader
        title={t('overview.title')}
        actions={
          data && (
            <p className="text-12 text-muted">
              <bdi>{t('ui.asOf', { when: formatInstant(data.asOf) })}</bdi>
            </p>
          )
        }
      />
      <PageBody className="flex flex-col gap-4 *:shrink-0">
        {overview.error !== null && <ErrorState compact={data !== undefined} error={overview.error} onRetry={() => void overview.refetch()} />}
        {overview.isPending && <Waiting />}
        {bare ? (
          <EmptyState
            title={t('overview.empty', { workspace: session?.workspace.name ?? '' })}
            detail={t('overview.empty.detail')}
            action={
              <Link to="/imports/new" className="link font-medium">
                {t('overview.empty.import')}
              </Link>
            }
          />
        ) : (
          data !== undefined && (
            <>
              <Tiles data={data} />
              <div className="grid gap-4 xl:grid-cols-2">
                <StageBars stages={data.byStage} currency={currency} />
                <WonChart months={data.wonByMonth} />
              </div>
              <Moving partners={data.partnersMoving} />
            </>
          )
        )}
      </PageBody>
    </>
  );
}

function Waiting() {
  return (
    <output aria-label={t('ui.loading', { what: t('overview.title') })} className="flex flex-col gap-4">
      <span className="grid grid-cols-2 gap-3 lg:grid-cols-4" aria-hidden>
        {Array.from({ length: 8 }, (_, index) => (
          <span key={index} className="ghost h-26" />
        ))}
      </span>
      <span className="grid gap-4 xl:grid-cols-2" aria-hidden>
        <span className="ghost h-72" />
        <span className="ghost h-72" />
      </span>
    </output>
  );
}

function Moving({ partners }: { partners: Overview['partnersMoving'] }) {
  return (
    <Card title={t('overview.moving')} note={t('overview.moving.note')} flush>
      {partners.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t('overview.moving.none')}</p>
      ) : (
        <ul>
          {partners.map((partner) => {
            const change = partner.touchesNow - partner.touchesBefore;
            const Icon = change > 0 ? ArrowUp : change < 0 ? ArrowDown : ArrowRight;
            return (
              <li key={partner.partnerId} className="relative flex min-h-11 items-center gap-3 border-b border-line px-4 py-1.5 last:border-b-0 hover:bg-hover">
                <Link
                  to="/partners/$partnerId"
                  params={{ partnerId: partner.partnerId }}
                  className="min-w-0 flex-1 truncate font-medium before:absolute before:inset-0"
                >
                  <bdi>{partner.name}</bdi>
                </Link>
                <Icon size={14} aria-hidden className={change > 0 ? 'text-ok' : change < 0 ? 'text-bad' : 'text-muted'} />
                <span className="num min-w-28 text-end text-12 text-muted">
                  <bdi>{t('overview.moving.row', { now: partner.touchesNow, before: partner.touchesBefore })}</bdi>
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
