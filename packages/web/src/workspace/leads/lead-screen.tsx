import { useEffect, useState } from 'react';
import { Ellipsis, Pencil } from 'lucide-react';
import { Link, useParams } from '@tanstack/react-router';
import { useRegisterActions } from '../../lib/actions.ts';
import { isStale, problemSentence, useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Money } from '../../lib/i18n/values.tsx';
import { rememberRecent } from '../../lib/search.ts';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Card, Facts, PageBody, PageHeader } from '../../ui/page.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { toast } from '../../ui/toast.tsx';
import { RecordPage } from '../partners/kit/record-page.tsx';
import { ContactLines, SourceCard } from './lead-cards.tsx';
import { LeadForm } from './lead-form.tsx';
import { CloseLead, ConvertLead, OfferLead, PullBack } from './lead-dialogs.tsx';
import { Offers, PassedOver } from './offers.tsx';
import { useLeadAct } from './use-lead.ts';
import { ageWords, clockOf, isEnded, isWithPartner, type Lead, leadNumber, leadTone, stateName } from './words.ts';

type Open = 'edit' | 'offer' | 'pullBack' | 'convert' | 'close';

export function LeadScreen() {
  const { leadId } = useParams({ from: '/workspace/leads/$leadId' });
  const query = useApi('leads.get', { params: { id: leadId } });
  return (
    <RecordPage query={query} what={t('leads.title')}>
      {(lead) => <LeadRecord key={lead.id} lead={lead} onReload={() => void query.refetch()} />}
    </RecordPage>
  );
}

