import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { focusNow } from '../../../ui/focus.ts';
import { Refusal } from '../../deals/kit/form-dialog.tsx';
import type { Deal } from '../../deals/room/use-room.ts';
import { newLine, plainLines } from '../kit/lines-editor.tsx';
import { showRefusal } from '../kit/show-refusal.ts';
import { useMarketplace, useOffer, useOfferAct } from '../use-marketplaces.ts';
import { blocking, isByHand, type Offer } from '../words.ts';
import { BuyerPreview } from './buyer-preview.tsx';
import { CheckStep } from './check-step.tsx';
import { followsFromDeal, isListingReady, type ListingDraft, ListingStep } from './listing-step.tsx';
import { SendOfferDialog } from './send-dialog.tsx';
import { bodyOf, draftOf } from './terms-draft.ts';
import { TermsStep } from './terms-step.tsx';

const steps = ['listing', 'terms', 'check', 'preview'] as const;
type Step = (typeof steps)[number];
const AFTER_OPENING_MS = 100;

/** A new offer begins with what is sold where; from then on a draft stands on the deal, and closing the dialog loses nothing that was saved. */
export function OfferWizard({ deal, offer, startAt, onClose }: { deal?: Deal; offer?: Offer; startAt?: string; onClose: () => void }) {
  const [made, setMade] = useState<Offer | undefined>(offer);
  return made !== undefined ? (
    <EditOffer offerId={made.id} first={made} startAt={startAt} onClose={onClose} isNew={offer === undefined} />
  ) : deal !== undefined ? (
    <NewOffer deal={deal} onMade={setMade} onClose={onClose} />
  ) : null;
}

