import { Mail } from 'lucide-react';
import { useApi } from '../../lib/api/index.ts';
import { DateText, Money, Num } from '../../lib/i18n/values.tsx';
import { StageBadge } from '../../ui/badge.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Failed, Ghosts } from '../kit/states.tsx';
import { RegistrationRow } from '../registrations/registration-list.tsx';
import { Rows } from '../shared/rows.tsx';
import { t } from '../text.ts';
import { Chains } from './chains.tsx';
import { Comments } from './comments.tsx';
import { Handoffs } from './handoffs.tsx';
import { Lanes } from './lanes.tsx';
import { OwnRecord } from './own-record.tsx';
import { SettlementCard } from './settlement-card.tsx';
import { ShareDeal } from './share-deal.tsx';
import type { Deal } from './deal.ts';

export function DealRoom({ id }: { id: string }) {
  const { data, error, refetch } = useApi('portalDeals.get', { params: { id } }, { refetchInterval: 60_000 });
  const back = { to: '/portal/deals', label: t('portal.nav.deals') };
  if (!data)
    return (
      <Page title={t('portal.nav.deals')} back={back}>
        <Panel flush>{error ? <Failed error={error} onRetry={() => void refetch()} /> : <Ghosts what={t('portal.nav.deals')} rows={7} />}</Panel>
      </Page>
    );
  return (
    <Page title={data.name} back={back} meta={<Meta deal={data} />}>
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          <Lanes deal={data} />
          <Handoffs deal={data} />
          <Comments deal={data} />
          {data.chains.length > 0 && <Chains deal={data} />}
          {data.registrations.length > 0 && (
            <Panel title={t('portal.nav.registrations')} flush>
              <Rows label={t('portal.nav.registrations')}>
                {data.registrations.map((row) => (
                  <RegistrationRow key={row.id} row={row} />
                ))}
              </Rows>
            </Panel>
          )}
          {data.lines.length > 0 && <Lines lines={data.lines} />}
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          {data.vendorContact !== null && (
            <Panel title={t('portal.home.contact')}>
              <p className="font-medium">
                <bdi>{data.vendorContact.name}</bdi>
              </p>
              <a href={`mailto:${data.vendorContact.email}`} className="link inline-flex items-center gap-2">
                <Mail size={16} strokeWidth={1.75} aria-hidden />
                <bdi className="[overflow-wrap:anywhere]">{data.vendorContact.email}</bdi>
              </a>
            </Panel>
          )}
          <SettlementCard deal={data} />
          {/* A record read again with another version is another form. */}
          <OwnRecord key={data.record?.version ?? 0} deal={data} />
          <ShareDeal deal={data} />
          <Panel title={t('portal.history')}>
            {data.timeline.length === 0 ? (
              <p className="text-muted">{t('portal.history.empty')}</p>
            ) : (
              <Timeline entries={data.timeline.map((entry) => ({ id: entry.id, at: entry.at, title: entry.sentence }))} />
            )}
          </Panel>
        </div>
      </div>
    </Page>
  );
}

function Meta({ deal }: { deal: Deal }) {
  return (
    <>
      <bdi className="num">{t('portal.deals.number', { number: deal.number })}</bdi>
      <StageBadge stage={deal.stage} />
      {deal.companyName !== null && deal.companyName !== deal.name && <bdi>{deal.companyName}</bdi>}
      {deal.amountMinor !== null && <Money value={{ amountMinor: deal.amountMinor, currency: deal.currency }} />}
      {deal.closeOn !== null && (
        <span>
          {t('portal.closes')} <DateText date={deal.closeOn} />
        </span>
      )}
      {deal.protectedUntil !== null && (
        <span>
          {t('portal.protectedUntil')} <DateText date={deal.protectedUntil} />
        </span>
      )}
    </>
  );
}

function Lines({ lines }: { lines: Deal['lines'] }) {
  return (
    <Panel title={t('portal.deal.lines')}>
      <ul className="flex flex-col">
        {lines.map((line, index) => (
          <li key={`${line.description}${index}`} className="flex items-baseline justify-between gap-4 border-b border-line py-1.5 last:border-b-0">
            <bdi className="min-w-0">{line.description}</bdi>
            <span className="flex flex-none gap-2 text-muted">
              <span className="num">
                × <Num value={line.quantity} />
              </span>
              {line.termMonths !== null && <span>{t('portal.deal.months', { n: line.termMonths })}</span>}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