function LeadRecord({ lead, onReload }: { lead: Lead; onReload: () => void }) {
  const [open, setOpen] = useState<Open>();
  const mayWrite = useCan('leads:write');
  const route = useLeadAct('leads.route');
  const take = useLeadAct('leads.take');
  const ended = isEnded(lead.state);
  const withPartner = isWithPartner(lead.state);
  const close = () => setOpen(undefined);
  useEffect(
    () => rememberRecent({ id: lead.id, label: lead.companyName, note: leadNumber(lead.number), to: `/leads/${lead.id}` }),
    [lead.id, lead.companyName, lead.number],
  );

  function complain(error: unknown) {
    if (isStale(error)) onReload();
    toast(isStale(error) ? t('leads.stale') : problemSentence(error, t('work.refused')), { tone: 'bad' });
  }
  function routeNow() {
    route.mutate(
      { params: { id: lead.id }, body: {}, ifVersion: lead.version },
      {
        onError: complain,
        onSuccess: (next) => toast(next.state === 'with_vendor' ? t('leads.nobodyLeft') : t('leads.routed', { state: stateName(next.state) })),
      },
    );
  }
  function takeIt() {
    take.mutate({ params: { id: lead.id }, ifVersion: lead.version }, { onError: complain, onSuccess: () => toast(t('leads.taken')) });
  }
  const mayRoute = !ended && !withPartner && lead.state !== 'offered';
  const mayTake = !ended && !withPartner;
  const mayConvert = !ended && lead.state !== 'offered';
  useRegisterActions(
    () => [
      { id: 'lead.edit', label: 'leads.edit', scope: 'record', shortcut: 'e', permission: 'leads:write', isEnabled: () => !ended, run: () => setOpen('edit') },
      { id: 'lead.route', label: 'leads.route', scope: 'record', shortcut: 'r', permission: 'leads:write', isEnabled: () => mayRoute, run: routeNow },
      {
        id: 'lead.offer',
        label: 'leads.offer',
        scope: 'record',
        shortcut: 'o',
        permission: 'leads:write',
        isEnabled: () => mayRoute,
        run: () => setOpen('offer'),
      },
      { id: 'lead.take', label: 'leads.take', scope: 'record', shortcut: 't', permission: 'leads:write', isEnabled: () => mayTake, run: takeIt },
      {
        id: 'lead.convert',
        label: 'leads.convert',
        scope: 'record',
        shortcut: 'v',
        permission: 'leads:write',
        isEnabled: () => mayConvert,
        run: () => setOpen('convert'),
      },
    ],
    [lead.version, lead.state],
  );
  const due = clockOf(lead);
  const facts = [
    { label: t('leads.holder'), value: <Holder lead={lead} /> },
    {
      label: t('work.value'),
      value:
        lead.amountMinor === null || lead.currency === null ? t('work.none') : <Money value={{ amountMinor: lead.amountMinor, currency: lead.currency }} />,
    },
    { label: t('leads.product'), value: lead.productName ?? t('leads.any') },
    { label: t('leads.place'), value: [lead.country, lead.region].filter(Boolean).join(', ') || t('work.none') },
    { label: t('leads.age'), value: ageWords(lead.ageHours) },
    { label: t('leads.hops'), value: lead.hops },
  ];
  return (
    <>
      <PageHeader
        title={lead.companyName}
        crumbs={[{ label: t('leads.title'), to: '/leads' }, { label: leadNumber(lead.number) }]}
        badges={
          <>
            <Badge tone={leadTone[lead.state]}>{stateName(lead.state)}</Badge>
            {due !== null ? <SlaClock dueAt={due} /> : lead.late && <Badge tone="bad">{t('leads.late')}</Badge>}
          </>
        }
        actions={
          mayWrite &&
          !ended && (
            <>
              <Button icon={<Pencil size={14} aria-hidden />} keyHint="e" onPress={() => setOpen('edit')}>
                {t('leads.edit')}
              </Button>
              {mayTake && lead.state !== 'with_vendor' && (
                <Button isPending={take.isPending} onPress={takeIt}>
                  {t('leads.take')}
                </Button>
              )}
              {mayRoute && (
                <Button kind={lead.state === 'new' ? 'primary' : 'secondary'} isPending={route.isPending} onPress={routeNow}>
                  {t('leads.route')}
                </Button>
              )}
              {!mayRoute && <Button onPress={() => setOpen('pullBack')}>{t('leads.pullBack')}</Button>}
              {mayConvert && (
                <Button kind={lead.state === 'new' ? 'secondary' : 'primary'} onPress={() => setOpen('convert')}>
                  {t('leads.convert')}
                </Button>
              )}
              <Menu
                label={t('leads.more', { number: leadNumber(lead.number) })}
                placement="bottom end"
                groups={[
                  {
                    id: 'acts',
                    items: [
                      { id: 'offer', label: t('leads.offer'), isDisabled: !mayRoute, onAction: () => setOpen('offer') },
                      { id: 'close', label: t('leads.close'), tone: 'bad', onAction: () => setOpen('close') },
                    ],
                  },
                ]}
              >
                <IconButton label={t('leads.more', { number: leadNumber(lead.number) })}>
                  <Ellipsis size={16} aria-hidden />
                </IconButton>
              </Menu>
            </>
          )
        }
        facts={<Facts items={facts} />}
      />
      <PageBody>
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="flex min-w-0 flex-col gap-4">
            <Offers lead={lead} />
            <PassedOver lead={lead} />
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <Card title={t('leads.customer')}>
              <div className="flex flex-col gap-3">
                {lead.story !== null && (
                  <p className="whitespace-pre-wrap">
                    <bdi>{lead.story}</bdi>
                  </p>
                )}
                <ContactLines lead={lead} />
              </div>
            </Card>
            <SourceCard lead={lead} />
          </div>
        </div>
      </PageBody>
      {open === 'edit' && <LeadForm lead={lead} onClose={close} onSaved={close} onReload={onReload} />}
      {open === 'offer' && <OfferLead lead={lead} onClose={close} onReload={onReload} />}
      {open === 'pullBack' && <PullBack lead={lead} onClose={close} onReload={onReload} />}
      {open === 'convert' && <ConvertLead lead={lead} onClose={close} onReload={onReload} />}
      {open === 'close' && <CloseLead lead={lead} onClose={close} onReload={onReload} />}
    </>
  );
}

function Holder({ lead }: { lead: Lead }) {
  if (lead.partnerId !== null && lead.partnerName !== null)
    return (
      <Link to="/partners/$partnerId" params={{ partnerId: lead.partnerId }} className="link">
        {lead.partnerName}
      </Link>
    );
  return <>{lead.ownerName ?? t(lead.state === 'with_vendor' ? 'leads.ours' : 'work.nobody')}</>;
}
