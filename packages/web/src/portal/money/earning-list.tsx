import { useDeferredValue } from 'react';
import { earningStates } from '@entente/kernel';
import { useApi, useApiPages } from '../../lib/api/index.ts';
import { useParam } from '../address.tsx';
import { GoButton } from '../kit/button.tsx';
import { Choose, TextInput } from '../kit/fields.tsx';
import { Page, Panel } from '../kit/page.tsx';
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
        <TextInput
          label={t('portal.search')}
          hideLabel
          placeholder={t('portal.money.search')}
          type="search"
          value={q ?? ''}
          onChange={setQ}
          className="w-72 max-md:w-full"
        />
        <Choose
          label={t('portal.state')}
          hideLabel
          choices={[{ id: 'all', label: t('portal.money.allStates') }, ...earningStates.map((id) => ({ id, label: t(`portal.money.estate.${id}`) }))]}
          value={known ?? 'all'}
          onChange={(next) => setState(next === 'all' ? undefined : next)}
          className="w-48 max-md:w-full"
        />
        {(held.length > 1 || currency !== undefined) && (
          <Choose
            label={t('portal.money.currency')}
            hideLabel
            choices={[
              { id: 'all', label: t('portal.money.allCurrencies') },
              ...[...new Set([...held, ...(currency ? [currency] : [])])].map((id) => ({ id, label: id })),
            ]}
            value={currency ?? 'all'}
            onChange={(next) => setCurrency(next === 'all' ? undefined : next)}
            className="w-44 max-md:w-full"
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
