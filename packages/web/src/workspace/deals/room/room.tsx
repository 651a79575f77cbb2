import { useEffect, useState } from 'react';
import { Link, useParams } from '@tanstack/react-router';
import { Pencil } from 'lucide-react';
import { useRegisterActions } from '../../../lib/actions.ts';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, Money, RelativeTime } from '../../../lib/i18n/values.tsx';
import { rememberRecent } from '../../../lib/search.ts';
import { useCan } from '../../../lib/session.ts';
import { StageBadge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Facts, PageBody, PageHeader } from '../../../ui/page.tsx';
import { RoleStack } from '../../../ui/role-glyph.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { MarketMoney } from '../../disbursements/deal-card.tsx';
import { DealInvoices } from '../../money/invoices/deal-card.tsx';
import { WhoGetsWhat } from '../../money/splits/deal-card.tsx';
import { DealSubscriptions } from '../../money/subscriptions/owner-cards.tsx';
import { ChainCard } from '../../distribution/chain-card.tsx';
import { SharesCard } from '../../distribution/shares-card.tsx';
import { dealNumber } from '../list/columns.tsx';
import { Brief } from './brief.tsx';
import { Committee } from './committee.tsx';
import { EditDeal } from './edit-deal.tsx';
import { Files } from './files.tsx';
import { DrawdownCard } from './marketplace/drawdown-card.tsx';
import { MarketplaceSection } from './marketplace/section.tsx';
import { MoneySection } from './money/section.tsx';
import { Handoffs } from './handoffs.tsx';
import { RoleLanes } from './lanes.tsx';
import { Lines } from './lines.tsx';
import { DealRuns, Meetings } from './work-cards.tsx';
import { NextActs } from './next-acts.tsx';
import { MeetingDialog, OutcomeDialog, StartPlay } from './play-dialogs.tsx';
import { Routes } from './routes.tsx';
import { QuotesCard } from './quotes-card.tsx';
import { ProtectionCredit } from './protection-card.tsx';
import { StageStepper } from './stepper.tsx';
import { Comments } from './talk.tsx';
import { ProposedTeam } from './team.tsx';
import { DealTimeline } from './timeline-card.tsx';
import type { Deal } from './use-room.ts';
import { Views } from './views/views-card.tsx';

type Open = 'edit' | 'meeting' | 'outcome' | 'play' | null;

export function DealRoom() {
  const { dealId = '' } = useParams({ strict: false });
  const deal = useApi('deals.get', { params: { id: dealId } });
  if (deal.data) return <Room key={dealId} deal={deal.data} onReload={() => void deal.refetch()} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader title={t('deals.title')} crumbs={[{ label: t('deals.title'), to: '/deals' }]} />
      {deal.error !== null ? (
        <ErrorState error={deal.error} onRetry={() => void deal.refetch()} />
      ) : (
        <PageBody>
          <SkeletonRows rows={12} height={48} what={t('deals.title')} />
        </PageBody>
      )}
    </div>
  );
}

