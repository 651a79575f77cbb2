import { useApiPages } from '../../lib/api/index.ts';
import { useParam } from '../address.tsx';
import { GoButton } from '../kit/button.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Narrow } from '../shared/narrow.tsx';
import { Listed, Rows } from '../shared/rows.tsx';
import { t } from '../text.ts';
import { guarded } from './guard.tsx';
import { ClaimRow } from './rows.tsx';
import { claimStates, FundViews } from './words.tsx';

export const ClaimList = guarded(List);

function List() {
  const [state, setState] = useParam('state');
  const known = claimStates.find((entry) => entry === state);
  const pages = useApiPages('portalFunds.claims', { query: { state: known } }, { keepPrevious: true, refetchInterval: 60_000 });
  return (
    <Page title={t('portal.nav.funds')} actions={<GoButton to="/portal/funds/claims/new">{t('portal.funds.act.claim')}</GoButton>}>
      <FundViews open="claims" />
      <Narrow
        label={t('portal.state')}
        all={t('portal.funds.allStates')}
        choices={claimStates.map((id) => ({ id, label: t(`portal.funds.cstate.${id}`) }))}
        value={known}
        onChange={setState}
        className="mb-4 w-56"
      />
      <Panel flush>
        <Listed
          pages={pages}
          what={t('portal.funds.claims')}
          empty={
            known === undefined
              ? {
                  title: t('portal.funds.claims.none'),
                  detail: t('portal.funds.claims.none.detail'),
                  action: <GoButton to="/portal/funds/requests">{t('portal.funds.requests')}</GoButton>,
                }
              : { title: t('ui.noMatches'), action: <GoButton to="/portal/funds/claims">{t('portal.clearFilter')}</GoButton> }
          }
        >
          <Rows label={t('portal.funds.claims')}>
            {pages.rows.map((claim) => (
              <ClaimRow key={claim.id} claim={claim} />
            ))}
          </Rows>
        </Listed>
      </Panel>
    </Page>
  );
}
