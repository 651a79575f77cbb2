import { useDeferredValue, useState } from 'react';
import { participantRoles, type ParticipantRole } from '@entente/kernel';
import { useApiPages } from '../../lib/api/index.ts';
import { Badge } from '../../ui/badge.tsx';
import { useAct } from '../act.ts';
import { Button } from '../kit/button.tsx';
import { FormDialog } from '../kit/dialog.tsx';
import { Choose, TextBox, TextInput } from '../kit/fields.tsx';
import { Panel } from '../kit/page.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { shareTone } from '../shared/states.ts';
import { t } from '../text.ts';
import type { Deal } from './deal.ts';

export function ShareDeal({ deal }: { deal: Deal }) {
  const [open, setOpen] = useState(false);
  const why = useWhyNot()('portal:deals');
  return (
    <Panel title={t('portal.share.title')}>
      {deal.shares.length > 0 && (
        <ul aria-label={t('portal.share.title')} className="mb-3 flex flex-col gap-2">
          {deal.shares.map((share) => (
            <li key={share.id} className="flex flex-col gap-0.5">
              <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                <bdi className="font-medium">{share.toPartnerName}</bdi>
                <span className="text-muted">{t(`role.${share.role}`)}</span>
                <Badge tone={shareTone[share.state]}>{t(`portal.sstate.${share.state}`)}</Badge>
              </span>
              {share.partnerSentence !== null && (
                <span dir="auto" className="text-12 text-muted">
                  {share.partnerSentence}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <p className="mb-3 text-muted">{t('portal.share.note', { vendor: portalName() })}</p>
      <Button why={why} onClick={() => setOpen(true)}>
        {t('portal.share.ask')}
      </Button>
      {open && <ShareForm deal={deal} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

function ShareForm({ deal, onClose }: { deal: Deal; onClose: () => void }) {
  const [q, setQ] = useState('');
  const [to, setTo] = useState('');
  const [role, setRole] = useState<ParticipantRole>('service');
  const [message, setMessage] = useState('');
  const [tried, setTried] = useState(false);
  const found = useApiPages('portalDirectory.list', { query: { q: useDeferredValue(q.trim()) || undefined, limit: 50 } }, { keepPrevious: true });
  const act = useAct('portalDeals.share', { notice: t('portal.share.asked', { vendor: portalName() }), onDone: onClose });
  const chosen = found.rows.some((entry) => entry.partnerId === to) ? to : '';
  return (
    <FormDialog
      title={t('portal.share.ask')}
      verb={t('portal.share.send')}
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (chosen !== '') void act.run({ params: { id: deal.id }, body: { toPartnerId: chosen, role, message: message.trim() || null } });
      }}
    >
      <TextInput label={t('portal.share.find')} note={t('portal.share.find.note')} type="search" value={q} onChange={setQ} />
      <Choose
        label={t('portal.share.partner')}
        choices={found.rows.map((entry) => ({ id: entry.partnerId, label: entry.partnerName }))}
        value={chosen}
        onChange={setTo}
        emptyLabel={found.isLoading ? t('ui.loading', { what: t('portal.nav.partners') }) : found.rows.length === 0 ? t('ui.noMatches') : t('ui.select.choose')}
        error={tried && chosen === '' ? t('portal.missing') : undefined}
        required
      />
      <Choose label={t('portal.share.role')} choices={participantRoles.map((id) => ({ id, label: t(`role.${id}`) }))} value={role} onChange={setRole} />
      <TextBox label={t('portal.share.message')} value={message} onChange={setMessage} maxLength={4000} />
    </FormDialog>
  );
}
