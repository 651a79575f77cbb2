import type { ReactNode } from 'react';
import { FileCheck, KeyRound, Store } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import { formatPercent } from '../../../lib/i18n/format.ts';
import { Money } from '../../../lib/i18n/values.tsx';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { type Chain, grantTones, offerPhases, phaseTones } from '../words.ts';

type Hop = Chain['hops'][number];

const grantStates = ['draft', 'sending', 'active', 'used', 'restricted'] as const;
function stateOf(hop: Hop): { label: string; tone: Tone } {
  const grant = grantStates.find((state) => state === hop.state);
  if (hop.kind === 'authorization' && grant !== undefined) return { label: t(`offers.grant.${grant}`), tone: grantTones[grant] };
  const phase = offerPhases.find((state) => state === hop.state);
  return phase === undefined ? { label: hop.state.replaceAll('_', ' '), tone: 'neutral' } : { label: t(`offers.phase.${phase}`), tone: phaseTones[phase] };
}

/** From us to the buyer: authorisation, markup, offer, acceptance. Each hop says who sells to whom, at what price, and how it stands. */
export function ChainList({
  chain,
  here,
  onGrant,
}: {
  chain: Chain;
  /** The offer whose page this is. */ here?: string;
  onGrant?: (authorizationId: string) => void;
}) {
  const last = chain.hops.at(-1);
  return (
    <ol className="flex flex-col">
      {chain.hops.map((hop) => (
        <HopRow key={hop.recordId} hop={hop} isHere={hop.recordId === here} onGrant={onGrant} />
      ))}
      {last?.kind === 'authorization' && last.state === 'draft' && last.sellerId !== null && (
        <Waiting
          icon={<KeyRound size={16} strokeWidth={1.75} className="shrink-0" aria-hidden />}
          text={t('offers.chain.awaitsGrant', { name: last.sellerName })}
        />
      )}
      {last?.kind === 'authorization' && (last.state === 'active' || last.state === 'used') && (
        <Waiting
          icon={<Store size={16} strokeWidth={1.75} className="shrink-0" aria-hidden />}
          text={t('offers.chain.awaitsOffer', { name: last.buyerName })}
        />
      )}
      {last?.kind === 'offer' && last.state !== 'accepted' && (
        <Waiting
          icon={<FileCheck size={16} strokeWidth={1.75} className="shrink-0" aria-hidden />}
          text={t('offers.chain.awaitsBuyer', { name: last.buyerName })}
        />
      )}
      {last?.kind === 'offer' && last.state === 'accepted' && (
        <li className="flex items-center gap-3 py-2 text-ok">
          <FileCheck size={16} strokeWidth={1.75} className="shrink-0" aria-hidden />
          <bdi>{t('offers.chain.accepted', { name: last.buyerName })}</bdi>
        </li>
      )}
    </ol>
  );
}

function HopRow({ hop, isHere, onGrant }: { hop: Hop; isHere: boolean; onGrant?: (id: string) => void }) {
  const state = stateOf(hop);
  const Icon = hop.kind === 'authorization' ? KeyRound : Store;
  const money = (amountMinor: number) => <Money value={{ amountMinor, currency: hop.currency }} />;
  return (
    <li className="relative flex flex-wrap items-start gap-x-3 gap-y-1 border-b border-line py-3 last:border-b-0">
      <Icon size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-muted" aria-hidden />
      <span className="min-w-48 flex-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="text-12 text-muted">{t(`offers.hop.${hop.kind}`)}</span>
          <Badge tone={state.tone}>
            <bdi>{state.label}</bdi>
          </Badge>
          {hop.noted && <span className="text-12 text-muted">{t(hop.kind === 'authorization' ? 'offers.hop.noted' : 'offers.hop.elsewhere')}</span>}
        </span>
        <span className="block font-medium">
          <Party id={hop.sellerId} name={hop.sellerName} />
          <span aria-hidden className="flip mx-1.5 inline-block text-muted">
            →
          </span>
          <span className="sr-only"> {t('offers.chain.sellsTo')} </span>
          <Party id={hop.buyerId} name={hop.buyerName} />
        </span>
        {hop.externalId !== null && (
          <span className="block truncate font-mono text-12 text-muted">
            <bdi>{hop.externalId}</bdi>
          </span>
        )}
      </span>
      <span className="ms-auto flex flex-col items-end gap-0.5">
        <span className="font-semibold">{money(hop.amountMinor)}</span>
        {hop.markupBp > 0 && (
          <span className="inline-flex items-center gap-1 text-12 text-muted">
            <bdi>{t('offers.hop.markup', { share: formatPercent(hop.markupBp / 10_000, 2) })}</bdi> · {money(hop.marginMinor)}
          </span>
        )}
        {hop.kind === 'authorization' && onGrant && (
          <button type="button" className="link text-12" onClick={() => onGrant(hop.recordId)}>
            {t('offers.grant.open')}
          </button>
        )}
        {hop.kind === 'offer' && !isHere && onGrant && (
          <Link to="/offers/$offerId" params={{ offerId: hop.recordId }} className="link text-12">
            {t('offers.open')}
          </Link>
        )}
      </span>
    </li>
  );
}

function Party({ id, name }: { id: string | null; name: string }) {
  return id === null ? (
    <bdi>{name}</bdi>
  ) : (
    <Link to="/partners/$partnerId" params={{ partnerId: id }} className="hover:underline">
      <bdi>{name}</bdi>
    </Link>
  );
}

function Waiting({ icon, text }: { icon: ReactNode; text: string }) {
  return (
    <li className="flex items-center gap-3 py-2 text-muted">
      {icon}
      <bdi>{text}</bdi>
    </li>
  );
}
