import { useEffect, useState } from 'react';
import { Eye, Pencil } from 'lucide-react';
import { useParams } from '@tanstack/react-router';
import { useRegisterActions } from '../../lib/actions.ts';
import { useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { DateText, RelativeTime } from '../../lib/i18n/values.tsx';
import { rememberRecent } from '../../lib/search.ts';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Facts, PageBody, PageHeader } from '../../ui/page.tsx';
import { useNow } from '../../ui/use-now.ts';
import { PartnerTiesCard } from '../distribution/ties-card.tsx';
import { RecordPage } from './kit/record-page.tsx';
import { ConflictsCard } from './conflicts-card.tsx';
import { LinksCard } from './links-card.tsx';
import { AddCompetency, AddPartnerContact } from './partner-additions.tsx';
import { CompetencyCard, ContactsCard, DealsCard, RecordCard, TiesCard, TouchCard } from './partner-cards.tsx';
import { PeopleCard } from './people-card.tsx';
import { type Partner, PartnerForm } from './partner-form.tsx';
import { statusName, statusTone, typeName } from './words.ts';

export function PartnerScreen() {
  const { partnerId } = useParams({ from: '/workspace/partners/$partnerId' });
  const query = useApi('partners.get', { params: { id: partnerId } });
  return (
    <RecordPage query={query} what={t('partners.title')}>
      {(partner) => <PartnerRecord key={partner.id} partner={partner} onReload={() => void query.refetch()} />}
    </RecordPage>
  );
}

function PartnerRecord({ partner, onReload }: { partner: Partner; onReload: () => void }) {
  const [open, setOpen] = useState<'edit' | 'competency' | 'contact'>();
  const mayWrite = useCan('partners:write');
  const mayViewAs = useCan('partners:view_as');
  const today = useNow(60 * 60_000)
    .toISOString()
    .slice(0, 10);
  const close = () => setOpen(undefined);
  useEffect(
    () => rememberRecent({ id: partner.id, label: partner.name, note: partner.types.map(typeName).join(', '), to: `/partners/${partner.id}` }),
    [partner.id, partner.name, partner.types],
  );
  useRegisterActions(
    () => [
      { id: 'partner.edit', label: 'partners.editVerb', scope: 'record', shortcut: 'e', permission: 'partners:write', run: () => setOpen('edit') },
      { id: 'partner.competency', label: 'partners.competency.add', scope: 'record', permission: 'partners:write', run: () => setOpen('competency') },
      { id: 'partner.contact', label: 'work.contact.add', scope: 'record', permission: 'partners:write', run: () => setOpen('contact') },
      { id: 'partner.viewAs', label: 'links.viewAs', scope: 'record', permission: 'partners:view_as', run: () => location.assign(`/portal?as=${partner.id}`) },
    ],
    [partner.id],
  );
  const facts = [
    { label: t('partners.types'), value: partner.types.map(typeName).join(', ') },
    { label: t('partners.manager'), value: partner.managerName ?? t('work.nobody') },
    { label: t('partners.regions'), value: partner.regions.join(', ') || t('work.none') },
    { label: t('partners.countries'), value: partner.countries.join(', ') || t('work.none') },
    { label: t('partners.industries'), value: partner.industries.join(', ') || t('work.none') },
    { label: t('partners.tier'), value: partner.tier ?? t('work.none') },
    {
      label: t('partners.capacityUsed'),
      value:
        partner.capacityTotal === null
          ? t('partners.capacity.unknown', { used: partner.capacityUsed })
          : t('ui.progress.of', { done: partner.capacityUsed, total: partner.capacityTotal }),
    },
    {
      label: t('partners.response'),
      value: partner.medianResponseHours === null ? t('work.none') : t('partners.hours', { n: Math.round(partner.medianResponseHours * 10) / 10 }),
    },
    { label: t('partners.joined'), value: partner.joinedOn === null ? t('work.none') : <DateText date={partner.joinedOn} /> },
    { label: t('partners.lastTouch'), value: partner.lastTouchAt === null ? t('work.never') : <RelativeTime at={partner.lastTouchAt} /> },
  ];
  return (
    <>
      <PageHeader
        title={partner.name}
        crumbs={[{ label: t('partners.title'), to: '/partners' }, { label: partner.domain ?? partner.name }]}
        badges={<Badge tone={statusTone[partner.status]}>{statusName(partner.status)}</Badge>}
        actions={
          <>
            {mayViewAs && (
              // Another page with an audience of its own: a plain link, which leaves this one.
              <a
                href={`/portal?as=${partner.id}`}
                className="inline-flex h-8 items-center gap-1.5 rounded-control border border-line-strong bg-surface px-3 font-medium hover:bg-hover max-md:h-10"
              >
                <Eye size={14} aria-hidden />
                {t('links.viewAs')}
              </a>
            )}
            {mayWrite && (
              <Button icon={<Pencil size={14} aria-hidden />} keyHint="e" onPress={() => setOpen('edit')}>
                {t('partners.editVerb')}
              </Button>
            )}
          </>
        }
        facts={<Facts items={facts} />}
      />
      <PageBody>
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
          <div className="flex min-w-0 flex-col gap-4">
            <RecordCard partner={partner} />
            <DealsCard partnerId={partner.id} />
            <TiesCard partner={partner} />
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <TouchCard partner={partner} />
            <CompetencyCard partner={partner} today={today} onAdd={mayWrite ? () => setOpen('competency') : undefined} />
            <ConflictsCard partnerId={partner.id} mayWrite={mayWrite} />
            <ContactsCard partner={partner} onAdd={mayWrite ? () => setOpen('contact') : undefined} />
            <PeopleCard partnerId={partner.id} />
            <PartnerTiesCard partner={partner} />
            <LinksCard partner={partner} />
          </div>
        </div>
      </PageBody>
      {open === 'edit' && <PartnerForm partner={partner} isOpen onClose={close} onSaved={close} onReload={onReload} />}
      {open === 'competency' && <AddCompetency partnerId={partner.id} onClose={close} />}
      {open === 'contact' && <AddPartnerContact partnerId={partner.id} onClose={close} />}
    </>
  );
}
