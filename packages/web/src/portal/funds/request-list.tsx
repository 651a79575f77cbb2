import { useDeferredValue } from 'react';
import { useApiPages } from '../../lib/api/index.ts';
import { useParam } from '../address.tsx';
import { GoButton } from '../kit/button.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { portalName } from '../session.ts';
import { Narrow, SearchField } from '../shared/narrow.tsx';
import { Listed, Rows } from '../shared/rows.tsx';
import { t } from '../text.ts';
import { NewRequest } from './funds-home.tsx';
import { guarded } from './guard.tsx';
import { RequestRow } from './rows.tsx';
import { FundViews, requestStates } from './words.tsx';

export const RequestList = guarded(List);

function List() {
  const [state, setState] = useParam('state');
  const [q, setQ] = useParam('q');
  const search = useDeferredValue(q);
  const known = requestStates.find((entry) => entry === state);
  const pages = useApiPages('portalFunds.requests', { query: { state: known, q: search } }, { keepPrevious: true, refetchInterval: 60_000 });
  return (
    <Page title={t('portal.nav.funds')} actions={<NewRequest />}>
      <FundViews open="requests" />
      <div className="mb-4 flex flex-wrap gap-3">
        <SearchField placeholder={t('portal.funds.requests.search')} value={q} onChange={setQ} />
        <Narrow
          label={t('portal.state')}
          all={t('portal.funds.allStates')}
          choices={requestStates.map((id) => ({ id, label: t(`portal.funds.rstate.${id}`) }))}
          value={known}
          onChange={setState}
        />
      </div>
      <Panel flush>
        <Listed
          pages={pages}
          what={t('portal.funds.requests')}
          empty={
            known === undefined && q === undefined
              ? {
                  title: t('portal.funds.requests.none'),
                  detail: t('portal.funds.requests.none.detail', { vendor: portalName() }),
                  action: <NewRequest />,
                }
              : { title: t('ui.noMatches'), action: <GoButton to="/portal/funds/requests">{t('portal.clearFilter')}</GoButton> }
          }
        >
          <Rows label={t('portal.funds.requests')}>
            {pages.rows.map((request) => (
              <RequestRow key={request.id} request={request} />
            ))}
          </Rows>
        </Listed>
      </Panel>
    </Page>
  );
}
