import type { ReactNode } from 'react';
import { Plus } from 'lucide-react';
import { useApi, useApiPages } from '../../lib/api/index.ts';
import { formatDate } from '../../lib/i18n/format.ts';
import { Money } from '../../lib/i18n/values.tsx';
import { Go } from '../address.tsx';
import { Button, GoButton } from '../kit/button.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Empty, Failed, Ghosts } from '../kit/states.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { Listed, Rows } from '../shared/rows.tsx';
import { t } from '../text.ts';
import { balanceParts, currencySums } from './balances.ts';
import { FundPanel } from './fund-panel.tsx';
import { guarded } from './guard.tsx';
import { ClaimRow, RequestRow } from './rows.tsx';
import { type Fund, FundViews, moneyWords } from './words.tsx';

export const FundsHome = guarded(Home);

function Home() {
  const { data, error, refetch } = useApi('portalFunds.list', {}, { refetchInterval: 60_000 });
  return (
    <Page title={t('portal.nav.funds')} actions={<NewRequest />}>
      <FundViews open="overview" />
      {!data ? (
        <Panel flush>{error ? <Failed error={error} onRetry={() => void refetch()} /> : <Ghosts what={t('portal.nav.funds')} rows={6} />}</Panel>
      ) : data.items.length === 0 ? (
        <Panel flush>
          <Empty
            title={t('portal.funds.empty.title')}
            detail={t('portal.funds.empty.detail', { vendor: portalName() })}
            action={<GoButton to="/portal">{t('portal.home.contact')}</GoButton>}
          />
        </Panel>
      ) : (
        <>
          <Totals funds={data.items} />
          <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
            <div className="flex min-w-0 flex-col gap-6">
              <Asked />
              <Latest />
            </div>
            <Panel title={t('portal.funds.yours')} flush className="self-start">
              <ul>
                {data.items.map((fund) => (
                  <FundPanel key={fund.allocationId} fund={fund} />
                ))}
              </ul>
            </Panel>
          </div>
        </>
      )}
    </Page>
  );
}

export function NewRequest() {
  const why = useWhyNot()('portal:funds');
  const icon = <Plus size={18} strokeWidth={1.75} aria-hidden />;
  return why === undefined ? (
    <GoButton to="/portal/funds/requests/new" look="main" icon={icon}>
      {t('portal.funds.request.new')}
    </GoButton>
  ) : (
    <Button look="main" icon={icon} why={why}>
      {t('portal.funds.request.new')}
    </Button>
  );
}

/** Each currency for itself: the parts add up to what is allocated. */
function Totals({ funds }: { funds: readonly Fund[] }) {
  return (
    <section aria-label={t('portal.funds.totals')} className="mb-6 flex flex-col gap-2">
      {currencySums(funds).map(({ currency, allocatedMinor, parts, expiring }) => (
        <div key={currency} className="overflow-hidden rounded-card border border-line bg-surface">
          <dl className="grid grid-cols-2 md:grid-cols-[5rem_repeat(6,minmax(0,1fr))]">
            <div className="border-line px-4 py-3 font-medium max-md:col-span-2 max-md:border-b md:flex md:items-center">
              <dt className="sr-only">{t('portal.funds.currency')}</dt>
              <dd>
                <bdi>{currency}</bdi>
              </dd>
            </div>
            <Sum label={t('portal.funds.allocated')} amountMinor={allocatedMinor} currency={currency} />
            {balanceParts.map(([part]) => (
              <Sum key={part} label={t(`portal.funds.${part}`)} amountMinor={parts[part]} currency={currency} />
            ))}
          </dl>
          {expiring !== null && (
            <p className="border-t border-line px-4 py-2 text-13 text-muted">
              {t('portal.funds.expiring', { amount: moneyWords(expiring.amountMinor, currency), day: formatDate(expiring.day) })}
            </p>
          )}
        </div>
      ))}
    </section>
  );
}

function Sum({ label, amountMinor, currency }: { label: string; amountMinor: number; currency: string }) {
  return (
    <div className="px-4 py-3">
      <dt className="text-12 text-muted">{label}</dt>
      <dd className={amountMinor === 0 ? 'text-15 font-medium text-muted' : 'text-15 font-medium'}>
        <Money value={{ amountMinor, currency }} />
      </dd>
    </div>
  );
}

/** Questions to answer, and what is to be claimed before it is lost. */
function Asked() {
  const questions = useApi('portalFunds.requests', { query: { state: 'info_requested', limit: 50 } }, { refetchInterval: 60_000 });
  const claimable = useApi('portalFunds.requests', { query: { state: 'executed', limit: 50 } }, { refetchInterval: 60_000 });
  const about = useApi('portalFunds.claims', { query: { state: 'info_requested', limit: 50 } }, { refetchInterval: 60_000 });
  const error = questions.error ?? claimable.error ?? about.error;
  const requests = [...(questions.data?.items ?? []), ...(claimable.data?.items ?? []).filter(({ committedMinor }) => committedMinor > 0)];
  const claims = about.data?.items ?? [];
  const known = questions.data && claimable.data && about.data;
  return (
    <Panel title={t('portal.funds.asked')} flush>
      {!known ? (
        error ? (
          <Failed error={error} onRetry={() => void Promise.all([questions.refetch(), claimable.refetch(), about.refetch()])} />
        ) : (
          <Ghosts what={t('portal.funds.asked')} rows={1} height={68} />
        )
      ) : requests.length + claims.length === 0 ? (
        <p className="px-4 pt-1 pb-4 text-muted">{t('portal.funds.asked.none')}</p>
      ) : (
        <Rows label={t('portal.funds.asked')}>
          {claims.map((claim) => (
            <ClaimRow key={claim.id} claim={claim} />
          ))}
          {requests.map((request) => (
            <RequestRow key={request.id} request={request} />
          ))}
        </Rows>
      )}
    </Panel>
  );
}

const SHOWN = 5;
function Latest() {
  const requests = useApiPages('portalFunds.requests', { query: { limit: SHOWN } }, { refetchInterval: 60_000 });
  const claims = useApiPages('portalFunds.claims', { query: { limit: SHOWN } }, { refetchInterval: 60_000 });
  const all = (to: string): ReactNode => (
    <Go to={to} className="link text-13">
      {t('portal.funds.seeAll')}
    </Go>
  );
  return (
    <>
      <Panel title={t('portal.funds.latestRequests')} flush actions={all('/portal/funds/requests')}>
        <Listed
          pages={{ ...requests, hasMore: false }}
          what={t('portal.funds.requests')}
          empty={{ title: t('portal.funds.requests.none'), detail: t('portal.funds.requests.none.detail', { vendor: portalName() }) }}
        >
          <Rows label={t('portal.funds.latestRequests')}>
            {requests.rows.map((request) => (
              <RequestRow key={request.id} request={request} />
            ))}
          </Rows>
        </Listed>
      </Panel>
      <Panel title={t('portal.funds.latestClaims')} flush actions={all('/portal/funds/claims')}>
        <Listed
          pages={{ ...claims, hasMore: false }}
          what={t('portal.funds.claims')}
          empty={{ title: t('portal.funds.claims.none'), detail: t('portal.funds.claims.none.detail') }}
        >
          <Rows label={t('portal.funds.latestClaims')}>
            {claims.rows.map((claim) => (
              <ClaimRow key={claim.id} claim={claim} />
            ))}
          </Rows>
        </Listed>
      </Panel>
    </>
  );
}
