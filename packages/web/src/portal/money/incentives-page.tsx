import { type Result, useApi } from '../../lib/api/index.ts';
import { formatDate } from '../../lib/i18n/format.ts';
import { Money } from '../../lib/i18n/values.tsx';
import { MeasureBar } from '../../workspace/money/incentives/measure-bar.tsx';
import { unitsText } from '../../workspace/money/incentives/units-text.ts';
import { daysFrom } from '../../workspace/money/rules/days.ts';
import { useParam } from '../address.tsx';
import { Choose } from '../kit/fields.tsx';
import { Facts, Page, Panel } from '../kit/page.tsx';
import { Empty, Failed, Ghosts } from '../kit/states.tsx';
import { t } from '../text.ts';
import { guarded } from './guard.tsx';
import { IncentiveViews } from '../incentives/views.tsx';

type Progress = Result<'portalIncentives.progress'>['items'][number];

export const IncentivesPage = guarded(List);

/** How far one is in one's rebates, where that leads at today's pace, and what is missing to the next band. */
function List() {
  const [asked, setAsked] = useParam('state');
  const state = asked === 'closed' ? 'closed' : 'open';
  const { data, error, refetch } = useApi('portalIncentives.progress', { query: { state } }, { keepPrevious: true });
  return (
    <Page title={t('portal.incentives.title')}>
      <IncentiveViews open="rebates" />
      <Choose
        label={t('portal.state')}
        hideLabel
        choices={(['open', 'closed'] as const).map((id) => ({ id, label: t(`portal.incentives.${id}`) }))}
        value={state}
        onChange={(next) => setAsked(next === 'open' ? undefined : next)}
        className="mb-4 w-48 max-md:w-full"
      />
      {data === undefined ? (
        <Panel flush>{error ? <Failed error={error} onRetry={() => void refetch()} /> : <Ghosts what={t('portal.incentives.title')} rows={4} />}</Panel>
      ) : data.items.length === 0 ? (
        <Panel>
          <Empty title={t('portal.incentives.empty.title')} detail={t('portal.incentives.empty.detail')} />
        </Panel>
      ) : (
        <div className="grid gap-4 lg:grid-cols-2">
          {data.items.map((item) => (
            <One key={item.periodId ?? item.ruleId} item={item} />
          ))}
        </div>
      )}
    </Page>
  );
}

function One({ item }: { item: Progress }) {
  const { currency, nextBand } = item;
  const figure = (text: string): string => unitsText(text, item.measure === 'amount' ? currency : null);
  const money = (amountMinor: number) => <Money value={{ amountMinor, currency }} />;
  return (
    <Panel title={item.ruleName} note={<bdi>{t('portal.incentives.span', { from: formatDate(item.from), to: formatDate(daysFrom(item.to, -1)) })}</bdi>}>
      <div className="flex flex-col gap-3">
        <MeasureBar achieved={item.achieved} projected={item.projected} target={item.target} next={nextBand?.from ?? null} />
        <Facts
          items={[
            [t('portal.incentives.achieved'), figure(item.achieved)],
            [t('portal.incentives.projected'), figure(item.projected)],
            ...(item.target === null ? [] : [[t('portal.incentives.target'), figure(item.target)] as const]),
            ...(item.baseline === null ? [] : [[t('portal.incentives.baseline'), figure(item.baseline)] as const]),
            [t('portal.incentives.earned'), money(item.earnedMinor)],
            [t('portal.incentives.projectedEarned'), money(item.projectedMinor)],
            [t('portal.incentives.settled'), money(item.settledMinor)],
          ]}
        />
        {item.band !== null && <p>{t('portal.incentives.bandNow', { reward: item.band.reward, from: figure(item.band.from) })}</p>}
        {nextBand !== null && (
          <div className="rounded-popover bg-desk px-3 py-2">
            <p className="font-medium">{t('portal.incentives.bandNext', { missing: figure(nextBand.missing), reward: nextBand.reward })}</p>
            <p className="text-muted">
              {t('portal.incentives.bandEarns')} {money(nextBand.earnsMinor)}
            </p>
          </div>
        )}
        {item.sentence !== null && (
          <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">
            <bdi>{item.sentence}</bdi>
          </p>
        )}
      </div>
    </Panel>
  );
}
