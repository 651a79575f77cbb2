import { useState } from 'react';
import { Link, useParams } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Money, RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Facts, PageHeader } from '../../../ui/page.tsx';
import { useApi } from '../../../lib/api/index.ts';
import { RecordPage } from '../../partners/kit/record-page.tsx';
import { Expiry } from '../kit/expiry.tsx';
import { useMarketplace, useOffer } from '../use-marketplaces.ts';
import { isByHand, type Offer, phaseTones, stateWords } from '../words.ts';
import { AuthorizationSheet } from './authorization-sheet.tsx';
import { OfferActs, type OpenOffer } from './offer-acts.tsx';
import { OfferBody } from './offer-body.tsx';
import { AssociateDialog, ExtendDialog, MoveDialog, WithdrawDialog } from './offer-dialogs.tsx';
import { OfferWizard } from './offer-wizard.tsx';
import { SendOfferDialog } from './send-dialog.tsx';

export function OfferScreen() {
  const { offerId = '' } = useParams({ strict: false });
  const offer = useOffer(offerId);
  return (
    <RecordPage query={offer} what={t('offers.offer')}>
      {(record) => <OfferPage key={record.id} offer={record} />}
    </RecordPage>
  );
}

function OfferPage({ offer }: { offer: Offer }) {
  const [open, setOpen] = useState<OpenOffer | null>(null);
  const marketplace = useMarketplace(offer.marketplaceId);
  const chains = useApi('offers.chain', { params: { id: offer.dealId } });
  const maySend = useCan('offers:send');
  const mayWrite = useCan('marketplaces:write');
  const close = () => setOpen(null);
  const isDraft = offer.phase === 'draft';
  const canSend = maySend && isDraft && marketplace !== undefined && !isByHand(marketplace);
  useRegisterActions(
    () => [
      {
        id: 'offer.edit',
        label: 'offers.edit',
        scope: 'record',
        shortcut: 'e',
        permission: 'marketplaces:write',
        isEnabled: () => isDraft,
        run: () => setOpen({ kind: 'edit' }),
      },
      {
        id: 'offer.send',
        label: 'offers.send.offer',
        scope: 'record',
        shortcut: 's',
        permission: 'offers:send',
        isEnabled: () => canSend,
        run: () => setOpen({ kind: 'send' }),
      },
    ],
    [isDraft, canSend],
  );
  const money = (amountMinor: number) => <Money value={{ amountMinor, currency: offer.currency }} />;
  const facts = [
    { label: t('offers.amount'), value: money(offer.amountMinor) },
    { label: t('offers.fee'), value: money(offer.feeMinor) },
    { label: t('offers.net'), value: money(offer.netMinor) },
    { label: t('offers.seller'), value: offer.sellerName },
    { label: t('offers.buyerAccount'), value: offer.buyerAccount ?? '–' },
    { label: t('offers.expiresOn'), value: <Expiry offer={offer} /> },
    {
      label: t('offers.deal'),
      value: (
        <Link to="/deals/$dealId" params={{ dealId: offer.dealId }} className="link">
          {offer.dealName}
        </Link>
      ),
    },
    ...(offer.sentAt === null ? [] : [{ label: t('offers.sentAt'), value: <RelativeTime at={offer.sentAt} /> }]),
    ...(offer.acceptedAt === null ? [] : [{ label: t('offers.acceptedAt'), value: <RelativeTime at={offer.acceptedAt} /> }]),
  ];
  return (
    <>
      <PageHeader
        title={offer.name}
        crumbs={[{ label: t('marketplaces.title'), to: '/marketplaces' }, { label: offer.marketplaceName }]}
        badges={
          <>
            <Badge tone={phaseTones[offer.phase]}>
              <bdi>{stateWords(offer, marketplace?.definition)}</bdi>
            </Badge>
            <Badge>{t(`offers.kind.${offer.kind}`)}</Badge>
          </>
        }
        facts={<Facts items={facts} />}
        actions={<OfferActs offer={offer} marketplace={marketplace} maySend={maySend} mayWrite={mayWrite} onOpen={setOpen} />}
      />
      <OfferBody offer={offer} marketplace={marketplace} chains={chains} onOpen={setOpen} />
      {open?.kind === 'edit' && <OfferWizard offer={offer} startAt={open.field} onClose={close} />}
      {open?.kind === 'send' && <SendOfferDialog offer={offer} onClose={close} />}
      {open?.kind === 'extend' && <ExtendDialog offer={offer} onClose={close} />}
      {open?.kind === 'withdraw' && <WithdrawDialog offer={offer} onClose={close} />}
      {open?.kind === 'move' && <MoveDialog offer={offer} to={open.state} onClose={close} />}
      {open?.kind === 'associate' && <AssociateDialog offer={offer} onClose={close} />}
      {open?.kind === 'grant' && <AuthorizationSheet id={open.id} onClose={close} />}
    </>
  );
}
