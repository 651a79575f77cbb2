import { Ellipsis } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../../ui/menu.tsx';
import { isByHand, isRunning, type Marketplace, type Offer } from '../words.ts';

export type OpenOffer =
  | { kind: 'edit'; field?: string }
  | { kind: 'send' | 'extend' | 'withdraw' | 'associate' }
  | { kind: 'move'; state: string | null }
  | { kind: 'grant'; id: string };

/** The acts that the offer's own phase and what its marketplace can do allow; never by the marketplace's name. */
export function OfferActs({
  offer,
  marketplace,
  maySend,
  mayWrite,
  onOpen,
}: {
  offer: Offer;
  marketplace: Marketplace | undefined;
  maySend: boolean;
  mayWrite: boolean;
  onOpen: (open: OpenOffer) => void;
}) {
  if (marketplace === undefined) return null;
  const { phase } = offer;
  const byHand = isByHand(marketplace);
  const runs = isRunning(offer.operations);
  const [forward] = byHand ? offer.next : [];
  const more: MenuEntry[] = [
    ...(byHand
      ? offer.next.slice(1).map((state) => ({ id: `to.${state.key}`, label: state.label, onAction: () => onOpen({ kind: 'move', state: state.key }) }))
      : []),
    ...((phase === 'draft' || phase === 'sending') && !byHand
      ? [{ id: 'associate', label: t('offers.associate.title'), onAction: () => onOpen({ kind: 'associate' }) }]
      : []),
    ...((phase === 'released' || phase === 'expired') && marketplace.capabilities.extend
      ? [{ id: 'extend', label: t('offers.extend'), isDisabled: runs, onAction: () => onOpen({ kind: 'extend' }) }]
      : []),
    ...(phase === 'draft' || phase === 'released'
      ? [
          {
            id: 'withdraw',
            label: t(phase === 'draft' ? 'offers.close' : 'offers.withdraw'),
            tone: 'bad' as const,
            isDisabled: runs,
            onAction: () => onOpen({ kind: 'withdraw' }),
          },
        ]
      : []),
  ];
  return (
    <>
      {phase === 'draft' && mayWrite && (
        <Button keyHint="e" onPress={() => onOpen({ kind: 'edit' })}>
          {t('offers.edit')}
        </Button>
      )}
      {phase === 'draft' && !byHand && (
        <Button kind="primary" isDisabled={!maySend} onPress={() => onOpen({ kind: 'send' })}>
          {t('offers.send.offer')}
        </Button>
      )}
      {forward !== undefined && (
        <Button kind="primary" isDisabled={!maySend} onPress={() => onOpen({ kind: 'move', state: forward.key })}>
          {t('offers.move.forward', { state: forward.label })}
        </Button>
      )}
      {maySend && more.length > 0 && (
        <Menu label={t('offers.more')} placement="bottom end" groups={[{ id: 'acts', items: more }]}>
          <IconButton label={t('offers.more')}>
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        </Menu>
      )}
      {!maySend && <span className="text-12 text-muted">{t('offers.mayNotSend')}</span>}
    </>
  );
}
