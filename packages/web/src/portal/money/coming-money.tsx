import type { Result } from '../../lib/api/index.ts';
import { useApi, useApiPages } from '../../lib/api/index.ts';
import { DateText, Money } from '../../lib/i18n/values.tsx';
import { Go } from '../address.tsx';
import { Panel } from '../kit/page.tsx';
import { Failed, Ghosts } from '../kit/states.tsx';
import { usePortalSession } from '../session.ts';
import { t } from '../text.ts';
import { HoldNote } from './earning-row.tsx';

type Summary = Result<'portalMoney.summary'>;
type Sums = Summary['currencies'][number];
const comingOf = (sums: Sums): number => sums.dueMinor + sums.onTheWayMinor - sums.disputedMinor;
/** The first thing in the way of a payment, in the order in which somebody can do something about it. */
export const closedGate = (summary: Pick<Summary, 'gates'>) => summary.gates.find(({ passed }) => !passed);

/** When what is owed is paid, or what stands in its way: one line, the same on the first page and on that of money. */
export function ComingLine({ summary }: { summary: Summary }) {
  const gate = closedGate(summary);
  const owed = summary.currencies.some((sums) => sums.dueMinor > sums.disputedMinor);
  const onTheWay = summary.currencies.some((sums) => sums.onTheWayMinor > 0);
  return (
    <div className="mb-3 flex flex-col gap-1">
      <p>
        <When summary={summary} owed={owed} onTheWay={onTheWay} blocked={gate !== undefined} />
      </p>
      {gate !== undefined && (
        <p className="flex flex-wrap items-center gap-x-2 text-warn">
          <span>{t(`portal.money.gate.${gate.gate}.todo`)}</span>
          <Go to="/portal/money/payee" className="link in-text">
            {t('portal.money.gate.go')}
          </Go>
        </p>
      )}
    </div>
  );
}

function When({ summary, owed, onTheWay, blocked }: { summary: Summary; owed: boolean; onTheWay: boolean; blocked: boolean }) {
  if (!owed && !onTheWay) return t('portal.money.nothingOwed');
  if (!onTheWay && blocked) return t('portal.money.notYet');
  if (summary.expectedOn === null) return t('portal.money.withNext');
  return (
    <>
      {t(onTheWay ? 'portal.money.onTheWay' : 'portal.money.expectedOn')} <DateText date={summary.expectedOn} />
      {onTheWay && owed && <span className="text-muted"> · {t('portal.money.restNext')}</span>}
    </>
  );
}

/** On the first page: what will be paid, when, and what is held and why. Nothing of it without the right. */
export function ComingMoney() {
  const session = usePortalSession().data;
  return session?.permissions.includes('portal:money') ? <Card /> : null;
}

function Card() {
  const { data: summary, error, refetch } = useApi('portalMoney.summary', {}, { refetchInterval: 60_000 });
  const title = t('portal.money.coming');
  return (
    <Panel
      title={title}
      className="mb-6"
      flush={!summary}
      actions={
        <Go to="/portal/money" className="link text-13">
          {t('portal.money.all')}
        </Go>
      }
    >
      {!summary ? (
        error ? (
          <Failed error={error} onRetry={() => void refetch()} />
        ) : (
          <Ghosts what={title} rows={2} height={56} />
        )
      ) : (
        <>
          <ComingLine summary={summary} />
          <Amounts summary={summary} />
          {summary.currencies.some(({ heldMinor }) => heldMinor !== 0) && <Held />}
        </>
      )}
    </Panel>
  );
}

function Amounts({ summary }: { summary: Summary }) {
  const shown = summary.currencies.filter((sums) => comingOf(sums) !== 0 || sums.heldMinor !== 0 || sums.dueMinor !== 0);
  return (
    <ul className="flex flex-wrap gap-x-10 gap-y-3">
      {shown.map((sums) => {
        const of = (amountMinor: number) => <Money value={{ amountMinor, currency: sums.currency }} />;
        const rest = [
          ['portal.money.sum.due', sums.dueMinor - sums.disputedMinor, `/portal/money?state=due&currency=${sums.currency}`],
          ['portal.money.sum.onTheWay', sums.onTheWayMinor, `/portal/money?state=claimed&currency=${sums.currency}`],
          ['portal.money.sum.held', sums.heldMinor, `/portal/money?state=held&currency=${sums.currency}`],
          ['portal.money.disputed', sums.disputedMinor, '/portal/money/disputes'],
        ] as const;
        return (
          <li key={sums.currency} className="flex flex-col">
            <span className="text-24 font-semibold">{of(comingOf(sums))}</span>
            <span className="flex flex-wrap gap-x-3 text-12 text-muted">
              {rest
                .filter(([, amount]) => amount !== 0)
                .map(([label, amount, to]) => (
                  <Go key={label} to={to} className="inline-flex min-h-6 items-center gap-1 hover:underline">
                    {t(label)} {of(amount)}
                  </Go>
                ))}
            </span>
            {comingOf(sums) < 0 && <span className="text-12 text-muted">{t('portal.money.netted')}</span>}
          </li>
        );
      })}
    </ul>
  );
}

function Held() {
  const { rows } = useApiPages('portalMoney.earnings', { query: { state: 'held', limit: 3 } });
  return (
    <ul aria-label={t('portal.money.heldLines')} className="mt-3 border-t border-line">
      {rows.slice(0, 3).map((earning) => (
        <li key={earning.id} className="border-b border-line last:border-b-0">
          <Go to={`/portal/money/earnings/${earning.id}`} className="flex flex-wrap items-baseline justify-between gap-x-4 py-2 hover:bg-hover">
            <span className="min-w-0">
              <bdi className="font-medium">{earning.title}</bdi>
              <HoldNote earning={earning} />
            </span>
            <Money value={earning} />
          </Go>
        </li>
      ))}
    </ul>
  );
}
