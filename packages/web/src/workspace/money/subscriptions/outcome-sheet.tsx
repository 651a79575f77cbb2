import { type ReactNode, useState } from 'react';
import { Check, Clock } from 'lucide-react';
import { isStale, problemSentence, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Sheet } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/page.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { AccountLink } from '../invoices/bits.tsx';
import { ChargeLink, OutcomeState, SubscriptionLink } from './bits.tsx';
import { DisputeDialog, TheirsDialog, WithdrawDialog } from './outcome-dialogs.tsx';
import { type Outcome, subscriptionReads } from './words.ts';

/** One outcome: what shows it, who accepted it of each side, and what may be done about it. */
export function OutcomeSheet({ outcome: one, onReload, onClose }: { outcome: Outcome; onReload: () => void; onClose: () => void }) {
  const mayWrite = useCan('subscriptions:write');
  const [open, setOpen] = useState<'theirs' | 'dispute' | 'withdraw'>();
  const close = () => setOpen(undefined);
  const accept = useApiMutation('outcomes.accept', {
    invalidates: subscriptionReads,
    onDone: ({ state }) => toast(t(state === 'accepted' ? 'subs.outcome.owed' : 'subs.outcome.oursDone')),
  });
  const isOpen = one.state === 'proposed' || one.state === 'disputed';
  const isWithdrawn = one.state === 'withdrawn';
  function acceptOurs() {
    accept.mutate(
      { params: { id: one.id }, ifVersion: one.version, body: { side: 'us' } },
      {
        onError: (error) => {
          toast(isStale(error) ? t('work.stale') : problemSentence(error, t('work.refused')), { tone: 'bad' });
          onReload();
        },
      },
    );
  }
  return (
    <>
      <Sheet
        title={t('subs.outcome')}
        isOpen
        onClose={onClose}
        footer={
          isOpen ? (
            <>
              {!mayWrite && <span className="text-12 text-muted">{t('subs.mayNotWrite')}</span>}
              <Button isDisabled={!mayWrite} onPress={() => setOpen('withdraw')}>
                {t('subs.outcome.withdraw')}
              </Button>
              <Button isDisabled={!mayWrite} onPress={() => setOpen('dispute')}>
                {t('subs.outcome.dispute')}
              </Button>
              <Button kind="primary" isDisabled={!mayWrite || one.ours !== null} isPending={accept.isPending} onPress={acceptOurs}>
                {t('subs.outcome.acceptOurs')}
              </Button>
            </>
          ) : undefined
        }
      >
        <div className="flex flex-col gap-5">
          <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
            <h3 className="text-15 font-semibold">
              <bdi>{one.description}</bdi> <OutcomeState state={one.state} />
            </h3>
            <span className="text-18 font-semibold">
              <ExactMoney value={one} />
            </span>
          </div>
          <Facts
            items={[
              { label: t('work.account'), value: <AccountLink id={one.accountId} name={one.accountName} /> },
              { label: t('subs.subscription'), value: <SubscriptionLink id={one.subscriptionId}>{one.subscriptionName}</SubscriptionLink> },
              ...(one.chargeId === null ? [] : [{ label: t('subs.charge'), value: <ChargeLink id={one.chargeId}>{t('subs.outcome.toCharge')}</ChargeLink> }]),
            ]}
          />
          {one.dispute !== null && (
            <div className={cx('rounded-popover px-3 py-2', isWithdrawn ? 'bg-desk' : 'bg-bad-soft text-bad')}>
              <p className="font-medium">
                {t(isWithdrawn ? 'subs.outcome.withdrawnBy' : 'subs.outcome.disputedBy', { name: one.dispute.by })} · <InstantText at={one.dispute.at} />
              </p>
              <p>
                <bdi>{one.dispute.reason}</bdi>
              </p>
            </div>
          )}
          {!isWithdrawn && (
            <section className="flex flex-col gap-2">
              <h4 className="font-semibold">{t('subs.outcome.sides')}</h4>
              <ul className="grid gap-3 sm:grid-cols-2">
                <Side title={t('subs.outcome.ours')} done={one.ours} />
                <Side title={one.theirs === null ? t('subs.outcome.theirs') : t(`subs.outcome.side.${one.theirs.side}`)} done={one.theirs}>
                  {one.theirs?.evidence}
                </Side>
              </ul>
              {isOpen && one.theirs === null && (
                <span>
                  <Button size="compact" isDisabled={!mayWrite} onPress={() => setOpen('theirs')}>
                    {t('subs.outcome.acceptTheirs')}
                  </Button>
                </span>
              )}
              <p className="text-12 text-muted">{t('subs.outcome.rule')}</p>
            </section>
          )}
          <section className="flex flex-col gap-2">
            <h4 className="font-semibold">{t('subs.outcome.evidence')}</h4>
            <ul className="flex flex-col gap-2">
              {one.evidence.map((each, index) => (
                <li key={index} className="rounded-popover bg-desk px-3 py-2">
                  {each.url === null ? (
                    <bdi className="font-medium">{each.label}</bdi>
                  ) : (
                    <a href={each.url} target="_blank" rel="noreferrer" className="link font-medium">
                      <bdi>{each.label}</bdi>
                    </a>
                  )}
                  {each.note !== null && <bdi className="block text-muted">{each.note}</bdi>}
                </li>
              ))}
            </ul>
          </section>
        </div>
      </Sheet>
      {open === 'theirs' && <TheirsDialog outcome={one} onReload={onReload} onClose={close} />}
      {open === 'dispute' && <DisputeDialog outcome={one} onClose={close} />}
      {open === 'withdraw' && <WithdrawDialog outcome={one} onClose={close} />}
    </>
  );
}

function Side({ title, done, children }: { title: string; done: { by: string; at: string } | null; children?: ReactNode }) {
  return (
    <li className="flex flex-col gap-1 rounded-popover border border-line px-3 py-2">
      <span className="flex items-center gap-2 font-medium">
        {done === null ? <Clock size={14} className="text-muted" aria-hidden /> : <Check size={14} className="text-ok" aria-hidden />}
        {title}
      </span>
      {done === null ? (
        <span className="text-muted">{t('subs.outcome.waits')}</span>
      ) : (
        <>
          <span>
            <bdi>{done.by}</bdi> · <InstantText at={done.at} />
          </span>
          {children && <bdi className="text-12 text-muted">{children}</bdi>}
        </>
      )}
    </li>
  );
}
