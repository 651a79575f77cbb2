import { useState } from 'react';
import { Plus } from 'lucide-react';
import { useApiMutation, useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { useCan, useSession } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, PageBody } from '../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { ListFilters, useListFilter } from '../rules/list-filters.tsx';
import { DealLink } from './accrual-columns.tsx';
import { DecideDialog } from './decide-dialog.tsx';
import { NewClaim } from './new-claim.tsx';
import { type Claim, claimStates, claimTones, incentiveReads } from './words.ts';

const ALL = 'all';

/** Claims of influence with the touches that show it: who decides is never who claimed. */
export function ClaimsTab() {
  const url = useUrlState();
  const mayWrite = useCan('incentives:write');
  const [creating, setCreating] = useState(false);
  const [asked, setAsked] = useState<{ claim: Claim; approve: boolean }>();
  const chosen = url.text('state');
  const state = chosen === ALL ? undefined : (url.oneOf('state', claimStates) ?? 'proposed');
  const { partnerId, dealId } = useListFilter();
  const list = useApiPages('incentives.claims', { query: { state, partnerId, dealId, limit: 50 } }, { keepPrevious: true });
  const decide = useApiMutation('incentives.decideClaim', {
    invalidates: incentiveReads,
    onDone: (claim) => {
      toast(t(claim.state === 'approved' ? 'incentives.approved.done' : 'incentives.declined.done'));
      setAsked(undefined);
    },
  });
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <Tabs
          label={t('work.status')}
          value={state ?? ALL}
          onChange={(id) => url.set({ state: id === 'proposed' ? undefined : id })}
          items={[...claimStates.map((id) => ({ id, label: t(`incentives.claim.${id}`) })), { id: ALL, label: t('rules.all') }]}
        />
        <ListFilters />
        <span className="flex-1" />
        <Button size="compact" icon={<Plus size={14} aria-hidden />} isDisabled={!mayWrite} onPress={() => setCreating(true)}>
          {t('incentives.claim.new')}
        </Button>
      </div>
      {list.error !== null && list.rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isLoading ? (
        <SkeletonRows what={t('incentives.tab.claims')} height={72} />
      ) : list.rows.length === 0 ? (
        <EmptyState title={t('incentives.claims.none')} detail={t('incentives.claims.none.detail')} />
      ) : (
        <PageBody className="flex flex-col gap-3">
          {list.rows.map((claim) => (
            <ClaimCard key={claim.id} claim={claim} onDecide={(approve) => setAsked({ claim, approve })} />
          ))}
          {list.hasMore && (
            <Button className="self-center" isPending={list.isLoadingMore} onPress={list.loadMore}>
              {t('work.more')}
            </Button>
          )}
        </PageBody>
      )}
      {asked && (
        <DecideDialog
          approve={asked.approve}
          body={t('incentives.decide.ask', { partner: asked.claim.partnerName, programme: asked.claim.ruleName })}
          isPending={decide.isPending}
          error={decide.error}
          onClose={() => setAsked(undefined)}
          onDecide={(reason) =>
            decide.mutate({
              params: { id: asked.claim.id },
              body: { approve: asked.approve, ...(reason === '' ? {} : { reason }) },
              ifVersion: asked.claim.version,
            })
          }
        />
      )}
      {creating && <NewClaim onClose={() => setCreating(false)} />}
    </>
  );
}

function ClaimCard({ claim, onDecide }: { claim: Claim; onDecide: (approve: boolean) => void }) {
  const mayDecide = useCan('incentives:approve');
  const me = useSession();
  const own = me !== undefined && me.person.name === claim.claimedBy;
  return (
    <Card title={claim.partnerName} note={claim.ruleName} actions={<Badge tone={claimTones[claim.state]}>{t(`incentives.claim.${claim.state}`)}</Badge>}>
      <div className="flex flex-col gap-3">
        <p>
          <DealLink of={claim} />
          {claim.amountMinor !== null && claim.currency !== null && (
            <>
              {' '}
              <ExactMoney value={{ amountMinor: claim.amountMinor, currency: claim.currency }} />
            </>
          )}
        </p>
        <p>
          <bdi>{claim.note}</bdi>
        </p>
        {claim.evidence.length > 0 && (
          <div>
            <p className="text-12 text-muted">{t('incentives.evidence')}</p>
            <ul className="flex flex-col gap-1">
              {claim.evidence.map((one, index) => (
                <li key={index} className="flex flex-wrap justify-between gap-x-4">
                  <bdi>{one.label}</bdi>
                  <span className="text-muted">
                    <InstantText at={one.at} />
                  </span>
                </li>
              ))}
            </ul>
          </div>
        )}
        <p className="text-12 text-muted">
          {t('incentives.claimedBy')} <bdi>{claim.claimedBy}</bdi> · <InstantText at={claim.claimedAt} />
          {claim.decidedAt !== null && (
            <>
              {' · '}
              {t('incentives.decidedBy')} <bdi>{claim.decidedBy}</bdi>
              {claim.reason !== null && (
                <>
                  {': '}
                  <bdi>{claim.reason}</bdi>
                </>
              )}
            </>
          )}
        </p>
        {claim.state === 'proposed' && (
          <p className="flex flex-wrap items-center gap-2">
            <Button kind="primary" isDisabled={!mayDecide || own} onPress={() => onDecide(true)}>
              {t('incentives.approve')}
            </Button>
            <Button kind="danger" isDisabled={!mayDecide || own} onPress={() => onDecide(false)}>
              {t('incentives.decline')}
            </Button>
            {own && <span className="text-12 text-muted">{t('incentives.ownClaim')}</span>}
            {!own && !mayDecide && <span className="text-12 text-muted">{t('incentives.mayNotDecide')}</span>}
          </p>
        )}
      </div>
    </Card>
  );
}
