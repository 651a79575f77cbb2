import { useState } from 'react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { useApiMutation } from '../../../../lib/api/index.ts';
import { useCan } from '../../../../lib/session.ts';
import { RadioGroup } from '../../../../ui/radio-group.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import { toast } from '../../../../ui/toast.tsx';
import { usePlan } from '../../../cosell/panel/plan.ts';
import { PlanFields } from '../../../cosell/panel/plan-fields.tsx';
import { FormDialog } from '../../kit/form-dialog.tsx';
import type { Deal } from '../use-room.ts';
import type { Absent } from './words.ts';

const changed = ['views.ofDeal', 'clouds.plan', 'deals.get', 'deals.timeline', 'acts.list'] as const;

/** The deal in one more system: a record made there, or one that is there already. */
export function AddView({ deal, absent, onClose, onAdded }: { deal: Deal; absent: Absent; onClose: () => void; onAdded: (viewId: string) => void }) {
  const cosell = absent.uses.includes('cosell');
  const mayShare = useCan('cosell:submit');
  const mayMake = absent.mayCreate && (!cosell || mayShare);
  const [how, setHow] = useState<'make' | 'tie'>(mayMake ? 'make' : 'tie');
  const [outsideId, setOutsideId] = useState('');
  const name = absent.connectionName;
  const link = useApiMutation('views.link', { invalidates: changed });
  const share = useApiMutation('clouds.share', { invalidates: changed });
  const plan = usePlan(deal.id, absent.connectionId, { goal: 'save', enabled: cosell });
  const body = { connectionId: absent.connectionId };
  const options = {
    onSuccess: (view: { id: string }) => {
      toast(t(how === 'make' ? 'views.add.making' : 'views.add.tied', { name }));
      onAdded(view.id);
    },
  };
  function submit() {
    if (how === 'tie') link.mutate({ params: { id: deal.id }, body: { ...body, outsideId: outsideId.trim() } }, options);
    else if (cosell) share.mutate({ params: { id: deal.id }, body }, options);
    else link.mutate({ params: { id: deal.id }, body }, options);
  }
  return (
    <FormDialog
      title={t('views.add.to', { name })}
      verb={t(how === 'tie' ? 'views.add.tie' : cosell ? 'cosell.share' : 'views.add.make')}
      isOpen
      onClose={onClose}
      look={cosell ? 'side' : undefined}
      isPending={link.isPending || share.isPending}
      isReady={how === 'tie' ? outsideId.trim() !== '' : mayMake && (!cosell || plan.data?.mayGo === true)}
      error={how === 'tie' || !cosell ? link.error : share.error}
      onSubmit={submit}
    >
      <RadioGroup
        label={t('views.add.how')}
        look="cards"
        value={how}
        onChange={setHow}
        options={[
          {
            id: 'make',
            label: t(cosell ? 'views.add.draft' : 'views.add.make'),
            note: t(mayMake ? (cosell ? 'views.add.draft.note' : 'views.add.make.note') : absent.mayCreate ? 'cosell.notYours' : 'views.add.stopped', { name }),
            isDisabled: !mayMake,
          },
          { id: 'tie', label: t('views.add.tie'), note: t('views.add.tie.note', { name }) },
        ]}
      />
      {how === 'tie' && <TextField label={t('views.add.id', { name })} value={outsideId} onChange={setOutsideId} isRequired maxLength={200} />}
      {how === 'make' && cosell && <PlanFields deal={deal} plan={plan} />}
    </FormDialog>
  );
}
