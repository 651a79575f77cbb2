import { useApiPages } from '../../lib/api/index.ts';
import { DateText } from '../../lib/i18n/values.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Listed, RowLink, Rows } from '../shared/rows.tsx';
import { t } from '../text.ts';
import { guarded } from './guard.tsx';
import type { Registration } from './model.ts';
import { Programmes } from './programmes.tsx';
import { IncentiveViews } from './views.tsx';
import { Aside, dealName, Earned, StandingBadge, Verb } from './words.tsx';

export const SpiffsPage = guarded(List);

/** Spiffs that are open to us, and the sales we registered for them. */
function List() {
  const pages = useApiPages('portalIncentives.spiffRegistrations', { query: {} }, { keepPrevious: true, refetchInterval: 60_000 });
  return (
    <Page
      title={t('portal.incentives.title')}
      actions={
        <Verb to="/portal/incentives/register" main>
          {t('portal.incentives.register')}
        </Verb>
      }
    >
      <IncentiveViews open="spiffs" />
      <div className="flex flex-col gap-6">
        <Programmes kind="spiffs" />
        <Panel title={t('portal.incentives.registrations')} flush>
          <Listed
            pages={pages}
            what={t('portal.incentives.registrations')}
            empty={{ title: t('portal.incentives.registrations.none'), detail: t('portal.incentives.registrations.none.detail') }}
          >
            <Rows label={t('portal.incentives.registrations')}>
              {pages.rows.map((row) => (
                <One key={row.id} row={row} />
              ))}
            </Rows>
          </Listed>
        </Panel>
      </div>
    </Page>
  );
}

/** It leads to the arithmetic of what was earned where one may see that, else to the deal. */
function One({ row }: { row: Registration }) {
  return (
    <RowLink
      to={row.earningId === null ? `/portal/deals/${row.dealId}` : `/portal/money/earnings/${row.earningId}`}
      title={dealName(row)}
      state={<StandingBadge of={row} />}
      meta={
        <>
          <bdi>{row.ruleName}</bdi>
          <bdi>{row.personName}</bdi>
          <span>
            {t('portal.incentives.registeredOn')} <DateText date={row.registeredOn} />
          </span>
        </>
      }
      aside={row.accrual === 'earned' || row.accrual === 'waiting' ? <span className="font-medium">{<Earned of={row} link={false} />}</span> : undefined}
    >
      <Aside text={row.reason ?? (row.accrual === 'waiting' ? null : row.sentence)} />
    </RowLink>
  );
}
