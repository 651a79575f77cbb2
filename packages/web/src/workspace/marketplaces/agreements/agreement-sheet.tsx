import { useState } from 'react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, InstantText, Money } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/page.tsx';
import { toast } from '../../../ui/toast.tsx';
import { sayRefusal } from '../../deals/kit/notify.ts';
import { ChainList } from '../offers/chain-list.tsx';
import { saleReads } from '../use-marketplaces.ts';
import { type Agreement, agreementTones } from '../words.ts';
import { Entitlements } from './entitlements.tsx';
import { MatchDialog } from './match-dialog.tsx';
import { Term } from './term.tsx';

const heading = 'text-12 font-medium text-muted';

/** What the buyer agreed to: the term, what may be used, what it replaced and was replaced by, and the hops it was sold by. */
export function AgreementSheet({
  agreement,
  others,
  onOpen,
  onClose,
}: {
  agreement: Agreement;
  others: readonly Agreement[];
  onOpen: (id: string) => void;
  onClose: () => void;
}) {
  const mayWrite = useCan('marketplaces:write');
  const [matching, setMatching] = useState(false);
  const navigate = useNavigate();
  const renew = useApiMutation('agreements.renew', { invalidates: saleReads });
  const mayRenew = mayWrite && agreement.status === 'active' && agreement.dealId !== null;
  return (
    <>
      <Sheet
        title={t('agreements.agreement')}
        note={agreement.marketplaceName}
        isOpen
        onClose={onClose}
        footer={
          mayWrite ? (
            <>
              {agreement.dealId === null && (
                <Button kind="primary" onPress={() => setMatching(true)}>
                  {t('agreements.match')}
                </Button>
              )}
              {mayRenew && agreement.renewalDealId === null && (
                <Button
                  isPending={renew.isPending}
                  onPress={() =>
                    renew.mutate(
                      { params: { id: agreement.id } },
                      {
                        onError: sayRefusal,
                        onSuccess: (after) => {
                          toast(t('agreements.renew.done'));
                          if (after.renewalDealId !== null) void navigate({ to: '/deals/$dealId', params: { dealId: after.renewalDealId } });
                        },
                      },
                    )
                  }
                >
                  {t('agreements.renew')}
                </Button>
              )}
            </>
          ) : undefined
        }
      >
        <div className="flex flex-col gap-5">
          <p className="flex flex-wrap items-center gap-2">
            <bdi className="font-mono">{agreement.externalId}</bdi>
            <Badge tone={agreementTones[agreement.status]}>{t(`agreements.status.${agreement.status}`)}</Badge>
            {agreement.dealId === null && <Badge tone="warn">{t('agreements.unmatched')}</Badge>}
          </p>
          <AgreementFacts agreement={agreement} />
          <section aria-label={t('entitlements.title')}>
            <h3 className={heading}>{t('entitlements.title')}</h3>
            <Entitlements agreementId={agreement.id} />
          </section>
          <Amendments agreement={agreement} others={others} onOpen={onOpen} />
          {agreement.dealId !== null && <SoldBy dealId={agreement.dealId} offerId={agreement.offerId} />}
        </div>
      </Sheet>
      {matching && <MatchDialog agreement={agreement} onClose={() => setMatching(false)} />}
    </>
  );
}

function AgreementFacts({ agreement }: { agreement: Agreement }) {
  const { amountMinor, currency, dealId, offerId, renewalDealId } = agreement;
  return (
    <Facts
      items={[
        {
          label: t('offers.amount'),
          value: amountMinor === null || currency === null ? t('agreements.amount.unknown') : <Money value={{ amountMinor, currency }} />,
        },
        { label: t('offers.buyerAccount'), value: agreement.buyerAccount ?? '–' },
        { label: t('agreements.term'), value: <Term agreement={agreement} /> },
        ...(agreement.endsAt === null ? [] : [{ label: t('agreements.ends'), value: <DateText date={agreement.endsAt} /> }]),
        ...(agreement.endBehaviour === null ? [] : [{ label: t('agreements.then'), value: t(`agreements.end.${agreement.endBehaviour}`) }]),
        ...(agreement.acceptedAt === null ? [] : [{ label: t('offers.acceptedAt'), value: <InstantText at={agreement.acceptedAt} /> }]),
        ...(dealId === null
          ? []
          : [
              {
                label: t('offers.deal'),
                value: (
                  <Link to="/deals/$dealId" params={{ dealId }} className="link">
                    {agreement.dealName}
                  </Link>
                ),
              },
            ]),
        ...(offerId === null
          ? []
          : [
              {
                label: t('offers.offer'),
                value: (
                  <Link to="/offers/$offerId" params={{ offerId }} className="link">
                    {t('offers.open')}
                  </Link>
                ),
              },
            ]),
        ...(renewalDealId === null
          ? []
          : [
              {
                label: t('agreements.renewal'),
                value: (
                  <Link to="/deals/$dealId" params={{ dealId: renewalDealId }} className="link">
                    {t('agreements.renewal.open')}
                  </Link>
                ),
              },
            ]),
        ...(agreement.matchedBy === null ? [] : [{ label: t('agreements.matchedBy'), value: agreement.matchedBy.replaceAll('_', ' ') }]),
      ]}
    />
  );
}

/** What it took the place of, and what took its place. */
function Amendments({ agreement, others, onOpen }: { agreement: Agreement; others: readonly Agreement[]; onOpen: (id: string) => void }) {
  const later = others.filter((other) => other.marketplaceId === agreement.marketplaceId && other.replacesExternalId === agreement.externalId);
  const earlier = agreement.replacesExternalId;
  if (earlier === null && later.length === 0) return null;
  const known = (externalId: string) => others.find((other) => other.marketplaceId === agreement.marketplaceId && other.externalId === externalId);
  const rows = [
    ...(earlier === null ? [] : [{ externalId: earlier, words: t('agreements.replaces'), to: known(earlier) }]),
    ...later.map((other) => ({ externalId: other.externalId, words: t('agreements.replacedBy'), to: other })),
  ];
  return (
    <section aria-label={t('agreements.amendments')}>
      <h3 className={heading}>{t('agreements.amendments')}</h3>
      <ul className="mt-1 flex flex-col gap-1">
        {rows.map((row) => (
          <li key={row.externalId} className="flex flex-wrap gap-x-2">
            <span className="text-muted">{row.words}</span>
            {row.to === undefined ? (
              <bdi className="font-mono text-12">{row.externalId}</bdi>
            ) : (
              <button type="button" className="link" onClick={() => row.to && onOpen(row.to.id)}>
                <bdi className="font-mono text-12">{row.externalId}</bdi>
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function SoldBy({ dealId, offerId }: { dealId: string; offerId: string | null }) {
  const chains = useApi('offers.chain', { params: { id: dealId } });
  const chain = chains.data?.chains.find((entry) => entry.offerId === offerId);
  if (chain === undefined) return null;
  return (
    <section aria-label={t('offers.chain')}>
      <h3 className={heading}>{t('offers.chain')}</h3>
      <ChainList chain={chain} />
    </section>
  );
}
