import { type ReactNode, useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { todayText } from '../pricing/words.ts';
import { addDaysTo, type Approval, type Quote, quoteNumber, quoteReads } from './words.ts';

export type Act = { what: 'submit' | 'send' | 'accept' | 'decline' | 'withdraw' | 'copy' | 'expiry' } | { what: 'approve' | 'reject'; approval: Approval };
type Props = { quote: Quote; onClose: () => void; onReload: () => void };
const noteBody = (note: string) => (note.trim() === '' ? {} : { note: note.trim() });

export function ActDialog({ act, ...props }: Props & { act: Act }) {
  switch (act.what) {
    case 'submit':
    case 'send':
      return <GoOn {...props} what={act.what} />;
    case 'decline':
    case 'withdraw':
      return <EndIt {...props} what={act.what} />;
    case 'accept':
      return <Accept {...props} />;
    case 'copy':
      return <Copy {...props} />;
    case 'expiry':
      return <Expiry {...props} />;
    case 'approve':
    case 'reject':
      return <Decide {...props} approval={act.approval} approve={act.what === 'approve'} />;
  }
}

const told = (quote: Quote) => toast(t('quotes.nowState', { number: quoteNumber(quote.number), state: t(`quotes.state.${quote.state}`) }));

function Note({ value, onChange, label, required }: { value: string; onChange: (text: string) => void; label: string; required?: boolean }) {
  return <TextField label={label} value={value} onChange={onChange} rows={3} {...(required ? { isRequired: true } : {})} />;
}
function Said({ children }: { children: ReactNode }) {
  return <p className="text-muted">{children}</p>;
}

function GoOn({ quote, what, onClose, onReload }: Props & { what: 'submit' | 'send' }) {
  const [note, setNote] = useState('');
  const act = useApiMutation(what === 'submit' ? 'quotes.submit' : 'quotes.send', { invalidates: quoteReads });
  return (
    <FormDialog
      title={t(`quotes.${what}.title`, { number: quoteNumber(quote.number) })}
      verb={t(`quotes.${what}`)}
      isOpen
      size="small"
      onClose={onClose}
      onReload={onReload}
      isPending={act.isPending}
      error={act.error}
      onSubmit={() =>
        act.mutate(
          { params: { id: quote.id }, body: noteBody(note), ifVersion: quote.version },
          {
            onSuccess: (next) => {
              told(next);
              onClose();
            },
          },
        )
      }
    >
      <Said>{t(`quotes.${what}.note`)}</Said>
      <Note label={t('pricing.note')} value={note} onChange={setNote} />
    </FormDialog>
  );
}

function EndIt({ quote, what, onClose, onReload }: Props & { what: 'decline' | 'withdraw' }) {
  const [note, setNote] = useState('');
  const act = useApiMutation(what === 'decline' ? 'quotes.decline' : 'quotes.withdraw', { invalidates: quoteReads });
  return (
    <FormDialog
      title={t(`quotes.${what}.title`, { number: quoteNumber(quote.number) })}
      verb={t(`quotes.${what}`)}
      isOpen
      danger
      size="small"
      onClose={onClose}
      onReload={onReload}
      isPending={act.isPending}
      isReady={note.trim() !== ''}
      error={act.error}
      onSubmit={() =>
        act.mutate(
          { params: { id: quote.id }, body: { note: note.trim() }, ifVersion: quote.version },
          {
            onSuccess: (next) => {
              told(next);
              onClose();
            },
          },
        )
      }
    >
      <Note label={t('quotes.reason')} value={note} onChange={setNote} required />
    </FormDialog>
  );
}

function Accept({ quote, onClose, onReload }: Props) {
  const [acceptedBy, setAcceptedBy] = useState('');
  const [evidence, setEvidence] = useState('');
  const act = useApiMutation('quotes.accept', { invalidates: quoteReads });
  return (
    <FormDialog
      title={t('quotes.accept.title', { number: quoteNumber(quote.number) })}
      verb={t('quotes.accept')}
      isOpen
      onClose={onClose}
      onReload={onReload}
      isPending={act.isPending}
      isReady={acceptedBy.trim() !== '' && evidence.trim() !== ''}
      error={act.error}
      onSubmit={() =>
        act.mutate(
          { params: { id: quote.id }, body: { acceptedBy: acceptedBy.trim(), evidence: evidence.trim() }, ifVersion: quote.version },
          {
            onSuccess: (next) => {
              told(next);
              onClose();
            },
          },
        )
      }
    >
      <Said>{t('quotes.accept.note')}</Said>
      <TextField label={t('quotes.accept.by')} value={acceptedBy} onChange={setAcceptedBy} isRequired />
      <TextField
        label={t('quotes.accept.evidence')}
        description={t('quotes.accept.evidence.note')}
        value={evidence}
        onChange={setEvidence}
        rows={3}
        isRequired
      />
    </FormDialog>
  );
}

function Copy({ quote, onClose }: Props) {
  const navigate = useNavigate();
  const [name, setName] = useState(quote.name);
  const [expiresOn, setExpiresOn] = useState(() => addDaysTo(todayText(), 30));
  const act = useApiMutation('quotes.copy', { invalidates: quoteReads });
  return (
    <FormDialog
      title={t('quotes.copy.title', { number: quoteNumber(quote.number) })}
      verb={t('quotes.copy')}
      isOpen
      size="small"
      onClose={onClose}
      isPending={act.isPending}
      isReady={name.trim() !== '' && expiresOn >= todayText()}
      error={act.error}
      onSubmit={() =>
        act.mutate(
          { params: { id: quote.id }, body: { name: name.trim(), expiresOn } },
          {
            onSuccess: (made) => {
              toast(t('quotes.created', { number: quoteNumber(made.number) }));
              onClose();
              void navigate({ to: '/money/quotes/$quoteId', params: { quoteId: made.id } });
            },
          },
        )
      }
    >
      <Said>{t('quotes.copy.note')}</Said>
      <TextField label={t('quotes.name')} value={name} onChange={setName} isRequired />
      <DateField label={t('quotes.expires')} value={expiresOn} onChange={setExpiresOn} isRequired />
    </FormDialog>
  );
}

function Expiry({ quote, onClose, onReload }: Props) {
  const [expiresOn, setExpiresOn] = useState(() => (quote.expiresOn < todayText() ? addDaysTo(todayText(), 30) : quote.expiresOn));
  const act = useApiMutation('quotes.change', { invalidates: quoteReads });
  return (
    <FormDialog
      title={t('quotes.expiry.title', { number: quoteNumber(quote.number) })}
      verb={t('ui.save')}
      isOpen
      size="small"
      onClose={onClose}
      onReload={onReload}
      isPending={act.isPending}
      isReady={expiresOn >= todayText()}
      error={act.error}
      onSubmit={() =>
        act.mutate(
          { params: { id: quote.id }, body: { expiresOn }, ifVersion: quote.version },
          {
            onSuccess: (next) => {
              told(next);
              onClose();
            },
          },
        )
      }
    >
      <Said>{t(quote.sentAt === null ? 'quotes.expiry.note' : 'quotes.expiry.sent')}</Said>
      <DateField label={t('quotes.expires')} description={t('quotes.expires.note')} value={expiresOn} onChange={setExpiresOn} isRequired />
    </FormDialog>
  );
}

function Decide({ quote, approval, approve, onClose, onReload }: Props & { approval: Approval; approve: boolean }) {
  const [note, setNote] = useState('');
  const yes = useApiMutation('quotes.approve', { invalidates: quoteReads });
  const no = useApiMutation('quotes.reject', { invalidates: quoteReads });
  const params = { id: quote.id, approvalId: approval.id };
  const done = {
    onSuccess: (next: Quote) => {
      told(next);
      onClose();
    },
  };
  return (
    <FormDialog
      title={t(approve ? 'quotes.approve.title' : 'quotes.reject.title', { name: approval.ruleName })}
      verb={t(approve ? 'quotes.approve' : 'quotes.reject')}
      isOpen
      danger={!approve}
      size="small"
      onClose={onClose}
      onReload={onReload}
      isPending={yes.isPending || no.isPending}
      isReady={approve || note.trim() !== ''}
      error={yes.error ?? no.error}
      onSubmit={() => (approve ? yes.mutate({ params, body: noteBody(note) }, done) : no.mutate({ params, body: { note: note.trim() } }, done))}
    >
      <p>
        <bdi>{approval.reason}</bdi>
      </p>
      <Note label={t(approve ? 'pricing.note' : 'quotes.reason')} value={note} onChange={setNote} required={!approve} />
    </FormDialog>
  );
}
