import { useState } from 'react';
import type { Result } from '../../lib/api/index.ts';
import { useAct } from '../act.ts';
import { go } from '../address.tsx';
import { Button } from '../kit/button.tsx';
import { FormDialog } from '../kit/dialog.tsx';
import { TextBox, TextInput } from '../kit/fields.tsx';
import { Refused } from '../kit/states.tsx';
import { useWhyNot } from '../session.ts';
import { toMinor } from '../shared/amounts.ts';
import { t } from '../text.ts';

type Registration = Result<'portalRegistrations.get'>;
type Step = Registration['steps'][number];
type OpenStep = Extract<Step, 'answer' | 'withdraw' | 'update' | 'ask_extension'>;
/** What moves it on; the rest is there for whoever looks for it. */
const moving: readonly Step[] = ['answer', 'submit', 'update', 'ask_extension'];
const inOrder: readonly Step[] = ['answer', 'submit', 'update', 'ask_extension', 'edit', 'appeal', 'withdraw'];

/** What the partner may do now; the first is the main one. */
export function RegistrationSteps({ registration }: { registration: Registration }) {
  const [open, setOpen] = useState<OpenStep>();
  const why = useWhyNot()('portal:register');
  const submit = useAct('portalRegistrations.submit', { notice: (result) => t('portal.register.submitted', { number: result.number }) });
  const steps = inOrder.filter((step) => registration.steps.includes(step));
  if (steps.length === 0) return null;
  function take(step: Step): void {
    if (step === 'submit') void submit.run({ params: { id: registration.id }, ifVersion: registration.version });
    else if (step === 'edit') go(`/portal/register?edit=${registration.id}`);
    else if (step === 'appeal') go(registration.caseId === null ? '/portal/cases' : `/portal/cases/${registration.caseId}`);
    else setOpen(step);
  }
  const close = (): void => setOpen(undefined);
  return (
    <div className="mt-4 flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        {steps.map((step, index) => (
          <Button
            key={step}
            look={step === 'withdraw' ? 'danger' : index === 0 && moving.includes(step) ? 'main' : 'plain'}
            why={why}
            busy={step === 'submit' && submit.busy}
            onClick={() => take(step)}
          >
            {t(`portal.step.${step}`)}
          </Button>
        ))}
      </div>
      <Refused sentence={submit.refusal} />
      {open === 'answer' && <Answer registration={registration} onClose={close} />}
      {open === 'withdraw' && <Withdraw registration={registration} onClose={close} />}
      {open === 'update' && <Update registration={registration} onClose={close} />}
      {open === 'ask_extension' && <AskExtension registration={registration} onClose={close} />}
    </div>
  );
}

type StepProps = { registration: Registration; onClose: () => void };

function Answer({ registration, onClose }: StepProps) {
  const [answer, setAnswer] = useState('');
  const [missing, setMissing] = useState(false);
  const act = useAct('portalRegistrations.answer', { notice: t('portal.step.answer.done'), onDone: onClose });
  return (
    <FormDialog
      title={t('portal.step.answer.title')}
      verb={t('portal.step.answer')}
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={() =>
        answer.trim() === '' ? setMissing(true) : void act.run({ params: { id: registration.id }, body: { answer }, ifVersion: registration.version })
      }
    >
      {registration.question !== null && <p dir="auto">{registration.question}</p>}
      <TextBox
        label={t('portal.step.answer.label')}
        value={answer}
        onChange={setAnswer}
        error={missing && answer.trim() === '' ? t('portal.missing') : undefined}
        rows={4}
        maxLength={4000}
        required
      />
    </FormDialog>
  );
}

function Withdraw({ registration, onClose }: StepProps) {
  const [reason, setReason] = useState('');
  const act = useAct('portalRegistrations.withdraw', { notice: t('portal.step.withdraw.done'), onDone: onClose });
  return (
    <FormDialog
      title={t('portal.step.withdraw.title')}
      verb={t('portal.step.withdraw')}
      danger
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={() => void act.run({ params: { id: registration.id }, body: { reason: reason.trim() || null }, ifVersion: registration.version })}
    >
      <p>{t('portal.step.withdraw.note')}</p>
      <TextBox label={t('portal.reasonOptional')} value={reason} onChange={setReason} maxLength={4000} />
    </FormDialog>
  );
}

function Update({ registration, onClose }: StepProps) {
  const [note, setNote] = useState('');
  const [closeOn, setCloseOn] = useState(registration.closeOn);
  const [amount, setAmount] = useState('');
  const [missing, setMissing] = useState(false);
  const act = useAct('portalRegistrations.report', { notice: t('portal.step.update.done'), onDone: onClose });
  return (
    <FormDialog
      title={t('portal.step.update.title')}
      verb={t('portal.step.update')}
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={() => {
        if (note.trim() === '') setMissing(true);
        else
          void act.run({
            params: { id: registration.id },
            body: {
              note,
              closeOn: closeOn === registration.closeOn ? undefined : closeOn || undefined,
              amountMinor: amount.trim() === '' ? undefined : toMinor(amount, registration.currency),
            },
          });
      }}
    >
      <p>{t('portal.step.update.note')}</p>
      <TextBox
        label={t('portal.step.update.label')}
        value={note}
        onChange={setNote}
        error={missing && note.trim() === '' ? t('portal.missing') : undefined}
        maxLength={4000}
        required
      />
      <div className="grid gap-4 md:grid-cols-2">
        <TextInput label={t('portal.register.close')} type="date" value={closeOn} onChange={setCloseOn} />
        <TextInput label={t('portal.register.amount', { currency: registration.currency })} value={amount} onChange={setAmount} inputMode="decimal" dir="ltr" />
      </div>
    </FormDialog>
  );
}

function AskExtension({ registration, onClose }: StepProps) {
  const [days, setDays] = useState(String(registration.mayExtendDays || 30));
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const asked = Number(days);
  const fits = Number.isInteger(asked) && asked >= 1 && asked <= Math.max(1, registration.mayExtendDays || 365);
  const act = useAct('portalRegistrations.askExtension', { notice: t('portal.step.ask_extension.done'), onDone: onClose });
  return (
    <FormDialog
      title={t('portal.step.ask_extension.title')}
      verb={t('portal.step.ask_extension')}
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (fits && reason.trim() !== '') void act.run({ params: { id: registration.id }, body: { days: asked, reason }, ifVersion: registration.version });
      }}
    >
      <TextInput
        label={t('portal.step.ask_extension.days')}
        type="number"
        min={1}
        max={registration.mayExtendDays || 365}
        value={days}
        onChange={setDays}
        note={registration.mayExtendDays > 0 ? t('portal.step.ask_extension.most', { n: registration.mayExtendDays }) : undefined}
        error={tried && !fits ? t('portal.step.ask_extension.most', { n: registration.mayExtendDays || 365 }) : undefined}
        required
      />
      <TextBox
        label={t('portal.reason')}
        value={reason}
        onChange={setReason}
        error={tried && reason.trim() === '' ? t('portal.missing') : undefined}
        maxLength={4000}
        required
      />
    </FormDialog>
  );
}
