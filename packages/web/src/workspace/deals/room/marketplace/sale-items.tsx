import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { t } from '../../../../lib/i18n/i18n.ts';
import { Money } from '../../../../lib/i18n/values.tsx';
import { Badge, type Tone } from '../../../../ui/badge.tsx';
import { Expiry } from '../../../marketplaces/kit/expiry.tsx';
import {
  type Agreement,
  agreementTones,
  type Authorization,
  type Entitlement,
  entitlementTones,
  grantTones,
  type OfferRow,
  phaseTones,
} from '../../../marketplaces/words.ts';
import { agreementNext, entitlementNext, grantNext, offerNext } from './next-act.ts';

function Item({
  what,
  name,
  tone,
  state,
  place,
  next,
  end,
}: {
  what: string;
  name: ReactNode;
  tone: Tone;
  state: string;
  place: ReactNode;
  next: string | null;
  end?: ReactNode;
}) {
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0">
      <span className="min-w-52 flex-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="text-12 text-muted">{what}</span>
          <span className="min-w-0 truncate font-medium">{name}</span>
          <Badge tone={tone}>
            <bdi>{state}</bdi>
          </Badge>
        </span>
        <span className="block text-12 text-muted">{place}</span>
        {next !== null && (
          <span className="block text-12">
            <span className="font-medium">{t('sale.next')}</span> <bdi>{next}</bdi>
          </span>
        )}
      </span>
      {end !== undefined && <span className="flex flex-col items-end gap-0.5 text-end">{end}</span>}
    </li>
  );
}

export function OfferItem({ offer }: { offer: OfferRow }) {
  return (
    <Item
      what={t('offers.offer')}
      name={
        <Link to="/offers/$offerId" params={{ offerId: offer.id }} className="hover:underline">
          <bdi>{offer.name}</bdi>
        </Link>
      }
      tone={phaseTones[offer.phase]}
      state={t(`offers.phase.${offer.phase}`)}
      place={
        <>
          <bdi>{offer.marketplaceName}</bdi> · {t(`offers.kind.${offer.kind}`)} · <bdi>{offer.sellerName}</bdi>
        </>
      }
      next={offerNext(offer)}
      end={
        <>
          <span className="font-medium">
            <Money value={{ amountMinor: offer.amountMinor, currency: offer.currency }} />
          </span>
          <span className="text-12">
            <Expiry offer={offer} />
          </span>
        </>
      }
    />
  );
}

export function GrantItem({ grant, isPassedOn, onOpen }: { grant: Authorization; isPassedOn: boolean; onOpen: () => void }) {
  return (
    <Item
      what={t('offers.grant')}
      name={
        <button type="button" className="hover:underline" onClick={onOpen}>
          <bdi>{grant.resellerName}</bdi>
        </button>
      }
      tone={grantTones[grant.state]}
      state={t(`offers.grant.${grant.state}`)}
      place={
        <>
          <bdi>{grant.marketplaceName}</bdi> · <bdi>{t('sale.from', { name: grant.issuerName })}</bdi> · {t(`offers.usage.${grant.usage}`)}
        </>
      }
      next={grantNext(grant, isPassedOn)}
      end={
        <span className="font-medium">
          <Money value={{ amountMinor: grant.wholesaleMinor, currency: grant.currency }} />
        </span>
      }
    />
  );
}

export function AgreementItem({ agreement }: { agreement: Agreement }) {
  return (
    <Item
      what={t('agreements.agreement')}
      name={
        <Link to="/marketplaces" search={{ tab: 'agreements', dealId: agreement.dealId ?? undefined, open: agreement.id }} className="hover:underline">
          <bdi className="font-mono text-12">{agreement.externalId}</bdi>
        </Link>
      }
      tone={agreementTones[agreement.status]}
      state={t(`agreements.status.${agreement.status}`)}
      place={<bdi>{agreement.marketplaceName}</bdi>}
      next={agreementNext(agreement)}
      end={
        agreement.amountMinor !== null &&
        agreement.currency !== null && (
          <span className="font-medium">
            <Money value={{ amountMinor: agreement.amountMinor, currency: agreement.currency }} />
          </span>
        )
      }
    />
  );
}

export function EntitlementItem({ entitlement }: { entitlement: Entitlement }) {
  return (
    <Item
      what={t('entitlements.entitlement')}
      name={<bdi className="font-mono text-12">{entitlement.externalId}</bdi>}
      tone={entitlementTones[entitlement.state]}
      state={t(`entitlements.state.${entitlement.state}`)}
      place={
        <bdi>
          {entitlement.dimensions.map((dimension) => (dimension.quantity === null ? dimension.key : `${dimension.key} × ${dimension.quantity}`)).join(', ')}
        </bdi>
      }
      next={entitlementNext(entitlement)}
    />
  );
}
