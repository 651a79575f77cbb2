import { useState } from 'react';
import { t } from '../../lib/i18n/i18n.ts';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { useApi } from '../../lib/api/index.ts';
import { ComboBox } from '../../ui/combo-box.tsx';
import { useSettled } from '../deals/kit/pickers.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import { PartnerPicker } from '../partners/kit/pickers.tsx';
import { useLeadAct } from './use-lead.ts';
import { type Lead, leadNumber } from './words.ts';

type DialogProps = { lead: Lead; onClose: () => void; onReload: () => void };

export function OfferLead({ lead, onClose, onReload }: DialogProps) {
  const [partnerId, setPartner] = useState<string | null>(null);
  const route = useLeadAct('leads.route');
  return (
    <FormDrawer
      look="modal"
      title={t('leads.offer')}
      verb={t('leads.offer.verb')}
      isOpen
      onClose={onClose}
      isPending={route.isPending}
      error={route.error}
      onReload={onReload}
      onSubmit={() => {
        if (partnerId !== null)
          route.mutate(
            { params: { id: lead.id }, body: { partnerId }, ifVersion: lead.version },
            {
              onSuccess: () => {
                toast(t('leads.offered'));
                onClose();
              },
            },
          );
      }}
    >
      <p className="text-muted">{t('leads.offer.note')}</p>
      <PartnerPicker label={t('work.partner')} value={partnerId} onChange={setPartner} isRequired />
    </FormDrawer>
  );
}

export function PullBack({ lead, onClose, onReload }: DialogProps) {
  const [reason, setReason] = useState('');
  const [again, setAgain] = useState(true);
  const [missing, setMissing] = useState(false);
  const pull = useLeadAct('leads.pullBack');
  return (
    <FormDrawer
      look="modal"
      title={t('leads.pullBack')}
      verb={t('leads.pullBack')}
      isOpen
      onClose={onClose}
      isPending={pull.isPending}
      error={pull.error}
      onReload={onReload}
      onSubmit={() => {
        if (reason.trim() === '') {
          setMissing(true);
          return;
        }
        pull.mutate(
          { params: { id: lead.id }, body: { reason: reason.trim(), route: again }, ifVersion: lead.version },
          {
            onSuccess: () => {
              toast(t('leads.pulledBack'));
              onClose();
            },
          },
        );
      }}
    >
      <p className="text-muted">{t('leads.pullBack.note', { partner: lead.partnerName ?? t('work.partner') })}</p>
      <TextField
        label={t('leads.reason')}
        value={reason}
        onChange={(text) => {
          setReason(text);
          setMissing(false);
        }}
        rows={3}
        isRequired
        validationBehavior="aria"
        error={missing ? t('inbox.note.missing') : undefined}
      />
      <Switch isSelected={again} onChange={setAgain}>
        {t('leads.pullBack.again')}
      </Switch>
    </FormDrawer>
  );
}

export function ConvertLead({ lead, onClose, onReload }: DialogProps) {
  const [way, setWay] = useState<'new' | 'open'>('new');
  const [dealId, setDeal] = useState<string | null>(null);
  const [text, setText] = useState('');
  const q = useSettled(text);
  const deals = useApi(
    'deals.list',
    { query: { status: 'open', limit: 20, ...(q === '' ? (lead.accountId === null ? {} : { accountId: lead.accountId }) : { q }) } },
    { keepPrevious: true, enabled: way === 'open' },
  );
  const convert = useLeadAct('leads.convert');
  return (
    <FormDrawer
      look="modal"
      title={t('leads.convert')}
      verb={t('leads.convert')}
      isOpen
      onClose={onClose}
      isPending={convert.isPending}
      error={convert.error}
      onReload={onReload}
      onSubmit={() => {
        if (way === 'open' && dealId === null) return;
        convert.mutate(
          { params: { id: lead.id }, body: { dealId: way === 'open' ? dealId : null }, ifVersion: lead.version },
          {
            onSuccess: (done) => {
              toast(t('leads.converted', { lead: leadNumber(done.number), deal: done.dealNumber === null ? '' : `D-${done.dealNumber}` }));
              onClose();
            },
          },
        );
      }}
    >
      <RadioGroup
        label={t('leads.convert.way')}
        value={way}
        onChange={setWay}
        look="cards"
        options={[
          { id: 'new', label: t('leads.convert.new'), note: t('leads.convert.newNote', { source: lead.source }) },
          { id: 'open', label: t('leads.convert.open'), note: t('leads.convert.openNote') },
        ]}
      />
      {way === 'open' && (
        <ComboBox
          label={t('work.deal')}
          value={dealId}
          onChange={setDeal}
          onSearch={setText}
          isRequired
          options={(deals.data?.items ?? []).map((deal) => ({ id: deal.id, label: deal.name, note: `D-${deal.number}` }))}
        />
      )}
    </FormDrawer>
  );
}

export function CloseLead({ lead, onClose, onReload }: DialogProps) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const close = useLeadAct('leads.close');
  return (
    <FormDrawer
      look="modal"
      title={t('leads.close')}
      verb={t('leads.close')}
      isOpen
      onClose={onClose}
      isPending={close.isPending}
      error={close.error}
      onReload={onReload}
      onSubmit={() => {
        if (reason.trim() === '') {
          setMissing(true);
          return;
        }
        close.mutate(
          { params: { id: lead.id }, body: { reason: reason.trim() }, ifVersion: lead.version },
          {
            onSuccess: () => {
              toast(t('leads.closed', { number: leadNumber(lead.number) }));
              onClose();
            },
          },
        );
      }}
    >
      <p className="text-muted">{t('leads.close.note')}</p>
      <TextField
        label={t('leads.reason')}
        value={reason}
        onChange={(text) => {
          setReason(text);
          setMissing(false);
        }}
        rows={3}
        isRequired
        validationBehavior="aria"
        error={missing ? t('inbox.note.missing') : undefined}
      />
    </FormDrawer>
  );
}
