import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ReasonDialog } from '../kit/reason-dialog.tsx';
import { usePayoutAct } from './use-payout-act.ts';
import type { PayeeDetail } from './words.ts';

const kinds = ['hold', 'compliance'] as const;
type Kind = (typeof kinds)[number];

/** Nothing is paid to the partner while one of these is on. */
export function PayeeHolds({ payee }: { payee: PayeeDetail }) {
  const mayWrite = useCan('payouts:write');
  const mayRelease = useCan('payouts:release');
  const [open, setOpen] = useState<{ kind: Kind; lifts: boolean }>();
  const hold = usePayoutAct('payees.hold');
  const lift = usePayoutAct('payees.lift');
  const act = open?.lifts === true ? lift : hold;
  const reasonOf = (kind: Kind): string | null => (kind === 'hold' ? payee.hold : payee.complianceHold);
  return (
    <Card title={t('payouts.holds')} flush>
      <ul>
        {kinds.map((kind) => {
          const reason = reasonOf(kind);
          return (
            <li key={kind} className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3 last:border-b-0">
              <div className="min-w-40 flex-1">
                <p className="font-medium">{t(`payouts.gate.${kind}`)}</p>
                <p className={reason === null ? 'text-12 text-muted' : 'text-12 text-bad'}>{reason === null ? t('payouts.holds.none') : <bdi>{reason}</bdi>}</p>
              </div>
              <Button size="compact" isDisabled={reason === null ? !mayWrite : !mayRelease} onPress={() => setOpen({ kind, lifts: reason !== null })}>
                {t(reason === null ? 'payouts.hold' : 'payouts.lift')}
              </Button>
            </li>
          );
        })}
      </ul>
      {open && (
        <ReasonDialog
          title={t(open.lifts ? 'payouts.lift' : 'payouts.hold')}
          verb={t(open.lifts ? 'payouts.lift' : 'payouts.hold')}
          body={t(open.lifts ? 'payouts.lift.ask' : 'payouts.holdPayee.ask', { name: payee.partnerName })}
          isPending={act.isPending}
          error={act.error}
          onClose={() => setOpen(undefined)}
          onDone={(reason) =>
            act.mutate(
              { params: { id: payee.partnerId }, body: { kind: open.kind, reason } },
              {
                onSuccess: () => {
                  setOpen(undefined);
                  toast(t(open.lifts ? 'payouts.lift.done' : 'payouts.holdPayee.done', { name: payee.partnerName }));
                },
              },
            )
          }
        />
      )}
    </Card>
  );
}