function Room({ deal, onReload }: { deal: Deal; onReload: () => void }) {
  const [open, setOpen] = useState<Open>(null);
  const mayRun = useCan('plays:run');
  const close = () => setOpen(null);
  useEffect(() => rememberRecent({ id: deal.id, label: deal.name, note: dealNumber(deal.number), to: `/deals/${deal.id}` }), [deal.id, deal.name, deal.number]);
  useRegisterActions(
    () => [
      {
        id: 'deal.edit',
        label: 'deals.edit',
        scope: 'record',
        shortcut: 'e',
        permission: 'deals:write',
        isEnabled: () => deal.mayWrite,
        run: () => setOpen('edit'),
      },
      { id: 'deal.meeting', label: 'deals.meeting', scope: 'record', shortcut: 'm', permission: 'plays:run', run: () => setOpen('meeting') },
      { id: 'deal.outcome', label: 'deals.outcome', scope: 'record', shortcut: 'o', permission: 'plays:run', run: () => setOpen('outcome') },
      { id: 'deal.play', label: 'deals.play', scope: 'record', shortcut: 'p', permission: 'plays:run', run: () => setOpen('play') },
    ],
    [deal.mayWrite],
  );
  const facts = [
    { label: t('deals.fact.value'), value: deal.amountMinor === null ? '–' : <Money value={{ amountMinor: deal.amountMinor, currency: deal.currency }} /> },
    { label: t('deals.col.close'), value: deal.closeOn === null ? '–' : <DateText date={deal.closeOn} /> },
    {
      label: t('deals.col.account'),
      value:
        deal.accountId === null ? (
          (deal.accountName ?? '–')
        ) : (
          <Link to="/accounts/$accountId" params={{ accountId: deal.accountId }} className="link">
            {deal.accountName}
          </Link>
        ),
    },
    { label: t('deals.col.owner'), value: deal.ownerName ?? t('deals.route.noOwner') },
    {
      label: t('deals.filter.route'),
      value:
        deal.routes.length > 0
          ? new Intl.ListFormat(document.documentElement.lang, { style: 'narrow' }).format(deal.routes.map((route) => t(`route.${route}`)))
          : '–',
    },
    { label: t('deals.col.activity'), value: <RelativeTime at={deal.lastActivityAt} /> },
    ...(deal.closedReason === null ? [] : [{ label: t('deals.lost.reason'), value: deal.closedReason }]),
  ];
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader
        title={deal.name}
        crumbs={[{ label: t('deals.title'), to: '/deals' }, { label: dealNumber(deal.number) }]}
        badges={
          <>
            <StageBadge stage={deal.stage} />
            {deal.roles.length > 0 && <RoleStack roles={deal.roles} max={8} />}
          </>
        }
        actions={
          <>
            <Button icon={<Pencil size={14} aria-hidden />} isDisabled={!deal.mayWrite} onPress={() => setOpen('edit')}>
              {t('deals.edit')}
            </Button>
            <Button isDisabled={!mayRun} onPress={() => setOpen('meeting')}>
              {t('deals.meeting')}
            </Button>
            <Button isDisabled={!mayRun} onPress={() => setOpen('outcome')}>
              {t('deals.outcome')}
            </Button>
            <Button kind="primary" isDisabled={!mayRun} onPress={() => setOpen('play')}>
              {t('deals.play')}
            </Button>
          </>
        }
        facts={
          <div className="flex flex-col gap-3">
            <Facts items={facts} />
            <StageStepper deal={deal} />
          </div>
        }
      />
      <PageBody>
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="flex min-w-0 flex-col gap-4 max-lg:contents">
            <RoleLanes deal={deal} />
            <Handoffs deal={deal} />
            <Routes deal={deal} />
            <Views deal={deal} />
            <MoneySection deal={deal} />
            <MarketplaceSection deal={deal} />
            <ChainCard dealId={deal.id} currency={deal.currency} />
            <SharesCard dealId={deal.id} />
            <Lines deal={deal} onReload={onReload} />
            <Brief deal={deal} />
            <Comments dealId={deal.id} />
          </div>
          <div className="flex min-w-0 flex-col gap-4 max-lg:contents">
            <div className="min-w-0 max-lg:order-first">
              <NextActs deal={deal} />
            </div>
            <QuotesCard deal={deal} />
            <DrawdownCard dealId={deal.id} accountId={deal.accountId} />
            <ProtectionCredit dealId={deal.id} />
            <DealSubscriptions deal={deal} />
            <DealInvoices dealId={deal.id} />
            <WhoGetsWhat deal={deal} />
            <MarketMoney dealId={deal.id} />
            <DealRuns dealId={deal.id} />
            <Meetings deal={deal} />
            <ProposedTeam deal={deal} />
            <Committee deal={deal} />
            <Files deal={deal} />
            <DealTimeline dealId={deal.id} />
          </div>
        </div>
      </PageBody>
      {open === 'edit' && <EditDeal deal={deal} onClose={close} onReload={onReload} />}
      {open === 'meeting' && <MeetingDialog deal={deal} onClose={close} />}
      {open === 'outcome' && <OutcomeDialog deal={deal} onClose={close} />}
      {open === 'play' && <StartPlay deal={deal} onClose={close} />}
    </div>
  );
}
