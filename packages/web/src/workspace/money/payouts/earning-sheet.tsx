import { useState } from 'react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { ExplanationView } from '../../../ui/explanation.tsx';
import { Facts } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { EarningDeal, EarningState, PayeeLink } from './badges.tsx';
import { OpenDispute } from './open-dispute.tsx';
import { type EarningDetail, isHoldable } from './words.ts';

/** One line of what was earned: why it is this much, what took of it since, and where it went. */
export function EarningSheet({
  id,
  onClose,
  onHold,
  onRelease,
}: {
  id: string;
  onClose: () => void;
  onHold: (id: string) => void;
  onRelease: (id: string) => void;
}) {
  const query = useApi('earnings.get', { params: { id } });
  const mayWrite = useCan('payouts:write');
  const mayRelease = useCan('payouts:release');
  const navigate = useNavigate();
  const [disputing, setDisputing] = useState(false);
  const earning = query.data;
  if (disputing && earning)
    return (
      <OpenDispute
        earning={earning}
        onClose={() => setDisputing(false)}
        onDone={(dispute) => void navigate({ to: '/money/payouts/disputes/$disputeId', params: { disputeId: dispute.id } })}
      />
    );
  const footer =
    earning === undefined || !(mayWrite || mayRelease) ? undefined : (
      <>
        {mayWrite && earning.disputeId === null && earning.state !== 'cancelled' && (
          <Button onPress={() => setDisputing(true)}>{t('payouts.disputes.open')}</Button>
        )}
        {mayWrite && isHoldable(earning) && <Button onPress={() => onHold(id)}>{t(earning.state === 'held' ? 'payouts.hold.change' : 'payouts.hold')}</Button>}
        {mayRelease && earning.state === 'held' && (
          <Button kind="primary" onPress={() => onRelease(id)}>
            {t('payouts.free')}
          </Button>
        )}
      </>
    );
  return (
    <Sheet title={t('payouts.earning')} isOpen onClose={onClose} footer={footer}>
      {earning ? (
        <EarningFacts earning={earning} />
      ) : query.error === null ? (
        <SkeletonRows rows={8} what={t('payouts.earning')} />
      ) : (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      )}
    </Sheet>
  );
}

function EarningFacts({ earning }: { earning: EarningDetail }) {
  const left = earning.reversals.reduce((sum, one) => sum + one.amountMinor, earning.amountMinor);
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <h3 className="text-15 font-semibold">
          <bdi>{earning.title}</bdi>
        </h3>
        <span className="text-18 font-semibold">
          <ExactMoney value={earning} />
        </span>
      </div>
      <Facts
        items={[
          { label: t('payouts.state'), value: <EarningState earning={earning} /> },
          { label: t('work.partner'), value: <PayeeLink partnerId={earning.partnerId} name={earning.partnerName} /> },
          { label: t('payouts.kind'), value: t(`payouts.kind.${earning.kind}`) },
          { label: t('payouts.earnedOn'), value: <DateText date={earning.earnedOn} /> },
          { label: t('work.deal'), value: <EarningDeal earning={earning} /> },
          ...(earning.personName === null ? [] : [{ label: t('payouts.person'), value: earning.personName }]),
          ...(earning.state === 'held'
            ? [{ label: t('payouts.heldUntil'), value: earning.heldUntil === null ? t('payouts.heldUntil.released') : <DateText date={earning.heldUntil} /> }]
            : []),
        ]}
      />
      {earning.holdReason !== null && (
        <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">
          <bdi>{earning.holdReason}</bdi>
        </p>
      )}
      <ul className="flex flex-wrap gap-x-4 gap-y-1 empty:hidden">
        {earning.disputeId !== null && (
          <li>
            <Link to="/money/payouts/disputes/$disputeId" params={{ disputeId: earning.disputeId }} className="link">
              {t('payouts.toDispute')}
            </Link>
          </li>
        )}
        {earning.runId !== null && (
          <li>
            <Link to="/money/payouts/runs/$runId" params={{ runId: earning.runId }} search={{ open: earning.payoutId ?? undefined }} className="link">
              {t('payouts.toRun')}
            </Link>
          </li>
        )}
        {earning.reversesId !== null && (
          <li>
            <Link to="/money/payouts" search={{ tab: 'earnings', open: earning.reversesId }} className="link">
              {t('payouts.toReversed')}
            </Link>
          </li>
        )}
      </ul>
      {earning.reversals.length > 0 && (
        <section aria-label={t('payouts.reversals')} className="flex flex-col gap-2">
          <h4 className="font-semibold">{t('payouts.reversals')}</h4>
          <table className="w-full">
            <tbody>
              {earning.reversals.map((one) => (
                <tr key={one.id} className="border-t border-line">
                  <th scope="row" aria-label={one.title} className="py-1.5 pe-3 text-start font-normal">
                    <Link to="/money/payouts" search={{ tab: 'earnings', open: one.id }} className="link">
                      <bdi>{one.title}</bdi>
                    </Link>
                  </th>
                  <td className="py-1.5 pe-3 text-muted">
                    <DateText date={one.earnedOn} />
                  </td>
                  <td className="py-1.5 text-end">
                    <ExactMoney value={one} />
                  </td>
                </tr>
              ))}
              <tr className="border-t border-line-strong font-semibold">
                <th scope="row" colSpan={2} className="py-1.5 text-start font-semibold">
                  {t('payouts.left')}
                </th>
                <td className="py-1.5 text-end">
                  <ExactMoney value={{ amountMinor: left, currency: earning.currency }} />
                </td>
              </tr>
            </tbody>
          </table>
        </section>
      )}
      <section className="flex flex-col gap-2 border-t border-line pt-4">
        <h4 className="font-semibold">{t('money.why')}</h4>
        <ExplanationView value={earning.explanation} />
      </section>
    </div>
  );
}
