import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { toast } from '../../../ui/toast.tsx';
import { Refusal } from '../../deals/kit/form-dialog.tsx';
import { type DealView, plainWords } from '../../deals/room/views/words.ts';
import type { Plan } from './plan.ts';

/** Hands the record in for the review over there. What can be chosen comes with the plan, so no cloud is named here. */
export function SubmitBox({ view, plan, isDirty }: { view: DealView; plan: Plan; isDirty: boolean }) {
  const mayShare = useCan('cosell:submit');
  const { involvement, visibility } = plan.submitChoices;
  const [how, setHow] = useState<string | null>(involvement[0] ?? null);
  const [seen, setSeen] = useState<string | null>(visibility[0] ?? null);
  const submit = useApiMutation('clouds.submit', { invalidates: ['views.ofDeal', 'clouds.plan', 'deals.get', 'acts.list'] });
  const underWay = view.steps.some((step) => step.step === 'submit' && (step.status === 'waiting' || step.status === 'under_way'));
  if (!mayShare) return <p className="text-12 text-muted">{t('cosell.notYours')}</p>;
  if (view.outsideId === null) return <p className="text-12 text-muted">{t('cosell.draftComing', { name: view.connectionName })}</p>;
  const why = underWay ? t('cosell.submitting') : isDirty ? t('cosell.saveFirst') : plan.mayGo ? null : t('cosell.submit.blocked');
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-3">
      <Refusal error={submit.error} />
      {(involvement.length > 0 || visibility.length > 0) && (
        <div className="grid gap-3 md:grid-cols-2">
          {involvement.length > 0 && (
            <Select label={t('cosell.involvement')} value={how} onChange={setHow} options={involvement.map((id) => ({ id, label: plainWords(id) }))} />
          )}
          {visibility.length > 0 && (
            <Select label={t('cosell.visibility')} value={seen} onChange={setSeen} options={visibility.map((id) => ({ id, label: plainWords(id) }))} />
          )}
        </div>
      )}
      <p className="flex flex-wrap items-center gap-3">
        <Button
          kind="primary"
          isPending={submit.isPending}
          isDisabled={why !== null}
          onPress={() =>
            submit.mutate(
              { params: { id: view.id }, body: { involvement: how, visibility: seen } },
              { onSuccess: () => toast(t('cosell.submitted', { name: view.connectionName })) },
            )
          }
        >
          {t('cosell.submit', { name: view.connectionName })}
        </Button>
        {why !== null && <span className="text-12 text-muted">{why}</span>}
      </p>
    </div>
  );
}
