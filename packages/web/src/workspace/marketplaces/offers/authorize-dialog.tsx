import { useState } from 'react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Money } from '../../../lib/i18n/values.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { PartnerPicker } from '../../deals/kit/pickers.tsx';
import type { Deal } from '../../deals/room/use-room.ts';
import { orNull } from '../../partners/kit/text-list.ts';
import { type DraftLine, LinesEditor, newLine, plainLines } from '../kit/lines-editor.tsx';
import { PercentField } from '../kit/percent-field.tsx';
import { showRefusal } from '../kit/show-refusal.ts';
import { useGrantAct, useMarketplace } from '../use-marketplaces.ts';
import type { Authorization } from '../words.ts';
import { followsFromDeal, linesOfDeal } from './listing-step.tsx';
import { ListingSelect } from './listing-select.tsx';

const usages = ['one_time', 'until', 'open'] as const;

/**
 * A resale authorisation with wholesale terms: the deal's lines less a discount. With `parent` a distributor passes on
 * what it was given, at its own markup; terms and price above stay as they are.
 */
export function AuthorizeDialog({
  dealId,
  deal,
  parent,
  onClose,
  onCreated,
}: {
  dealId: string | null;
  /** Where it is at hand, its lines say which listing comes first and whether anything follows from them. */
  deal?: Deal;
  parent?: Authorization;
  onClose: () => void;
  onCreated?: (grant: Authorization) => void;
}) {
  const [listingId, setListing] = useState<string | null>(parent?.listingId ?? null);
  const [resellerId, setReseller] = useState<string | null>(null);
  const [account, setAccount] = useState('');
  const [usage, setUsage] = useState<(typeof usages)[number]>('one_time');
  const [untilOn, setUntil] = useState('');
  const [buyerAccount, setBuyer] = useState(parent?.buyerAccount ?? '');
  const [discountBp, setDiscount] = useState<number | null>(0);
  const [markupBp, setMarkup] = useState<number | null>(0);
  const [note, setNote] = useState('');
  const listings = useApi('listings.list', { query: { limit: 200 } });
  const listing = listings.data?.items.find((entry) => entry.id === listingId);
  const marketplace = useMarketplace(parent?.marketplaceId ?? listing?.marketplaceId);
  const [lines, setLines] = useState<readonly DraftLine[]>([]);
  const [own, setOwn] = useState(false);
  const mustAsk = parent === undefined && deal !== undefined && listing !== undefined && !followsFromDeal(deal, listing);
  const asks = mustAsk || (own && deal !== undefined && listing !== undefined);
  const create = useGrantAct('authorizations.create');
  const offered = marketplace?.capabilities.resale;
  const allowed = usages.filter((entry) => offered === undefined || offered.usages.includes(entry));
  const isReady =
    listingId !== null &&
    resellerId !== null &&
    account.trim() !== '' &&
    (usage !== 'until' || untilOn !== '') &&
    (!asks || lines.every((line) => line.dimension.trim() !== '' && line.description.trim() !== '')) &&
    offered?.mode !== 'none';
  return (
    <FormDialog
      title={t(parent === undefined ? 'offers.grant.create' : 'offers.grant.pass')}
      verb={t('offers.grant.make')}
      isOpen
      onClose={onClose}
      size={asks ? 'wide' : 'normal'}
      isPending={create.isPending}
      isReady={isReady}
      error={create.error}
      onSubmit={() => {
        if (resellerId === null || listingId === null) return;
        create.mutate(
          {
            body: {
              dealId,
              resellerPartnerId: resellerId,
              resellerAccount: account.trim(),
              usage,
              untilOn: usage === 'until' ? untilOn : null,
              buyerAccount: orNull(buyerAccount),
              description: orNull(note),
              ...(parent === undefined
                ? { listingId, discountBp: discountBp ?? 0, ...(asks ? { lines: plainLines(lines) } : {}) }
                : { parentId: parent.id, markupBp: markupBp ?? 0 }),
            },
          },
          {
            onError: showRefusal,
            onSuccess: (grant) => {
              toast(t('offers.grant.drafted', { name: grant.resellerName }));
              onClose();
              onCreated?.(grant);
            },
          },
        );
      }}
    >
      {parent === undefined ? (
        <ListingSelect
          value={listingId}
          productIds={deal?.lines.flatMap((line) => line.productId ?? [])}
          onChange={(id) => {
            setListing(id);
            const chosen = listings.data?.items.find((entry) => entry.id === id);
            setLines(chosen === undefined || deal === undefined ? [newLine()] : linesOfDeal(deal, chosen));
          }}
        />
      ) : (
        <p className="text-muted">
          {t('offers.grant.pass.note', { name: parent.resellerName })} <Money value={{ amountMinor: parent.wholesaleMinor, currency: parent.currency }} />
        </p>
      )}
      {parent !== undefined && offered?.mode === 'api' && (
        <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">
          {t('offers.grant.pass.byHand', { name: marketplace?.name ?? '', distributor: parent.resellerName })}
        </p>
      )}
      {offered?.mode === 'none' && <p className="text-warn">{t('offers.grant.none', { name: marketplace?.name ?? '' })}</p>}
      {offered?.mode === 'associate' && <p className="text-muted">{t('offers.grant.associate', { name: marketplace?.name ?? '' })}</p>}
      <PartnerPicker label={t(parent === undefined ? 'offers.grant.to' : 'offers.grant.reseller')} value={resellerId} onChange={setReseller} isRequired />
      <TextField label={t('offers.grant.account')} description={t('offers.grant.account.note')} value={account} onChange={setAccount} isRequired />
      {parent === undefined && deal !== undefined && listing !== undefined && !mustAsk && (
        <Checkbox isSelected={own} onChange={setOwn} description={t('offers.grant.own.note')}>
          {t('offers.grant.own')}
        </Checkbox>
      )}
      {asks && deal !== undefined && listing !== undefined && (
        <div className="flex flex-col gap-3">
          {mustAsk && <p className="text-muted">{t('offers.lines.ask')}</p>}
          <LinesEditor lines={lines} onChange={setLines} currency={deal.currency} dimensions={listing.dimensions} />
        </div>
      )}
      {parent === undefined ? (
        <PercentField label={t('offers.grant.discount')} description={t('offers.grant.discount.note')} basisPoints={discountBp} onChange={setDiscount} />
      ) : (
        <PercentField label={t('offers.markup')} description={t('offers.grant.markup.note')} basisPoints={markupBp} onChange={setMarkup} />
      )}
      <RadioGroup
        label={t('offers.grant.usage')}
        look="cards"
        options={allowed.map((id) => ({ id, label: t(`offers.usage.${id}`), note: t(`offers.usage.${id}.note`) }))}
        value={usage}
        onChange={setUsage}
      />
      {usage === 'until' && <DateField label={t('offers.grant.until')} value={untilOn} onChange={setUntil} isRequired />}
      <TextField label={t('offers.buyerAccount')} description={t('offers.grant.buyer.note')} value={buyerAccount} onChange={setBuyer} />
      <TextField label={t('offers.note')} value={note} onChange={setNote} rows={2} />
    </FormDialog>
  );
}