function NewOffer({ deal, onMade, onClose }: { deal: Deal; onMade: (offer: Offer) => void; onClose: () => void }) {
  const form = useId();
  const listings = useApi('listings.list', { query: { limit: 200 } });
  const create = useOfferAct('offers.create');
  const [draft, setDraft] = useState<ListingDraft>({
    listingId: null,
    way: 'direct',
    authorizationId: null,
    markupBp: 0,
    replacesAgreementId: null,
    lines: [newLine()],
  });
  const listing = listings.data?.items.find((entry) => entry.id === draft.listingId);
  const isReady = isListingReady(draft, deal, listing);
  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (!isReady || listing === undefined || create.isPending) return;
    create.mutate(
      {
        params: { id: deal.id },
        body: {
          listingId: listing.id,
          ...(draft.way === 'resale' ? { authorizationId: draft.authorizationId, markupBp: draft.markupBp ?? 0 } : {}),
          ...(draft.way === 'replace' ? { replacesAgreementId: draft.replacesAgreementId } : {}),
          ...(draft.way === 'resale' || followsFromDeal(deal, listing) ? {} : { lines: plainLines(draft.lines) }),
        },
      },
      { onSuccess: onMade, onError: showRefusal },
    );
  }
  return (
    <Dialog
      title={t('offers.create')}
      isOpen
      onClose={onClose}
      size="wide"
      isDismissable={false}
      footer={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" type="submit" form={form} isDisabled={!isReady} isPending={create.isPending}>
            {t('offers.draft.make')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <StepMarks at="listing" />
        <Refusal error={create.error} />
        <ListingStep deal={deal} draft={draft} onChange={(part) => setDraft((before) => ({ ...before, ...part }))} />
      </form>
    </Dialog>
  );
}

function EditOffer({ offerId, first, startAt, isNew, onClose }: { offerId: string; first: Offer; startAt?: string; isNew: boolean; onClose: () => void }) {
  const form = useId();
  const body = useRef<HTMLFormElement>(null);
  const navigate = useNavigate();
  const read = useOffer(offerId);
  const offer = read.data ?? first;
  const marketplace = useMarketplace(offer.marketplaceId);
  const listings = useApi('listings.list', { query: { marketplaceId: offer.marketplaceId, limit: 200 } });
  const [step, setStep] = useState<Exclude<Step, 'listing'>>('terms');
  const [goTo, setGoTo] = useState<string | undefined>(startAt);
  const [base, setBase] = useState(() => draftOf(first));
  const [draft, setDraft] = useState(base);
  const [sending, setSending] = useState(false);
  const update = useOfferAct('offers.update');
  const byHand = marketplace !== undefined && isByHand(marketplace);
  const isResoldOutside = offer.authorizationId !== null && marketplace?.capabilities.resale.mode !== 'api';

  // A field that an issue names is found by its mark, or by that of the group around it; the dialog has taken the focus by then.
  useEffect(() => {
    if (goTo === undefined || step !== 'terms') return;
    const timer = setTimeout(() => {
      const parts = goTo.split('.');
      const group = parts
        .map((_, index) => body.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(parts.slice(0, parts.length - index).join('.'))}"]`))
        .find((found) => found);
      group?.scrollIntoView({ block: 'center' });
      focusNow(group?.querySelector<HTMLElement>('input, textarea, button') ?? null);
      setGoTo(undefined);
    }, AFTER_OPENING_MS);
    return () => clearTimeout(timer);
  }, [goTo, step]);

  const leave = () => {
    onClose();
    if (isNew) void navigate({ to: '/offers/$offerId', params: { offerId } });
  };
  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (step === 'check') setStep('preview');
    if (step !== 'terms' || update.isPending) return;
    update.mutate(
      { params: { id: offerId }, body: bodyOf(draft, offer), ifVersion: offer.version },
      {
        onError: showRefusal,
        onSuccess: (saved) => {
          const next = draftOf(saved);
          setBase(next);
          setDraft(next);
          setStep('check');
        },
      },
    );
  }
  const isComplete = draft.name.trim() !== '' && draft.lines.every((line) => line.dimension.trim() !== '' && line.description.trim() !== '');
  const mayGoOn = step === 'terms' ? isComplete : blocking(offer.issues).length === 0;
  return (
    <>
      <Dialog
        title={t(isNew ? 'offers.create' : 'offers.edit')}
        note={offer.marketplaceName}
        isOpen={!sending}
        onClose={leave}
        size="wide"
        isDismissable={false}
        footer={
          <>
            {step !== 'terms' && <Button onPress={() => setStep(step === 'preview' ? 'check' : 'terms')}>{t('offers.back')}</Button>}
            <span className="flex-1" />
            <Button onPress={leave}>{t('offers.keepDraft')}</Button>
            {step !== 'preview' && (
              <Button kind="primary" type="submit" form={form} isPending={update.isPending} isDisabled={!mayGoOn}>
                {t(step === 'terms' ? 'offers.check' : 'offers.preview.open')}
              </Button>
            )}
            {step === 'preview' && !byHand && !isResoldOutside && (
              <Button kind="primary" onPress={() => setSending(true)}>
                {t('offers.send.offer')}
              </Button>
            )}
          </>
        }
      >
        <form id={form} ref={body} onSubmit={submit} noValidate className="flex flex-col gap-4">
          <StepMarks at={step} />
          {/* What the server has against a field stands below it and does not hold up the next check. */}
          <Refusal
            error={update.error}
            onReload={() => {
              update.reset();
              void read.refetch();
            }}
          />
          {step === 'terms' && (
            <TermsStep
              offer={offer}
              draft={draft}
              checked={base}
              onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
              marketplace={marketplace}
              listing={listings.data?.items.find((entry) => entry.id === offer.listingId)}
            />
          )}
          {step === 'check' && (
            <CheckStep
              offer={offer}
              onGo={(field) => {
                setGoTo(field);
                setStep('terms');
              }}
            />
          )}
          {step === 'preview' && (
            <>
              {(byHand || isResoldOutside) && <p className="rounded-popover bg-hover px-3 py-2">{t('offers.byHand.note', { name: offer.marketplaceName })}</p>}
              <BuyerPreview offerId={offerId} />
            </>
          )}
        </form>
      </Dialog>
      {sending && <SendOfferDialog offer={offer} onClose={() => setSending(false)} onSent={leave} />}
    </>
  );
}

function StepMarks({ at }: { at: Step }) {
  return (
    <ol className="flex flex-wrap gap-x-4 gap-y-1 text-12" aria-label={t('offers.steps')}>
      {steps.map((step, index) => (
        <li
          key={step}
          aria-current={step === at ? 'step' : undefined}
          className={cx('flex items-center gap-1.5', step === at ? 'font-medium text-text' : 'text-muted')}
        >
          <span
            aria-hidden
            className={cx('num grid size-5 place-items-center rounded-full border', step === at ? 'border-accent text-accent' : 'border-line-strong')}
          >
            {index + 1}
          </span>
          {t(`offers.step.${step}`)}
        </li>
      ))}
    </ol>
  );
}
