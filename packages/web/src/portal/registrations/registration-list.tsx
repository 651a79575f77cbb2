import { Plus } from 'lucide-react';
import { useDeferredValue } from 'react';
import { registrationStates } from '@entente/kernel';
import { type Result, useApiPages } from '../../lib/api/index.ts';
import { DateText, Money } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { useParam } from '../address.tsx';
import { Button, GoButton } from '../kit/button.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { holderWords } from '../shared/holder.tsx';
import { Narrow, SearchField } from '../shared/narrow.tsx';
import { Listed, RowLink, Rows, Views } from '../shared/rows.tsx';
import { registrationTone } from '../shared/states.ts';
import { t } from '../text.ts';

type Row = Result<'portalRegistrations.list'>['items'][number];

export function RegistrationViews({ open }: { open: 'registrations' | 'cases' }) {
  return (
    <Views
      label={t('portal.registrations.views')}
      items={[
        { to: '/portal/registrations', label: t('portal.nav.registrations'), open: open === 'registrations' },
        { to: '/portal/cases', label: t('portal.cases.title'), open: open === 'cases' },
      ]}
    />
  );
}

export function RegistrationList() {
  const [state, setState] = useParam('state');
  const [q, setQ] = useParam('q');
  const known = registrationStates.find((entry) => entry === state);
  const search = useDeferredValue(q);
  const pages = useApiPages(
    'portalRegistrations.list',
    { query: { state: known, open: state === 'open' ? 'true' : undefined, q: search } },
    { keepPrevious: true },
  );
  const why = useWhyNot()('portal:register');
  const filtered = state !== undefined || q !== undefined;
  const icon = <Plus size={18} strokeWidth={1.75} aria-hidden />;
  return (
    <Page
      title={t('portal.nav.registrations')}
      actions={
        why === undefined ? (
          <GoButton to="/portal/register" look="main" icon={icon}>
            {t('portal.registerDeal')}
          </GoButton>
        ) : (
          <Button look="main" icon={icon} why={why}>
            {t('portal.registerDeal')}
          </Button>
        )
      }
    >
      <RegistrationViews open="registrations" />
      <div className="mb-4 flex flex-wrap gap-3">
        <SearchField placeholder={t('portal.registrations.search')} value={q} onChange={setQ} />
        <Narrow
          label={t('portal.state')}
          all={t('portal.registrations.all')}
          choices={[{ id: 'open', label: t('portal.registrations.open') }, ...registrationStates.map((id) => ({ id, label: t(`portal.rstate.${id}`) }))]}
          value={state}
          onChange={setState}
          className="w-56"
        />
      </div>
      <Panel flush>
        <Listed
          pages={pages}
          what={t('portal.nav.registrations')}
          empty={
            filtered
              ? { title: t('ui.noMatches'), action: <GoButton to="/portal/registrations">{t('portal.clearFilter')}</GoButton> }
              : {
                  title: t('portal.registrations.empty.title'),
                  detail: t('portal.registrations.empty.detail'),
                  action: why === undefined && <GoButton to="/portal/register">{t('portal.registerDeal')}</GoButton>,
                }
          }
        >
          <Rows label={t('portal.nav.registrations')}>
            {pages.rows.map((row) => (
              <RegistrationRow key={row.id} row={row} />
            ))}
          </Rows>
        </Listed>
      </Panel>
    </Page>
  );
}

export function RegistrationRow({ row }: { row: Row }) {
  const vendor = portalName();
  const protectedNow = row.protectedUntil !== null && (row.state === 'approved' || row.state === 'extended');
  return (
    <RowLink
      to={`/portal/registrations/${row.id}`}
      title={row.companyName}
      state={<Badge tone={registrationTone[row.state]}>{t(`portal.rstate.${row.state}`)}</Badge>}
      meta={
        <>
          <bdi className="num">{t('portal.registrations.number', { number: row.number })}</bdi>
          <bdi>{row.customerDomain}</bdi>
          {row.kind !== 'sourcing' && <span>{t(`portal.kind.${row.kind}`)}</span>}
          {row.forPartnerName !== null && <bdi>{t('portal.registrations.for', { partner: row.forPartnerName })}</bdi>}
          {row.holder.side !== 'nobody' && <bdi>{holderWords(row.holder, vendor)}</bdi>}
        </>
      }
      aside={
        <>
          <span className="font-medium">
            <Money value={row} />
          </span>
          {protectedNow && row.protectedUntil !== null ? (
            <span className="text-12 text-muted">
              {t('portal.protectedUntil')} <DateText date={row.protectedUntil} />
            </span>
          ) : row.holder.side !== 'nobody' && row.holder.until !== null ? (
            <SlaClock dueAt={row.holder.until} startedAt={row.holder.since} />
          ) : (
            <span className="text-12 text-muted">
              {t('portal.closes')} <DateText date={row.closeOn} />
            </span>
          )}
        </>
      }
    />
  );
}
