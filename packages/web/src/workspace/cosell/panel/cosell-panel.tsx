import { useState } from 'react';
import type { DealStage } from '@entente/kernel';
import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import type { Deal } from '../../deals/room/use-room.ts';
import type { DealView } from '../../deals/room/views/words.ts';
import { EngagementCard } from './engagement.tsx';
import { CosellLinks } from './links.tsx';
import { type Plan, usePlan } from './plan.ts';
import { PlanFields } from './plan-fields.tsx';
import { SubmitBox } from './submit-box.tsx';

/** A record that nobody has handed in yet is on its way to that; every other is only kept up to date, or moves its stage. */
const goalOf = (view: DealView): Plan['goal'] => (view.state === null || view.state.key === 'draft' ? 'submit' : 'save');

/** What co-selling adds to a view. Everything here comes from the plan; nothing depends on which cloud it is. */
export function CosellPanel({ deal, view }: { deal: Deal; view: DealView }) {
  const [stage, setStage] = useState<DealStage | null>(null);
  const [isDirty, setDirty] = useState(false);
  const goal = goalOf(view);
  const now = usePlan(deal.id, view.connectionId, { goal });
  const ahead = usePlan(deal.id, view.connectionId, { goal: 'stage', stage: stage ?? undefined, enabled: stage !== null });
  const plan = stage === null ? now : ahead;
  const next = now.data?.nextStages ?? [];
  return (
    <div className="flex flex-col gap-4">
      <section aria-label={t('cosell.plan')} className="flex flex-col gap-3 rounded-popover border border-line p-3">
        <h3 className="font-semibold">
          {t(goal === 'submit' ? 'cosell.plan.toSubmit' : stage === null ? 'cosell.plan.toSave' : 'cosell.plan.toStage', { name: view.connectionName })}
        </h3>
        {next.length > 0 && (
          <Select
            className="md:w-72"
            label={t('cosell.plan.ahead')}
            value={stage ?? 'now'}
            onChange={(id) => setStage(next.find((one) => one.stage === id)?.stage ?? null)}
            options={[{ id: 'now', label: t('cosell.plan.now') }, ...next.map((one) => ({ id: one.stage, label: t(`stage.${one.stage}`), note: one.outside }))]}
          />
        )}
        <PlanFields key={stage ?? goal} deal={deal} plan={plan} onDirty={setDirty} />
        {goal === 'submit' && now.data !== undefined && <SubmitBox view={view} plan={now.data} isDirty={isDirty} />}
      </section>
      <CosellLinks view={view} />
      {view.outsideId !== null && <EngagementCard view={view} />}
    </div>
  );
}
