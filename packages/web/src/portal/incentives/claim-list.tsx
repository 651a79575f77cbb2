import { useApiPages } from '../../lib/api/index.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import { useParam } from '../address.tsx';
import { GoButton } from '../kit/button.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Narrow } from '../shared/narrow.tsx';
import { Listed, RowLink, Rows } from '../shared/rows.tsx';
import { t } from '../text.ts';
import { guarded } from './guard.tsx';
import { type Claim, claimStates } from './model.ts';
import { Programmes } from './programmes.tsx';
import { IncentiveViews } from './views.tsx';
import { Aside, ClaimBadge, dealName, Earned, Verb } from './words.tsx';

export const ClaimList = guarded(List);

/** Programmes that pay for influence, and what we claimed. */
function List() {
  const [state, setState] = useParam('state');
  const known = claimStates.find((entry) => entry === state);
  const pages = useApiPages('portalIncentives.claims', { query: { state: known } }, { keepPrevious: true, refetchInterval: 60_000 });
  return (
    <Page
      title={t('portal.incentives.title')}
      actions={
        <Verb to="/portal/incentives/claims/new" main>
          {t('portal.incentives.claim.new')}
        </Verb>
      }
    >
      <IncentiveViews open="influence" />
      <div className="flex flex-col gap-6">
        <Programmes kind="influence" />
        <Panel title={t('portal.incentives.claims')} flush>
          <Narrow
            label={t('portal.state')}
            all={t('portal.incentives.claims.all')}
            choices={claimStates.map((id) => ({ id, label: t(`portal.incentives.claim.${id}`) }))}
            value={known}
            onChange={setState}
            className="mx-4 mt-2 mb-2 w-56 max-md:w-auto"
          />
          <Listed
            pages={pages}
            what={t('portal.incentives.claims')}
            empty={
              known === undefined
                ? { title: t('portal.incentives.claims.none'), detail: t('portal.incentives.claims.none.detail') }
                : { title: t('ui.noMatches'), action: <GoButton to="/portal/incentives/claims">{t('portal.clearFilter')}</GoButton> }
            }
          >
            <Rows label={t('portal.incentives.claims')}>
              {pages.rows.map((claim) => (
                <One key={claim.id} claim={claim} />
              ))}
            </Rows>
          </Listed>
        </Panel>
      </div>
    </Page>
  );
}

function One({ claim }: { claim: Claim }) {
  return (
    <RowLink
      to={`/portal/incentives/claims/${claim.id}`}
      title={dealName(claim)}
      state={<ClaimBadge state={claim.state} />}
      meta={
        <>
          <bdi>{claim.ruleName}</bdi>
          <bdi>{claim.claimedBy}</bdi>
          <InstantText at={claim.claimedAt} />
        </>
      }
      aside={claim.amountMinor === null ? undefined : <span className="font-medium">{<Earned of={claim} link={false} />}</span>}
    >
      <Aside text={claim.reason} />
    </RowLink>
  );
}
