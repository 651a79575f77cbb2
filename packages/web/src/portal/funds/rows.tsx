import { claimStandsAt } from '../../lib/fund-claim.ts';
import { DateText } from '../../lib/i18n/values.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { RowLink } from '../shared/rows.tsx';
import { askOfClaim, askOfRequest, type Claim, ClaimBadge, claimName, daysWords, type FundRequest, Minor, RequestBadge, requestName } from './words.tsx';
import { t } from '../text.ts';

const Ask = ({ sentence }: { sentence: string | undefined }) =>
  sentence === undefined ? null : (
    <span dir="auto" className="text-13 text-warn">
      {sentence}
    </span>
  );

export function RequestRow({ request }: { request: FundRequest }) {
  return (
    <RowLink
      to={`/portal/funds/requests/${request.id}`}
      title={requestName(request)}
      state={<RequestBadge state={request.state} />}
      meta={
        <>
          <bdi>{request.activityTypeName}</bdi>
          <bdi>{daysWords(request.startsOn, request.endsOn)}</bdi>
          <bdi>{request.budgetName}</bdi>
        </>
      }
      aside={
        <>
          <span className="font-medium">
            <Minor amountMinor={request.approvedMinor ?? request.requestedMinor} currency={request.currency} />
          </span>
          {request.state === 'submitted' && request.decideBy !== null && (
            <SlaClock dueAt={request.decideBy} {...(request.submittedAt === null ? {} : { startedAt: request.submittedAt })} />
          )}
        </>
      }
    >
      <Ask sentence={askOfRequest(request)} />
    </RowLink>
  );
}

export function ClaimRow({ claim }: { claim: Claim }) {
  return (
    <RowLink
      to={`/portal/funds/claims/${claim.id}`}
      title={claimName(claim)}
      state={<ClaimBadge state={claim.state} />}
      meta={
        <>
          <bdi>{requestName({ number: claim.requestNumber, name: claim.requestName })}</bdi>
          {claim.paidOn !== null ? (
            <span>
              {t('portal.funds.claim.paidOn')} <DateText date={claim.paidOn} />
            </span>
          ) : (
            claim.payBy !== null && (
              <span>
                {t('portal.funds.claim.payBy')} <DateText date={claim.payBy} />
              </span>
            )
          )}
        </>
      }
      aside={
        <>
          <span className="font-medium">
            <Minor amountMinor={claimStandsAt(claim)} currency={claim.currency} />
          </span>
          {claim.state === 'submitted' && claim.decideBy !== null && (
            <SlaClock dueAt={claim.decideBy} {...(claim.submittedAt === null ? {} : { startedAt: claim.submittedAt })} />
          )}
        </>
      }
    >
      <Ask sentence={askOfClaim(claim)} />
    </RowLink>
  );
}
