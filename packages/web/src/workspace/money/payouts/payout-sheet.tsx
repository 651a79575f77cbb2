import { useState } from 'react';
import { Download } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { callApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, Num } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/page.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { ReasonDialog } from '../kit/reason-dialog.tsx';
import { useSaving } from '../kit/save-file.ts';
import { none, PayeeLink, PayoutState } from './badges.tsx';
import { GatesList } from './gates-list.tsx';
import { payoutNote } from './payout-columns.tsx';
import { PayoutLines } from './payout-lines.tsx';
import { usePayoutAct } from './use-payout-act.ts';
import { hasStatement, isOnItsWay, mayComeBack, mayLeaveOut, type Payout, type Run, today } from './words.ts';

type Asked = 'leaveOut' | 'paid' | 'returned';

/** One payout: how it is netted, what stands in its way, its lines, and its document. */
export function PayoutSheet({ run, payout, onClose }: { /** Of the run it is in, where it is shown there. */ run?: Run; payout: Payout; onClose: () => void }) {
  const mayWrite = useCan('payouts:write');
  const [asked, setAsked] = useState<Asked>();
  const { saving, save } = useSaving();
  const leaveOut = usePayoutAct('payouts.leaveOut');
  const paid = usePayoutAct('payoutRuns.markPaid');
  const returned = usePayoutAct('payouts.returned');
  const params = { id: payout.id };
  const note = payoutNote(payout);
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency: payout.currency }} />;
  const done = (words: string) => ({
    onSuccess: () => {
      setAsked(undefined);
      onClose();
      toast(words);
    },
  });
  const free = run === undefined || run.progress.doing === null;
  if (asked !== undefined) {
    const close = () => setAsked(undefined);
    if (asked === 'leaveOut')
      return (
        <ReasonDialog
          title={t('payouts.leaveOut')}
          verb={t('payouts.leaveOut')}
          body={t('payouts.leaveOut.ask', { name: payout.partnerName })}
          isPending={leaveOut.isPending}
          error={leaveOut.error}
          onClose={close}
          onDone={(reason) => leaveOut.mutate({ params, body: { reason } }, done(t('payouts.leaveOut.done', { name: payout.partnerName })))}
        />
      );
    if (asked === 'paid')
      return (
        <ReasonDialog
          title={t('payouts.paid')}
          verb={t('payouts.paid')}
          body={t('payouts.paidOne.ask', { name: payout.partnerName })}
          reason={false}
          day={{ label: t('payouts.paidOn'), isRequired: true, initial: today() }}
          isPending={paid.isPending}
          error={paid.error}
          onClose={close}
          onDone={(_reason, paidOn) =>
            paid.mutate({ params: { id: payout.runId }, body: { paidOn, payoutIds: [payout.id] } }, done(t('payouts.paidMany.done', { n: 1 })))
          }
        />
      );
    return (
      <ReasonDialog
        title={t('payouts.returned')}
        verb={t('payouts.returned')}
        body={t('payouts.returned.ask', { name: payout.partnerName })}
        day={{ label: t('payouts.returnedOn'), isRequired: true, initial: today() }}
        isPending={returned.isPending}
        error={returned.error}
        onClose={close}
        onDone={(reason, returnedOn) => returned.mutate({ params, body: { returnedOn, reason } }, done(t('payouts.returned.done')))}
      />
    );
  }
  const printable = hasStatement(payout);
  return (
    <Dialog
      title={t('payouts.payoutOf', { name: payout.partnerName, number: payout.runNumber })}
      isOpen
      onClose={onClose}
      size="wide"
      footer={
        mayWrite && free ? (
          <>
            {run !== undefined && mayLeaveOut(run, payout) && (
              <Button kind="danger" onPress={() => setAsked('leaveOut')}>
                {t('payouts.leaveOut')}
              </Button>
            )}
            {mayComeBack(payout) && (
              <Button kind="danger" onPress={() => setAsked('returned')}>
                {t('payouts.returned')}
              </Button>
            )}
            {isOnItsWay(payout) && <Button onPress={() => setAsked('paid')}>{t('payouts.paid')}</Button>}
          </>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-5">
        <Facts
          items={[
            { label: t('payouts.state'), value: <PayoutState state={payout.state} /> },
            { label: t('work.partner'), value: <PayeeLink partnerId={payout.partnerId} name={payout.partnerName} /> },
            { label: t('payouts.bank'), value: payout.bank === null ? none : <bdi dir="ltr">{payout.bank}</bdi> },
            { label: t('payouts.document'), value: payout.documentNumber ?? none },
            ...(payout.paidOn === null ? [] : [{ label: t('payouts.paidOn'), value: <DateText date={payout.paidOn} /> }]),
            ...(payout.returnedOn === null ? [] : [{ label: t('payouts.returnedOn'), value: <DateText date={payout.returnedOn} /> }]),
          ]}
        />
        {note !== null && (
          <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">
            <bdi>{note}</bdi>
          </p>
        )}
        <dl className="grid grid-cols-[1fr_auto] gap-x-6 rounded-popover border border-line">
          {(
            [
              ['earned', payout.earnedMinor],
              ['takenBack', payout.takenBackMinor],
            ] as const
          ).map(([key, amountMinor]) => (
            <div key={key} className="col-span-2 grid grid-cols-subgrid px-3 py-1.5">
              <dt className="text-muted">{t(`payouts.${key}`)}</dt>
              <dd className="text-end">{money(amountMinor)}</dd>
            </div>
          ))}
          <div className="col-span-2 grid grid-cols-subgrid border-t border-line-strong px-3 py-2 font-semibold">
            <dt>{t(payout.state === 'carried' ? 'payouts.carriedOver' : 'payouts.toBePaid')}</dt>
            <dd className="text-end">{money(payout.amountMinor)}</dd>
          </div>
        </dl>
        <section aria-label={t('payouts.gates')} className="flex flex-col gap-2">
          <h3 className="font-semibold">{t('payouts.gates')}</h3>
          <GatesList gates={payout.gates} partnerId={payout.partnerId} />
        </section>
        <section aria-label={t('payouts.lines')} className="flex flex-col gap-2">
          <div className="flex flex-wrap items-center gap-2">
            <h3 className="flex-1 font-semibold">
              {t('payouts.lines')}{' '}
              <span className="font-normal text-muted">
                <Num value={payout.lines} />
              </span>
            </h3>
            {printable && (
              <>
                <Button
                  size="compact"
                  icon={<Download size={14} aria-hidden />}
                  isPending={saving}
                  onPress={() => void save(() => callApi('payouts.statementPdf', { params }))}
                >
                  {t(payout.documentNumber === null ? 'payouts.statement.draft' : 'payouts.statement.pdf')}
                </Button>
                <Button
                  size="compact"
                  icon={<Download size={14} aria-hidden />}
                  isPending={saving}
                  onPress={() => void save(() => callApi('payouts.statementCsv', { params }))}
                >
                  {t('payouts.statement.csv')}
                </Button>
              </>
            )}
          </div>
          {printable ? (
            <PayoutLines payout={payout} />
          ) : (
            <p className="text-muted">
              {t('payouts.lines.owed')}{' '}
              <Link to="/money/payouts" search={{ tab: 'earnings', partner: payout.partnerId, currency: payout.currency }} className="link">
                {t('payouts.lines.see')}
              </Link>
            </p>
          )}
        </section>
      </div>
    </Dialog>
  );
}
