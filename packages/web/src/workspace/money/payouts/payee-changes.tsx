import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText, RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ReasonDialog } from '../kit/reason-dialog.tsx';
import { TaxFormFile } from './payee-facts.tsx';
import { complain, usePayoutAct } from './use-payout-act.ts';
import { type Change, changeTones, type PayeeDetail } from './words.ts';

/** What waits for a person who did not propose it. The server refuses the same person, and says so. */
export function WaitingChanges({ payee }: { payee: PayeeDetail }) {
  const mayRelease = useCan('payouts:release');
  const mayWrite = useCan('payouts:write');
  const [refusing, setRefusing] = useState<Change>();
  const approve = usePayoutAct('payees.approve');
  const refuse = usePayoutAct('payees.refuse');
  if (payee.waiting.length === 0) return null;
  return (
    <Card title={t('payouts.waiting')} note={t('payouts.waiting.note')} flush>
      <ul>
        {payee.waiting.map((change) => (
          <li key={change.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-b-0">
            <div className="min-w-48 flex-1">
              <ul>
                {change.changes.map((words) => (
                  <li key={words} className="font-medium">
                    <bdi>{words}</bdi>
                  </li>
                ))}
              </ul>
              <p className="text-12 text-muted">
                {t(change.byPartner ? 'payouts.proposed.partner' : 'payouts.proposed', { name: change.proposedBy })} · <RelativeTime at={change.proposedAt} />
              </p>
            </div>
            {change.taxFormFileId !== null && <TaxFormFile partnerId={payee.partnerId} fileId={change.taxFormFileId} />}
            <Button isDisabled={!mayWrite} onPress={() => setRefusing(change)}>
              {t('payouts.refuse')}
            </Button>
            <Button
              kind="primary"
              isDisabled={!mayRelease}
              isPending={approve.isPending && approve.variables?.params?.id === change.id}
              onPress={() => approve.mutate({ params: { id: change.id } }, { onError: complain, onSuccess: () => toast(t('payouts.approved.done')) })}
            >
              {t('payouts.approve')}
            </Button>
          </li>
        ))}
      </ul>
      {refusing && (
        <ReasonDialog
          title={t('payouts.refuse')}
          verb={t('payouts.refuse')}
          body={refusing.changes.join(' · ')}
          isPending={refuse.isPending}
          error={refuse.error}
          onClose={() => setRefusing(undefined)}
          onDone={(reason) =>
            refuse.mutate(
              { params: { id: refusing.id }, body: { reason } },
              {
                onSuccess: () => {
                  setRefusing(undefined);
                  toast(t('payouts.refused.done'));
                },
              },
            )
          }
        />
      )}
    </Card>
  );
}

/** Every change that was ever asked for, with whose hands it went through. */
export function History({ payee }: { payee: PayeeDetail }) {
  const past = payee.history.filter((change) => change.state !== 'waiting');
  return (
    <Card title={t('payouts.history')} flush>
      {past.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t('payouts.history.none')}</p>
      ) : (
        <ol>
          {past.map((change) => (
            <li key={change.id} className="flex flex-wrap items-start gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0">
              <div className="min-w-48 flex-1">
                <p>
                  <bdi>{change.changes.join(' · ')}</bdi>
                </p>
                <p className="text-12 text-muted">
                  {t(change.byPartner ? 'payouts.proposed.partner' : 'payouts.proposed', { name: change.proposedBy })} · <InstantText at={change.proposedAt} />
                  {change.decidedBy !== null && <> · {t('payouts.decided', { name: change.decidedBy })}</>}
                  {change.reason !== null && (
                    <>
                      {' '}
                      · <bdi>{change.reason}</bdi>
                    </>
                  )}
                </p>
              </div>
              <Badge tone={changeTones[change.state]}>{t(`payouts.change.${change.state}`)}</Badge>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
