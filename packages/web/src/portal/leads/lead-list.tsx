import { type ReactNode, useEffect, useRef } from 'react';
import { leadStates } from '@entente/kernel';
import { type Result, useApiPages } from '../../lib/api/index.ts';
import { formatNumber } from '../../lib/i18n/format.ts';
import { InstantText, Money } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { Go, useParam } from '../address.tsx';
import { GoButton } from '../kit/button.tsx';
import { Facts, Page, Panel } from '../kit/page.tsx';
import { Narrow } from '../shared/narrow.tsx';
import { Listed } from '../shared/rows.tsx';
import { leadTone } from '../shared/states.ts';
import { t } from '../text.ts';
import { LeadActs } from './lead-acts.tsx';

export type Lead = Result<'portalLeads.list'>['items'][number];

/** Leads with their clock. `id` is the one the address names; it is brought into view. */
export function LeadList({ id }: { id: string }) {
  const [state, setState] = useParam('state');
  const known = leadStates.find((entry) => entry === state);
  const pages = useApiPages('portalLeads.list', { query: { state: known } }, { keepPrevious: true, refetchInterval: 60_000 });
  return (
    <Page title={t('portal.nav.leads')}>
      <Narrow
        label={t('portal.state')}
        all={t('portal.leads.all')}
        choices={leadStates.filter((one) => one !== 'new').map((one) => ({ id: one, label: t(`portal.lstate.${one}`) }))}
        value={known}
        onChange={setState}
        className="mb-4 w-56"
      />
      <Listed
        pages={pages}
        what={t('portal.nav.leads')}
        empty={
          known === undefined
            ? {
                title: t('portal.leads.empty.title'),
                detail: t('portal.leads.empty.detail'),
                action: <GoButton to="/portal/settings">{t('portal.leads.empty.act')}</GoButton>,
              }
            : { title: t('ui.noMatches'), action: <GoButton to="/portal/leads">{t('portal.clearFilter')}</GoButton> }
        }
      >
        <ul aria-label={t('portal.nav.leads')} className="flex flex-col gap-4">
          {pages.rows.map((lead) => (
            <LeadCard key={lead.id} lead={lead} named={lead.id === id} />
          ))}
        </ul>
      </Listed>
    </Page>
  );
}

function ageInWords(hours: number): string {
  return hours >= 48
    ? t('portal.leads.ageDays', { n: formatNumber(Math.floor(hours / 24)) })
    : t('portal.leads.ageHours', { n: formatNumber(Math.floor(hours)) });
}

function LeadCard({ lead, named }: { lead: Lead; named: boolean }) {
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (named) card.current?.scrollIntoView({ block: 'center' });
  }, [named]);
  const due = lead.state === 'offered' ? lead.answerBy : lead.state === 'accepted' ? lead.contactBy : null;
  return (
    <li ref={card}>
      <Panel className={named ? 'border-line-strong' : undefined}>
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 pt-2.5">
          <div className="min-w-0">
            <h2 className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-15 font-semibold">
              <bdi>{lead.companyName}</bdi>
              <Badge tone={leadTone[lead.state]}>{t(`portal.lstate.${lead.state}`)}</Badge>
              {lead.late && <Badge tone="bad">{t('portal.holder.late')}</Badge>}
            </h2>
            <p className="flex flex-wrap gap-x-3 text-12 text-muted">
              <bdi className="num">{t('portal.leads.number', { number: lead.number })}</bdi>
              <span>{ageInWords(lead.ageHours)}</span>
              <bdi>{t('portal.leads.source', { source: lead.source })}</bdi>
            </p>
          </div>
          {due !== null && (
            <p className="flex flex-col items-end gap-0.5 max-md:items-start">
              <SlaClock dueAt={due} />
              <span className="text-12 text-muted">
                {t(lead.state === 'offered' ? 'portal.leads.answerBy' : 'portal.leads.contactBy')} <InstantText at={due} />
              </span>
            </p>
          )}
        </div>
        <p dir="auto" className="my-3">
          {lead.why}
        </p>
        <Facts items={factsOf(lead)} />
        <LeadActs lead={lead} />
      </Panel>
    </li>
  );
}

function factsOf(lead: Lead): (readonly [string, ReactNode])[] {
  const rows: (readonly [string, ReactNode])[] = [];
  if (lead.contactName !== null) rows.push([t('portal.register.contactName'), lead.contactName]);
  if (lead.contactEmail !== null)
    rows.push([
      t('portal.register.contact'),
      <a key="mail" className="link" href={`mailto:${lead.contactEmail}`}>
        {lead.contactEmail}
      </a>,
    ]);
  else if (lead.state === 'offered')
    rows.push([
      t('portal.register.contact'),
      <span key="hidden" className="text-muted">
        {t('portal.leads.contactHidden')}
      </span>,
    ]);
  if (lead.contactPhone !== null)
    rows.push([
      t('portal.leads.phone'),
      <a key="phone" dir="ltr" className="link" href={`tel:${lead.contactPhone}`}>
        {lead.contactPhone}
      </a>,
    ]);
  if (lead.country !== null) rows.push([t('portal.register.country'), lead.country]);
  if (lead.productName !== null) rows.push([t('portal.leads.product'), lead.productName]);
  if (lead.amountMinor !== null && lead.currency !== null)
    rows.push([t('portal.value'), <Money key="value" value={{ amountMinor: lead.amountMinor, currency: lead.currency }} />]);
  if (lead.story !== null) rows.push([t('portal.register.story'), lead.story]);
  if (lead.dealId !== null)
    rows.push([
      t('portal.leads.deal'),
      <Go key="deal" to={`/portal/deals/${lead.dealId}`} className="link">
        {t('portal.registration.toDeal')}
      </Go>,
    ]);
  return rows;
}
