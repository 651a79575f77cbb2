import { useState } from 'react';
import { useApi } from '../../lib/api/index.ts';
import { useNow } from '../../ui/use-now.ts';
import { useAct } from '../act.ts';
import { Button } from '../kit/button.tsx';
import { FormDialog } from '../kit/dialog.tsx';
import { TextBox, TextInput } from '../kit/fields.tsx';
import { Failed, Ghosts, Refused } from '../kit/states.tsx';
import { dayOf, endOfQuarter } from '../register/dates.ts';
import { ValueBands } from '../register/value-bands.tsx';
import { useWhyNot } from '../session.ts';
import { t } from '../text.ts';
import type { Lead } from './lead-list.tsx';

type ActProps = { lead: Lead; onClose: () => void };

export function LeadActs({ lead }: { lead: Lead }) {
  const [open, setOpen] = useState<'decline' | 'contacted' | 'convert'>();
  const why = useWhyNot()('portal:leads');
  const accept = useAct('portalLeads.accept', { notice: t('portal.leads.accepted') });
  const close = (): void => setOpen(undefined);
  const offered = lead.state === 'offered' && lead.answer === null;
  const ours = lead.state === 'accepted' || lead.state === 'contacted';
  if (!offered && !ours) return null;
  return (
    <div className="mt-4 flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        {offered && (
          <>
            <Button look="main" why={why} busy={accept.busy} onClick={() => void accept.run({ params: { id: lead.id }, ifVersion: lead.version })}>
              {t('portal.leads.accept')}
            </Button>
            <Button why={why} onClick={() => setOpen('decline')}>
              {t('portal.leads.decline')}
            </Button>
          </>
        )}
        {lead.state === 'accepted' && (
          <Button look="main" why={why} onClick={() => setOpen('contacted')}>
            {t('portal.leads.contacted')}
          </Button>
        )}
        {ours && (
          <Button look={lead.state === 'contacted' ? 'main' : 'plain'} why={why} onClick={() => setOpen('convert')}>
            {t('portal.leads.convert')}
          </Button>
        )}
      </div>
      <Refused sentence={accept.refusal} />
      {open === 'decline' && <Decline lead={lead} onClose={close} />}
      {open === 'contacted' && <Contacted lead={lead} onClose={close} />}
      {open === 'convert' && <Convert lead={lead} onClose={close} />}
    </div>
  );
}

function Decline({ lead, onClose }: ActProps) {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct('portalLeads.decline', { notice: t('portal.leads.declined'), onDone: onClose });
  return (
    <FormDialog
      title={t('portal.leads.decline.title', { company: lead.companyName })}
      verb={t('portal.leads.decline')}
      danger
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (reason.trim() !== '') void act.run({ params: { id: lead.id }, body: { reason }, ifVersion: lead.version });
      }}
    >
      <p>{t('portal.leads.decline.note')}</p>
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

function Contacted({ lead, onClose }: ActProps) {
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct('portalLeads.contacted', { notice: t('portal.leads.contacted.done'), onDone: onClose });
  return (
    <FormDialog
      title={t('portal.leads.contacted.title', { company: lead.companyName })}
      verb={t('ui.save')}
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (note.trim() !== '') void act.run({ params: { id: lead.id }, body: { note }, ifVersion: lead.version });
      }}
    >
      <TextBox
        label={t('portal.leads.contacted.label')}
        value={note}
        onChange={setNote}
        error={tried && note.trim() === '' ? t('portal.missing') : undefined}
        maxLength={4000}
        required
      />
    </FormDialog>
  );
}

function Convert({ lead, onClose }: ActProps) {
  const form = useApi('portal.registerForm', {}, { staleTime: 5 * 60_000 });
  const [valueBand, setValueBand] = useState('');
  const [closeOn, setCloseOn] = useState(() => endOfQuarter(new Date(), 1));
  const today = dayOf(useNow());
  const [tried, setTried] = useState(false);
  const act = useAct('portalLeads.convert', { notice: t('portal.leads.converted'), onDone: onClose });
  return (
    <FormDialog
      title={t('portal.leads.convert.title', { company: lead.companyName })}
      verb={t('portal.leads.convert')}
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (valueBand !== '' && closeOn !== '') void act.run({ params: { id: lead.id }, body: { valueBand, closeOn }, ifVersion: lead.version });
      }}
    >
      <p>{t('portal.leads.convert.note')}</p>
      {form.data ? (
        <ValueBands
          bands={form.data.valueBands}
          value={valueBand}
          onChange={setValueBand}
          error={tried && valueBand === '' ? t('portal.register.value.missing') : undefined}
        />
      ) : form.error ? (
        <Failed error={form.error} onRetry={() => void form.refetch()} />
      ) : (
        <Ghosts what={t('portal.register.value')} rows={1} />
      )}
      <TextInput
        label={t('portal.register.close')}
        type="date"
        min={today}
        value={closeOn}
        onChange={setCloseOn}
        error={tried && closeOn === '' ? t('portal.register.close.missing') : undefined}
        required
      />
    </FormDialog>
  );
}
