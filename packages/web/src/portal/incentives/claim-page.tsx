import { useApi } from '../../lib/api/index.ts';
import { InstantText, Money } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Go } from '../address.tsx';
import { Facts, Page, Panel } from '../kit/page.tsx';
import { Failed, Ghosts } from '../kit/states.tsx';
import { portalName, usePortalSession } from '../session.ts';
import { t } from '../text.ts';
import { Said } from '../funds/history.tsx';
import { guarded } from './guard.tsx';
import type { Claim } from './model.ts';
import { ClaimBadge, dealName, touchWord } from './words.tsx';

export const ClaimPage = guarded(One);

function One({ id }: { id: string }) {
  const { data, error, refetch } = useApi('portalIncentives.getClaim', { params: { id } }, { refetchInterval: 60_000 });
  const back = { to: '/portal/incentives/claims', label: t('portal.incentives.view.influence') };
  if (!data)
    return (
      <Page title={t('portal.incentives.claim')} back={back}>
        <Panel flush>{error ? <Failed error={error} onRetry={() => void refetch()} /> : <Ghosts what={t('portal.incentives.claim')} rows={6} />}</Panel>
      </Page>
    );
  return (
    <Page
      title={dealName(data)}
      back={back}
      meta={
        <>
          <ClaimBadge state={data.state} />
          <bdi>{data.ruleName}</bdi>
        </>
      }
    >
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          <Decision claim={data} />
          <Panel title={t('portal.incentives.claim.note')}>
            <p dir="auto" className="[overflow-wrap:anywhere] whitespace-pre-line">
              {data.note}
            </p>
          </Panel>
          <Panel title={t('portal.incentives.evidence')}>
            <ul className="flex flex-col">
              {data.evidence.map(({ kind, at }, index) => (
                <li key={`${at}${index}`} className="flex flex-wrap justify-between gap-x-4 border-b border-line py-1.5 last:border-b-0">
                  <bdi>{touchWord(kind)}</bdi>
                  <span className="text-muted">
                    <InstantText at={at} />
                  </span>
                </li>
              ))}
            </ul>
          </Panel>
        </div>
        <Panel title={t('portal.incentives.claim')} className="self-start">
          <Facts
            items={[
              [t('portal.incentives.programme'), data.ruleName],
              [
                t('portal.incentives.deal'),
                <Go key="deal" to={`/portal/deals/${data.dealId}`} className="link in-text">
                  {dealName(data)}
                </Go>,
              ],
              [t('portal.incentives.claimedBy'), data.claimedBy],
              [t('portal.incentives.claimedAt'), <InstantText key="at" at={data.claimedAt} />],
            ]}
          />
        </Panel>
      </div>
    </Page>
  );
}

/** What was decided and why, and what came of it. */
function Decision({ claim }: { claim: Claim }) {
  const vendor = portalName();
  return (
    <Panel title={t('portal.incentives.decision')}>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <ClaimBadge state={claim.state} />
        {claim.state === 'proposed' && <span>{t('portal.incentives.decision.waits', { vendor })}</span>}
        {claim.decidedBy !== null && <bdi>{claim.decidedBy}</bdi>}
        {claim.decidedAt !== null && (
          <span className="text-muted">
            <InstantText at={claim.decidedAt} />
          </span>
        )}
      </p>
      {claim.reason !== null && <Said title={t('portal.reason')} text={claim.reason} />}
      {claim.accrual !== null && <Outcome claim={claim} />}
    </Panel>
  );
}

function Outcome({ claim }: { claim: Claim }) {
  const { accrual, amountMinor, currency } = claim;
  const mayMoney = usePortalSession().data?.permissions.includes('portal:money') ?? false;
  if (accrual === null) return null;
  return (
    <div className="mt-4 flex flex-col gap-1 border-t border-line pt-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={accrual === 'earned' ? 'ok' : accrual === 'waiting' ? 'warn' : accrual === 'declined' ? 'bad' : 'neutral'}>
          {t(`portal.incentives.standing.${accrual}`)}
        </Badge>
        {amountMinor !== null && currency !== null && accrual !== 'nothing' && (
          <span className="text-18 font-semibold">
            <Money value={{ amountMinor, currency }} />
          </span>
        )}
        {claim.earningId !== null && (
          <Go to={`/portal/money/earnings/${claim.earningId}`} className="link">
            {t('portal.incentives.earning.open')}
          </Go>
        )}
      </p>
      {claim.sentence !== null && (
        <p dir="auto" className="text-muted">
          {claim.sentence}
        </p>
      )}
      {!mayMoney && accrual === 'earned' && <p className="text-muted">{t('portal.incentives.earned.admin')}</p>}
    </div>
  );
}
