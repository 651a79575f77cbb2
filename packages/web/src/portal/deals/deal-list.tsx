import { useDeferredValue } from 'react';
import { dealStatuses } from '@entente/kernel';
import { useApiPages } from '../../lib/api/index.ts';
import { DateText, Money } from '../../lib/i18n/values.tsx';
import { StageBadge } from '../../ui/badge.tsx';
import { RoleStack } from '../../ui/role-glyph.tsx';
import { useParam } from '../address.tsx';
import { GoButton } from '../kit/button.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Narrow, SearchField } from '../shared/narrow.tsx';
import { Listed, RowLink, Rows } from '../shared/rows.tsx';
import { t } from '../text.ts';
import { DealViews } from './deal-views.tsx';

export function DealList() {
  const [status, setStatus] = useParam('status');
  const [q, setQ] = useParam('q');
  const search = useDeferredValue(q);
  const known = dealStatuses.find((entry) => entry === status);
  const pages = useApiPages('portalDeals.list', { query: { status: known, q: search } }, { keepPrevious: true });
  const filtered = known !== undefined || q !== undefined;
  return (
    <Page title={t('portal.nav.deals')}>
      <DealViews open="deals" />
      <div className="mb-4 flex flex-wrap gap-3">
        <SearchField placeholder={t('portal.deals.search')} value={q} onChange={setQ} />
        <Narrow
          label={t('portal.state')}
          all={t('portal.deals.all')}
          choices={dealStatuses.map((id) => ({ id, label: t(`portal.dstatus.${id}`) }))}
          value={known}
          onChange={setStatus}
        />
      </div>
      <Panel flush>
        <Listed
          pages={pages}
          what={t('portal.nav.deals')}
          empty={
            filtered
              ? { title: t('ui.noMatches'), action: <GoButton to="/portal/deals">{t('portal.clearFilter')}</GoButton> }
              : {
                  title: t('portal.deals.empty.title'),
                  detail: t('portal.deals.empty.detail'),
                  action: <GoButton to="/portal/register">{t('portal.registerDeal')}</GoButton>,
                }
          }
        >
          <Rows label={t('portal.nav.deals')}>
            {pages.rows.map((deal) => (
              <RowLink
                key={deal.id}
                to={`/portal/deals/${deal.id}`}
                title={deal.name}
                state={<StageBadge stage={deal.stage} />}
                meta={
                  <>
                    <bdi className="num">{t('portal.deals.number', { number: deal.number })}</bdi>
                    {deal.companyName !== null && <bdi>{deal.companyName}</bdi>}
                    {deal.nextStep !== null && <bdi>{t('portal.deals.next', { step: deal.nextStep })}</bdi>}
                  </>
                }
                aside={
                  <>
                    <span className="flex items-center gap-2.5 font-medium">
                      {deal.myRoles.length > 0 && <RoleStack roles={deal.myRoles} />}
                      {deal.amountMinor === null ? (
                        <span className="text-muted">{t('portal.noValue')}</span>
                      ) : (
                        <Money value={{ amountMinor: deal.amountMinor, currency: deal.currency }} />
                      )}
                    </span>
                    <span className="text-12 text-muted">
                      {deal.protectedUntil !== null ? (
                        <>
                          {t('portal.protectedUntil')} <DateText date={deal.protectedUntil} />
                        </>
                      ) : deal.closeOn !== null ? (
                        <>
                          {t('portal.closes')} <DateText date={deal.closeOn} />
                        </>
                      ) : null}
                    </span>
                  </>
                }
              />
            ))}
          </Rows>
        </Listed>
      </Panel>
    </Page>
  );
}
