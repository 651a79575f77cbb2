import { useDeferredValue } from 'react';
import { earningStates } from '@entente/kernel';
import { useApi, useApiPages } from '../../lib/api/index.ts';
import { useParam } from '../address.tsx';
import { GoButton } from '../kit/button.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Narrow, SearchField } from '../shared/narrow.tsx';
import { Listed, Rows } from '../shared/rows.tsx';
import { t } from '../text.ts';
import { ComingLine } from './coming-money.tsx';
import { EarningRow } from './earning-row.tsx';
import { ExportEarnings } from './export-earnings.tsx';
import { guarded } from './guard.tsx';
import { MoneyViews } from './money-views.tsx';
import { SumsTable } from './sums.tsx';

export const EarningList = guarded(List);

function List() {
  const [state, setState] = useParam('state');
  const [currency, setCurrency] = useParam('currency');
  const [q, setQ] = useParam('q');
  const search = useDeferredValue(q);
  const known = earningStates.find((entry) => entry === state);
  const { data: summary } = useApi('portalMoney.summary', {});
  const query = { state: known, currency, q: search };
  const pages = useApiPages('portalMoney.earnings', { query }, { keepPrevious: true });
  const held = summary?.currencies.map((one) => one.currency) ?? [];
  const filtered = known !== undefined || currency !== undefined || q !== undefined;
  return (
    <Page title={t('portal.nav.money')} actions={<ExportEarnings query={query} />}>
      <MoneyViews open="earnings" />
      {summary ? (
        <>
          <ComingLine summary={summary} />
          <SumsTable currencies={summary.currencies} />
        </>
      ) : (
        <div aria-hidden className="mb-4 h-28" />
      )}
      <div className="mb-4 flex flex-wrap gap-3">
        <SearchField placeholder={t('portal.money.search')} value={q} onChange={setQ} />
        <Narrow
          label={t('portal.state')}
          all={t('portal.money.allStates')}
          choices={earningStates.map((id) => ({ id, label: t(`portal.money.estate.${id}`) }))}
          value={known}
          onChange={setState}
        />
        {(held.length > 1 || currency !== undefined) && (
          <Narrow
            label={t('portal.money.currency')}
            all={t('portal.money.allCurrencies')}
            choices={[...new Set([...held, ...(currency ? [currency] : [])])].map((id) => ({ id, label: id }))}
            value={currency}
            onChange={setCurrency}
            className="w-44"
          />
        )}
      </div>
      <Panel flush>
        <Listed
          pages={pages}
          what={t('portal.money.earnings')}
          empty={
            filtered
              ? { title: t('ui.noMatches'), action: <GoButton to="/portal/money">{t('portal.clearFilter')}</GoButton> }
              : {
                  title: t('portal.money.empty.title'),
                  detail: t('portal.money.empty.detail'),
                  action: <GoButton to="/portal/money/payee">{t('portal.money.payee')}</GoButton>,
                }
          }
        >
          <Rows label={t('portal.money.earnings')}>
            {pages.rows.map((earning) => (
              <EarningRow key={earning.id} earning={earning} />
            ))}
          </Rows>
        </Listed>
      </Panel>
    </Page>
  );
}
