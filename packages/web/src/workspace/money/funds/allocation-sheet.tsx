import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { Adjust, Transfer } from './allocation-forms.tsx';
import { BalanceBar, BalanceTable } from './balance.tsx';
import { PartnerLink } from './marks.tsx';
import type { Allocation, Movement } from './words.ts';

/** One partner's part of a budget: its balance, and every movement that made it. */
export function AllocationSheet({ allocation, onClose, onReload }: { allocation: Allocation; onClose: () => void; onReload: () => void }) {
  const [asked, setAsked] = useState<'adjust' | 'transfer'>();
  const mayWrite = useCan('funds:write');
  const live = allocation.endedAt === null;
  const back = () => setAsked(undefined);
  if (asked === 'adjust') return <Adjust allocation={allocation} onClose={back} onReload={onReload} />;
  if (asked === 'transfer') return <Transfer allocation={allocation} onClose={back} onReload={onReload} />;
  return (
    <Sheet
      title={t('funds.fundOf', { budget: allocation.budgetName, partner: allocation.partnerName })}
      isOpen
      onClose={onClose}
      footer={
        live ? (
          <>
            {!mayWrite && <span className="flex-1 text-12 text-muted">{t('funds.mayNotWrite')}</span>}
            <Button isDisabled={!mayWrite || allocation.balance.availableMinor <= 0} onPress={() => setAsked('transfer')}>
              {t('funds.transfer')}
            </Button>
            <Button kind="primary" isDisabled={!mayWrite} onPress={() => setAsked('adjust')}>
              {t('funds.adjust')}
            </Button>
          </>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-4">
        <p className="flex flex-wrap gap-x-4 gap-y-1">
          <PartnerLink partnerId={allocation.partnerId} name={allocation.partnerName} />
          <span className="text-muted">
            <DateText date={allocation.startsOn} /> – <DateText date={allocation.endsOn} />
          </span>
          <Link to="/money/funds" search={{ tab: 'requests', budget: allocation.budgetId, partner: allocation.partnerId, state: 'all' }} className="link">
            {t('funds.requests.show')}
          </Link>
        </p>
        {allocation.note !== null && (
          <p>
            <bdi>{allocation.note}</bdi>
          </p>
        )}
        <BalanceBar balance={allocation.balance} currency={allocation.currency} />
        <BalanceTable balance={allocation.balance} currency={allocation.currency} />
        <Movements allocationId={allocation.id} />
      </div>
    </Sheet>
  );
}

function Movements({ allocationId }: { allocationId: string }) {
  const list = useApiPages('funds.movements', { params: { id: allocationId }, query: { limit: 50 } });
  const title = t('funds.movements');
  if (list.isLoading) return <SkeletonRows rows={5} what={title} />;
  if (list.error !== null && list.rows.length === 0) return <ErrorState compact error={list.error} onRetry={list.refetch} />;
  return (
    <section aria-label={title}>
      <h3 className="mb-1 text-13 font-semibold">{title}</h3>
      {list.rows.length === 0 ? (
        <p className="text-muted">{t('funds.movements.none')}</p>
      ) : (
        <ul>
          {list.rows.map((movement) => (
            <MovementRow key={movement.id} movement={movement} />
          ))}
        </ul>
      )}
      {list.hasMore && (
        <Button size="compact" className="mt-2" isPending={list.isLoadingMore} onPress={list.loadMore}>
          {t('funds.movements.more')}
        </Button>
      )}
    </section>
  );
}

function MovementRow({ movement }: { movement: Movement }) {
  return (
    <li className="flex items-start gap-3 border-b border-line py-2 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p>{t('funds.movement', { from: t(`funds.place.${movement.from}`), to: t(`funds.place.${movement.to}`) })}</p>
        <p className="flex flex-wrap gap-x-2 text-12 text-muted">
          <DateText date={movement.onDay} />
          <bdi>{movement.by}</bdi>
          {movement.requestId !== null && (
            <Link to="/money/funds/requests/$requestId" params={{ requestId: movement.requestId }} className="link">
              {t('funds.request.number', { number: movement.requestNumber ?? 0 })}
            </Link>
          )}
          {movement.claimId !== null && (
            <Link to="/money/funds/claims/$claimId" params={{ claimId: movement.claimId }} className="link">
              {t('funds.claim.number', { number: movement.claimNumber ?? 0 })}
            </Link>
          )}
          {movement.note !== null && <bdi>{movement.note}</bdi>}
        </p>
      </div>
      <span className="font-medium">
        <ExactMoney value={movement} />
      </span>
    </li>
  );
}
