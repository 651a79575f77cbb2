import { useState } from 'react';
import { formatDate } from '../../lib/i18n/format.ts';
import { useAct } from '../act.ts';
import { go } from '../address.tsx';
import { Button } from '../kit/button.tsx';
import { FormDialog } from '../kit/dialog.tsx';
import { TextBox, TextInput } from '../kit/fields.tsx';
import { Refused } from '../kit/states.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { t } from '../text.ts';
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

function Answer({ request, onClose }: DialogProps) {
  const [answer, setAnswer] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct('portalFunds.submitRequest', { notice: t('portal.funds.act.answered'), onDone: onClose });
  function submit(): void {
    setTried(true);
    if (answer.trim() !== '') void act.run({ params: { id: request.id }, body: { note: answer.trim() }, ifVersion: request.version });
  }
  return (
    <FormDialog
      title={t('portal.funds.act.answer')}
      verb={t('portal.funds.claim.sendAnswer')}
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={submit}
    >
      {request.question !== null && <p dir="auto">{request.question}</p>}
      <TextBox
        label={t('portal.funds.act.answer.label')}
        value={answer}
        onChange={setAnswer}
        maxLength={4000}
        error={tried && answer.trim() === '' ? t('portal.missing') : undefined}
        required
      />
    </FormDialog>
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
      <Reason value={reason} onChange={setReason} tried={tried} />
    </FormDialog>
  );
}

function Cancel({ request, onClose }: DialogProps) {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct('portalFunds.cancelRequest', { notice: t('portal.funds.act.cancelled'), onDone: onClose });
  function submit(): void {
    setTried(true);
    if (reason.trim() !== '') void act.run({ params: { id: request.id }, body: { reason: reason.trim() }, ifVersion: request.version });
  }
  return (
    <FormDialog
      title={t('portal.funds.act.cancel')}
      verb={t('portal.funds.act.cancel')}
      danger
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={submit}
    >
      <p>{t('portal.funds.act.cancel.note')}</p>
      <Reason value={reason} onChange={setReason} tried={tried} />
    </FormDialog>
  );
}

export function Reason({ value, onChange, tried }: { value: string; onChange: (text: string) => void; tried: boolean }) {
  return (
    <TextBox
      label={t('portal.reason')}
      value={value}
      onChange={onChange}
      maxLength={4000}
      error={tried && value.trim() === '' ? t('portal.missing') : undefined}
      required
    />
  );
}
