import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { PartnerPicker } from '../../partners/kit/pickers.tsx';
import { orNull } from '../../partners/kit/text-list.ts';
import { today } from '../rules/days.ts';
import { DecimalField } from '../rules/fields.tsx';
import { ProgrammeSelect } from './pickers.tsx';
import { type Enrolment, incentiveReads } from './words.ts';

/** Enrols a partner, ends an enrolment, or adds what was missing; periods that have begun keep what they began with. */
export function EnrolDialog({ ruleId: given, of, onClose }: { ruleId?: string; of?: Enrolment; onClose: () => void }) {
  const [ruleId, setRuleId] = useState<string | null>(of?.ruleId ?? given ?? null);
  const [partnerId, setPartnerId] = useState<string | null>(of?.partnerId ?? null);
  const [from, setFrom] = useState(of?.from ?? today());
  const [until, setUntil] = useState(of?.until ?? '');
  const [tier, setTier] = useState(of?.tier ?? '');
  const [target, setTarget] = useState(of?.target ?? '');
  const [baseline, setBaseline] = useState(of?.baseline ?? '');
  const onDone = () => {
    toast(t('incentives.enrol.done'));
    onClose();
  };
  const enrol = useApiMutation('incentives.enrol', { invalidates: incentiveReads, onDone });
  const update = useApiMutation('incentives.updateEnrolment', { invalidates: incentiveReads, onDone });
  const terms = { until: orNull(until), tier: orNull(tier), target: orNull(target), baseline: orNull(baseline) };
  function submit() {
    if (of !== undefined) update.mutate({ params: { id: of.id }, body: terms, ifVersion: of.version });
    else if (ruleId !== null && partnerId !== null && from !== '') enrol.mutate({ body: { ruleId, partnerId, from, ...terms } });
  }
  return (
    <FormDrawer
      title={of === undefined ? t('incentives.enrol') : of.partnerName}
      verb={of === undefined ? t('incentives.enrol') : t('ui.save')}
      isOpen
      onClose={onClose}
      isPending={enrol.isPending || update.isPending}
      error={of === undefined ? enrol.error : update.error}
      onSubmit={submit}
    >
      {of?.missing !== null && of?.missing !== undefined && (
        <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">
          <bdi>{of.missing}</bdi>
        </p>
      )}
      {of === undefined && (
        <>
          {given === undefined && <ProgrammeSelect label={t('incentives.programme')} value={ruleId} onChange={setRuleId} />}
          <PartnerPicker label={t('work.partner')} isRequired value={partnerId} onChange={setPartnerId} />
          <DateField label={t('incentives.enrol.from')} isRequired value={from} onChange={setFrom} className="w-48" />
        </>
      )}
      <DateField label={t('incentives.enrol.until')} description={t('incentives.enrol.until.note')} value={until} onChange={setUntil} className="w-48" />
      <TextField label={t('incentives.tier')} maxLength={80} value={tier} onChange={setTier} />
      <DecimalField path="target" label={t('incentives.target')} description={t('incentives.target.note')} value={target} onChange={setTarget} />
      <DecimalField path="baseline" label={t('incentives.baselineIs')} description={t('incentives.target.note')} value={baseline} onChange={setBaseline} />
    </FormDrawer>
  );
}
