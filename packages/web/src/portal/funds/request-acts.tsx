import { useState } from 'react';
import { formatDate } from '../../lib/i18n/format.ts';
import { useAct } from '../act.ts';
import { go } from '../address.tsx';
import { Button } from '../kit/button.tsx';
import { FormDialog } from '../kit/dialog.tsx';
import { TextInput } from '../kit/fields.tsx';
import { Refused } from '../kit/states.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { t } from '../text.ts';
import { AnswerDialog, NeededWords, WordsDialog } from './words-dialog.tsx';
import type { RequestDetail } from './words.tsx';

type Verb = 'submit' | 'answer' | 'claim' | 'edit' | 'extend' | 'cancel';
type Dialog = Extract<Verb, 'answer' | 'extend' | 'cancel'>;

function verbsOf({ may, state }: RequestDetail): Verb[] {
  return [
    ...(may.includes('submit') ? [state === 'info_requested' ? ('answer' as const) : ('submit' as const)] : []),
    ...(may.includes('claim') ? (['claim'] as const) : []),
    ...(may.includes('edit') || may.includes('amend') ? (['edit'] as const) : []),
    ...(may.includes('extend') ? (['extend'] as const) : []),
    ...(may.includes('cancel') ? (['cancel'] as const) : []),
  ];
}

/** What the partner may do now; the first is the main one. */
export function RequestActs({ request }: { request: RequestDetail }) {
  const [open, setOpen] = useState<Dialog>();
  const why = useWhyNot()('portal:funds');
  const submit = useAct('portalFunds.submitRequest', { notice: t('portal.funds.form.sent', { vendor: portalName() }) });
  const verbs = verbsOf(request);
  if (verbs.length === 0) return null;
  function take(verb: Verb): void {
    if (verb === 'submit') void submit.run({ params: { id: request.id }, body: { note: null }, ifVersion: request.version });
    else if (verb === 'claim') go(`/portal/funds/claims/new?request=${request.id}`);
    else if (verb === 'edit') go(`/portal/funds/requests/new?edit=${request.id}`);
    else setOpen(verb);
  }
  const close = (): void => setOpen(undefined);
  return (
    <div className="mt-4 flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        {verbs.map((verb) => (
          <Button
            key={verb}
            look={verb === 'cancel' ? 'danger' : verb === verbs[0] && (verb === 'submit' || verb === 'answer' || verb === 'claim') ? 'main' : 'plain'}
            why={why}
            busy={verb === 'submit' && submit.busy}
            onClick={() => take(verb)}
          >
            {t(`portal.funds.act.${verb}`)}
          </Button>
        ))}
      </div>
      <Refused sentence={submit.refusal} />
      {open === 'answer' && <Answer request={request} onClose={close} />}
      {open === 'extend' && <Extend request={request} onClose={close} />}
      {open === 'cancel' && <Cancel request={request} onClose={close} />}
    </div>
  );
}

type DialogProps = { request: RequestDetail; onClose: () => void };

function Answer({ request: { id, version, question }, onClose }: DialogProps) {
  const act = useAct('portalFunds.submitRequest', { notice: t('portal.funds.act.answered'), onDone: onClose });
  return (
    <AnswerDialog question={question} act={act} onClose={onClose} onWords={(note) => void act.run({ params: { id }, body: { note }, ifVersion: version })} />
  );
}

function Extend({ request, onClose }: DialogProps) {
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const now = request.claimUntil ?? '';
  const act = useAct('portalFunds.askExtension', { notice: t('portal.funds.act.extended', { vendor: portalName() }), onDone: onClose });
  function submit(): void {
    setTried(true);
    if (until > now && reason.trim() !== '') void act.run({ params: { id: request.id }, body: { claimUntil: until, reason: reason.trim() } });
  }
  return (
    <FormDialog
      title={t('portal.funds.act.extend')}
      verb={t('portal.funds.act.extend')}
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={submit}
    >
      <p className="text-muted">{t('portal.funds.act.extend.note', { day: formatDate(now), vendor: portalName() })}</p>
      <TextInput
        label={t('portal.funds.act.extend.until')}
        type="date"
        min={now}
        value={until}
        onChange={setUntil}
        error={tried && until <= now ? t('portal.funds.act.extend.later', { day: formatDate(now) }) : undefined}
        required
      />
      <NeededWords label={t('portal.reason')} value={reason} onChange={setReason} tried={tried} />
    </FormDialog>
  );
}

function Cancel({ request: { id, version }, onClose }: DialogProps) {
  const act = useAct('portalFunds.cancelRequest', { notice: t('portal.funds.act.cancelled'), onDone: onClose });
  return (
    <WordsDialog
      title={t('portal.funds.act.cancel')}
      label={t('portal.reason')}
      danger
      act={act}
      onClose={onClose}
      onWords={(reason) => void act.run({ params: { id }, body: { reason }, ifVersion: version })}
    >
      <p>{t('portal.funds.act.cancel.note')}</p>
    </WordsDialog>
  );
}
