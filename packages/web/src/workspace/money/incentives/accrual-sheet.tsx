import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, InstantText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { ExplanationView } from '../../../ui/explanation.tsx';
import { Facts } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { AccrualState, DealLink } from './accrual-columns.tsx';
import { DecideDialog } from './decide-dialog.tsx';
import { incentiveReads } from './words.ts';

/** One accrual down to its arithmetic; what waits is approved or declined here. */
export function AccrualSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const accrual = useApi('incentives.accrual', { params: { id } });
  const mayDecide = useCan('incentives:approve');
  const [asked, setAsked] = useState<boolean>();
  const onDone = () => {
    toast(t(asked === true ? 'incentives.approved.done' : 'incentives.declined.done'));
    setAsked(undefined);
  };
  const approve = useApiMutation('incentives.approve', { invalidates: incentiveReads, onDone });
  const decline = useApiMutation('incentives.decline', { invalidates: incentiveReads, onDone });
  const { data } = accrual;
  return (
    <>
      <Sheet
        title={data?.partnerName ?? t('incentives.accrual')}
        isOpen={asked === undefined}
        onClose={onClose}
        footer={
          data?.state === 'waiting' && (
            <>
              {!mayDecide && <span className="flex-1 text-12 text-muted">{t('incentives.mayNotDecide')}</span>}
              <Button kind="danger" isDisabled={!mayDecide} onPress={() => setAsked(false)}>
                {t('incentives.decline')}
              </Button>
              <Button kind="primary" isDisabled={!mayDecide} onPress={() => setAsked(true)}>
                {t('incentives.approve')}
              </Button>
            </>
          )
        }
      >
        {accrual.error !== null && data === undefined ? (
          <ErrorState error={accrual.error} onRetry={() => void accrual.refetch()} />
        ) : data === undefined ? (
          <SkeletonRows what={t('incentives.accrual')} />
        ) : (
          <div className="flex flex-col gap-4">
            <p className="flex flex-wrap items-center gap-3">
              <span className="text-18 font-semibold">
                <ExactMoney value={data} />
              </span>
              <AccrualState state={data.state} />
            </p>
            <Facts
              items={[
                {
                  label: t('incentives.programme'),
                  value: (
                    <Link to="/money/incentives/$programmeId" params={{ programmeId: data.ruleId }} className="link">
                      {t('splits.ruleVersion', { name: data.ruleName, n: data.ruleNumber })}
                    </Link>
                  ),
                },
                { label: t('incentives.on'), value: <DateText date={data.on} /> },
                { label: t('work.deal'), value: <DealLink of={data} /> },
                { label: t('incentives.base'), value: <ExactMoney value={{ amountMinor: data.baseMinor, currency: data.currency }} /> },
                ...(data.personName === null ? [] : [{ label: t('incentives.person'), value: data.personName }]),
                ...(data.heldUntil === null ? [] : [{ label: t('incentives.heldUntil'), value: <DateText date={data.heldUntil} /> }]),
              ]}
            />
            {data.sentence !== null && (
              <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">
                <bdi>{data.sentence}</bdi>
              </p>
            )}
            {data.decidedAt !== null && (
              <p className="text-muted">
                {t('incentives.decidedBy')} <bdi>{data.decidedBy}</bdi> · <InstantText at={data.decidedAt} />
                {data.reason !== null && (
                  <>
                    {' · '}
                    <bdi>{data.reason}</bdi>
                  </>
                )}
              </p>
            )}
            {data.reversesId !== null && (
              <Link to="/money/incentives" search={{ tab: 'accruals', open: data.reversesId }} className="link">
                {t('incentives.toReversed')}
              </Link>
            )}
            <section className="flex flex-col gap-2 border-t border-line pt-4">
              <h4 className="font-semibold">{t('money.why')}</h4>
              <ExplanationView value={data.explanation} />
            </section>
          </div>
        )}
      </Sheet>
      {asked !== undefined && data !== undefined && (
        <DecideDialog
          approve={asked}
          body={t('incentives.decide.ask', { partner: data.partnerName, programme: data.ruleName })}
          isPending={approve.isPending || decline.isPending}
          error={asked ? approve.error : decline.error}
          onClose={() => setAsked(undefined)}
          onDecide={(reason) => {
            const of = { params: { id }, ifVersion: data.version };
            if (asked) approve.mutate({ ...of, body: reason === '' ? {} : { reason } });
            else decline.mutate({ ...of, body: { reason } });
          }}
        />
      )}
    </>
  );
}
