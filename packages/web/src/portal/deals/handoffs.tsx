import { ArrowLeft, ArrowRight } from 'lucide-react';
import { InstantText } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { useAct } from '../act.ts';
import { Button } from '../kit/button.tsx';
import { Panel } from '../kit/page.tsx';
import { Refused } from '../kit/states.tsx';
import { useWhyNot } from '../session.ts';
import { t } from '../text.ts';
import type { Deal } from './deal.ts';

export function Handoffs({ deal }: { deal: Deal }) {
  const why = useWhyNot()('portal:deals');
  const act = useAct('portalDeals.handoffDone', { notice: t('portal.deal.handedOver') });
  if (deal.handoffs.length === 0) return null;
  return (
    <Panel title={t('portal.deal.handoffs')} flush>
      <ul aria-label={t('portal.deal.handoffs')}>
        {deal.handoffs.map((handoff) => {
          const fromUs = handoff.direction === 'from_me';
          const Arrow = fromUs ? ArrowRight : ArrowLeft;
          return (
            <li key={handoff.id} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-4 py-3 last:border-b-0">
              <Arrow size={16} strokeWidth={1.75} aria-hidden className="flip shrink-0 text-muted" />
              <span className="min-w-0 flex-1">
                <bdi className="font-medium">{handoff.title}</bdi>
                <span className="block text-12 text-muted">{t(fromUs ? 'portal.deal.fromUs' : 'portal.deal.toUs', { other: handoff.otherSide })}</span>
              </span>
              {handoff.state === 'done' && handoff.doneAt !== null ? (
                <span className="text-12 text-muted">
                  <Badge tone="ok">{t('portal.done')}</Badge> <InstantText at={handoff.doneAt} />
                </span>
              ) : (
                <>
                  <SlaClock dueAt={handoff.dueAt} />
                  {fromUs && (
                    <Button
                      why={why}
                      busy={act.busy}
                      aria-label={t('portal.deal.markDone', { title: handoff.title })}
                      onClick={() => void act.run({ params: { id: deal.id, childId: handoff.id } })}
                    >
                      {t('portal.deal.handOver')}
                    </Button>
                  )}
                </>
              )}
            </li>
          );
        })}
      </ul>
      <Refused sentence={act.refusal} />
    </Panel>
  );
}
