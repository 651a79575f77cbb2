import { useApiPages } from '../../lib/api/index.ts';
import { Badge } from '../../ui/badge.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { RegistrationViews } from '../registrations/registration-list.tsx';
import { portalName } from '../session.ts';
import { holderWords } from '../shared/holder.tsx';
import { Listed, RowLink, Rows } from '../shared/rows.tsx';
import { caseTone } from '../shared/states.ts';
import { t } from '../text.ts';

export function CaseList() {
  const pages = useApiPages('portalCases.list', {});
  return (
    <Page title={t('portal.cases.title')}>
      <RegistrationViews open="cases" />
      <Panel flush>
        <Listed pages={pages} what={t('portal.cases.title')} empty={{ title: t('portal.cases.empty.title'), detail: t('portal.cases.empty.detail') }}>
          <Rows label={t('portal.cases.title')}>
            {pages.rows.map((one) => (
              <RowLink
                key={one.id}
                to={`/portal/cases/${one.id}`}
                title={one.title}
                state={<Badge tone={caseTone[one.state]}>{t(`portal.cstate.${one.state}`)}</Badge>}
                meta={
                  <>
                    <bdi className="num">{t('portal.cases.number', { number: one.number })}</bdi>
                    <bdi>{holderWords(one.holder, portalName())}</bdi>
                  </>
                }
                aside={
                  one.holder.side !== 'nobody' && one.holder.until !== null ? <SlaClock dueAt={one.holder.until} startedAt={one.holder.since} /> : undefined
                }
              />
            ))}
          </Rows>
        </Listed>
      </Panel>
    </Page>
  );
}
