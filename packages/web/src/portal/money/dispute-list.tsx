import { type Result, useApiPages } from '../../lib/api/index.ts';
import { Money, RelativeTime } from '../../lib/i18n/values.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { GoButton } from '../kit/button.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Listed, RowLink, Rows } from '../shared/rows.tsx';
import { t } from '../text.ts';
import { guarded } from './guard.tsx';
import { MoneyViews } from './money-views.tsx';

export type Dispute = Result<'portalMoney.dispute'>;
const tones: Record<Dispute['state'], Tone> = { open: 'accent', accepted: 'ok', rejected: 'bad', withdrawn: 'neutral' };
export const DisputeBadge = ({ state }: { state: Dispute['state'] }) => <Badge tone={tones[state]}>{t(`portal.money.dstate.${state}`)}</Badge>;

export const DisputeList = guarded(List);

function List() {
  const pages = useApiPages('portalMoney.disputes', {}, { refetchInterval: 60_000 });
  return (
    <Page title={t('portal.nav.money')}>
      <MoneyViews open="disputes" />
      <Panel flush>
        <Listed
          pages={pages}
          what={t('portal.money.disputes')}
          empty={{
            title: t('portal.money.disputes.empty.title'),
            detail: t('portal.money.disputes.empty.detail'),
            action: <GoButton to="/portal/money">{t('portal.money.earnings')}</GoButton>,
          }}
        >
          <Rows label={t('portal.money.disputes')}>
            {pages.rows.map((dispute) => (
              <RowLink
                key={dispute.id}
                to={`/portal/money/disputes/${dispute.id}`}
                title={dispute.earningTitle}
                state={<DisputeBadge state={dispute.state} />}
                meta={
                  <>
                    <bdi className="num">{t('portal.money.dispute.number', { number: dispute.number })}</bdi>
                    <bdi>{dispute.openedBy}</bdi>
                    <RelativeTime at={dispute.openedAt} />
                  </>
                }
                aside={
                  <>
                    <span className="font-medium">
                      <Money value={dispute} />
                    </span>
                    {dispute.state === 'open' && <SlaClock dueAt={dispute.dueAt} startedAt={dispute.openedAt} />}
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
