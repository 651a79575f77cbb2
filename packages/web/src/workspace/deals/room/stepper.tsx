import { useState } from 'react';
import { dealStages, type DealStage } from '@entente/kernel';
import { Check } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { cx } from '../../../ui/cx.ts';
import { toast } from '../../../ui/toast.tsx';
import { LostDialog } from '../kit/lost-dialog.tsx';
import { sayRefusal } from '../kit/notify.ts';
import { type Deal, useRoomAct } from './use-room.ts';

/** Only the stages the server offers can be pressed; the rest say where the deal has been and could go. */
export function StageStepper({ deal }: { deal: Deal }) {
  const [isLost, setLost] = useState(false);
  const move = useRoomAct('deals.moveStage');
  const at = dealStages.indexOf(deal.stage);

  function moveTo(to: DealStage, reason?: string) {
    const from = deal.stage;
    move.mutate(
      { params: { id: deal.id }, body: { to, reason }, ifVersion: deal.version },
      {
        onSuccess: (next) =>
          toast(t('deals.stage.moved', { stage: t(`stage.${to}`) }), {
            undo: () => move.mutate({ params: { id: deal.id }, body: { to: from }, ifVersion: next.version }, { onError: sayRefusal }),
          }),
        onError: sayRefusal,
      },
    );
  }

  return (
    <>
      <ol aria-label={t('deals.stage.steps')} className="flex flex-wrap gap-1">
        {dealStages.map((stage, index) => {
          const isNow = stage === deal.stage;
          const isPast = index < at && deal.stage !== 'lost';
          const mayMove = deal.mayWrite && deal.nextStages.includes(stage) && !move.isPending;
          return (
            <li key={stage} className="min-w-0">
              <button
                type="button"
                disabled={!mayMove || isNow}
                aria-current={isNow ? 'step' : undefined}
                title={mayMove || isNow ? undefined : t('deals.stage.closed')}
                onClick={() => (stage === 'lost' ? setLost(true) : moveTo(stage))}
                className={cx(
                  'flex h-7 items-center gap-1 rounded-full border px-2.5 text-12 font-medium whitespace-nowrap max-md:h-10',
                  isNow
                    ? 'border-ink bg-ink text-on-ink'
                    : mayMove
                      ? 'border-line-strong bg-surface text-text hover:bg-hover'
                      : 'border-line bg-desk text-muted',
                )}
              >
                {isPast && <Check size={12} aria-hidden />}
                {t(`stage.${stage}`)}
              </button>
            </li>
          );
        })}
      </ol>
      {deal.stageDecidedBy !== null && <p className="mt-1 text-12 text-muted">{t('deals.stage.decidedBy', { system: deal.stageDecidedBy })}</p>}
      {isLost && (
        <LostDialog
          name={deal.name}
          onClose={() => setLost(false)}
          onReason={(reason) => {
            moveTo('lost', reason);
            setLost(false);
          }}
        />
      )}
    </>
  );
}
