import type { ReactNode } from 'react';
import { type Result, useApi } from '../../lib/api/index.ts';
import { DateText, InstantText, Money } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { Go } from '../address.tsx';
import { Facts, Page, Panel } from '../kit/page.tsx';
import { Failed, Ghosts } from '../kit/states.tsx';
import { HolderNote } from '../shared/holder.tsx';
import { registrationTone } from '../shared/states.ts';
import { portalName } from '../session.ts';
import { t } from '../text.ts';
import { RegistrationSteps } from './registration-steps.tsx';

type Registration = Result<'portalRegistrations.get'>;

export function RegistrationPage({ id }: { id: string }) {
  const { data, error, refetch } = useApi('portalRegistrations.get', { params: { id } }, { refetchInterval: 60_000 });
  const back = { to: '/portal/registrations', label: t('portal.nav.registrations') };
  if (data) return <Shown registration={data} back={back} />;
  return (
    <Page title={t('portal.nav.registrations')} back={back}>
      <Panel flush>{error ? <Failed error={error} onRetry={() => void refetch()} /> : <Ghosts what={t('portal.nav.registrations')} rows={6} />}</Panel>
    </Page>
  );
}

function Shown({ registration, back }: { registration: Registration; back: { to: string; label: string } }) {
  const isProtected = registration.protectedUntil !== null && (registration.state === 'approved' || registration.state === 'extended');
  return (
    <Page
      title={registration.companyName}
      back={back}
      meta={
        <>
          <bdi className="num">{t('portal.registrations.number', { number: registration.number })}</bdi>
          <Badge tone={registrationTone[registration.state]}>{t(`portal.rstate.${registration.state}`)}</Badge>
          {isProtected && registration.protectedUntil !== null && (
            <span>
              {t('portal.protectedUntil')} <DateText date={registration.protectedUntil} />
            </span>
          )}
          {registration.dealId !== null && (
            <Go to={`/portal/deals/${registration.dealId}`} className="link">
              {t('portal.registration.toDeal')}
            </Go>
          )}
          {registration.caseId !== null && (
            <Go to={`/portal/cases/${registration.caseId}`} className="link">
              {t('portal.registration.toCase')}
            </Go>
          )}
        </>
      }
    >
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          <Panel title={t('portal.registration.now')}>
            <Standing registration={registration} />
            <RegistrationSteps registration={registration} />
          </Panel>
          <Panel title={t('portal.registration.facts')}>
            <Facts items={factsOf(registration)} />
          </Panel>
        </div>
        <Panel title={t('portal.history')} className="self-start">
          <Timeline entries={registration.events.map((event) => ({ id: event.id, at: event.at, title: event.sentence, by: event.by }))} />
        </Panel>
      </div>
    </Page>
  );
}

/** Who has it and why it is as it is, with the rule and its version. */
function Standing({ registration }: { registration: Registration }) {
  const { ruling } = registration;
  return (
    <div className="flex flex-col gap-3">
      <HolderNote holder={registration.holder} vendor={portalName()} />
      {registration.sentence !== null && ![registration.holder.sentence, ruling?.sentence].includes(registration.sentence) && (
        <p dir="auto">{registration.sentence}</p>
      )}
      {registration.question !== null && (
        <blockquote dir="auto" className="m-0 rounded-popover bg-warn-soft px-3 py-2.5">
          <span className="block text-12 font-medium text-warn">{t('portal.registration.question')}</span>
          {registration.question}
        </blockquote>
      )}
      {ruling !== null && (
        <div className="rounded-popover border border-line px-3 py-2.5">
          <p dir="auto">{ruling.sentence}</p>
          <p className="text-12 text-muted">
            {ruling.ruleId === null
              ? t('portal.registration.noRule', { program: ruling.programName, version: ruling.programVersion })
              : t('portal.registration.rule', { rule: ruling.ruleId, program: ruling.programName, version: ruling.programVersion })}
          </p>
        </div>
      )}
      {registration.extensionAsked !== null && (
        <p>{t('portal.registration.extensionAsked', { n: registration.extensionAsked.days, reason: registration.extensionAsked.reason })}</p>
      )}
      {registration.updateDueAt !== null && (
        <p className="flex flex-wrap items-center gap-x-2">
          {t('portal.registration.updateDue')} <InstantText at={registration.updateDueAt} /> <SlaClock dueAt={registration.updateDueAt} />
        </p>
      )}
    </div>
  );
}

function factsOf(registration: Registration): (readonly [string, ReactNode])[] {
  const rows: (readonly [string, ReactNode])[] = [
    [t('portal.register.website'), registration.customerDomain],
    [t('portal.register.contact'), registration.contactEmail],
    [t('portal.value'), <Money key="value" value={registration} />],
    [t('portal.register.close'), <DateText key="close" date={registration.closeOn} />],
    [t('portal.register.kind'), t(`portal.kind.${registration.kind}`)],
  ];
  if (registration.forPartnerName !== null) rows.push([t('portal.register.for'), registration.forPartnerName]);
  if (registration.contactName !== null) rows.push([t('portal.register.contactName'), registration.contactName]);
  if (registration.country !== null) rows.push([t('portal.register.country'), registration.country]);
  if (registration.products.length > 0) rows.push([t('portal.register.products'), registration.products.map((product) => product.name).join(', ')]);
  if (registration.story !== null) rows.push([t('portal.register.story'), registration.story]);
  if (registration.submittedAt !== null) rows.push([t('portal.registration.submittedAt'), <InstantText key="at" at={registration.submittedAt} />]);
  return rows;
}
