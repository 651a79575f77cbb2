import { type FormEvent, useState } from 'react';
import { Lock } from 'lucide-react';
import { Money } from '../../lib/i18n/values.tsx';
import { useAct } from '../act.ts';
import { Button } from '../kit/button.tsx';
import { TextInput } from '../kit/fields.tsx';
import { Panel } from '../kit/page.tsx';
import { Refused } from '../kit/states.tsx';
import { useWhyNot } from '../session.ts';
import { toMinor, toText } from '../shared/amounts.ts';
import { t } from '../text.ts';
import type { Deal } from './deal.ts';

type Chain = Deal['chains'][number];
type Hop = Chain['hops'][number];

/** Who sells to whom on the way to the customer. A price shows only to its two sides. */
export function Chains({ deal }: { deal: Deal }) {
  return (
    <Panel title={t('portal.chain.title')} note={t('portal.chain.note')}>
      {deal.chains.map((chain) => (
        <div key={chain.routeId} className="overflow-x-auto">
          <table className="w-full border-collapse text-start">
            <thead>
              <tr className="text-12 text-muted">
                <th scope="col" className="py-1.5 pe-3 text-start font-medium">
                  {t('portal.chain.seller')}
                </th>
                <th scope="col" className="py-1.5 pe-3 text-start font-medium">
                  {t('portal.chain.buyer')}
                </th>
                <th scope="col" className="py-1.5 text-end font-medium">
                  {t('portal.chain.price')}
                </th>
              </tr>
            </thead>
            <tbody>
              {chain.hops.map((hop) => (
                <HopRow key={hop.hop} deal={deal} chain={chain} hop={hop} />
              ))}
            </tbody>
          </table>
          {chain.ownMarginMinor !== null && (
            <p className="mt-2 flex justify-between gap-3 border-t border-line-strong pt-2 font-medium">
              {t('portal.chain.margin')} <Money value={{ amountMinor: chain.ownMarginMinor, currency: currencyOf(chain, deal) }} />
            </p>
          )}
        </div>
      ))}
    </Panel>
  );
}

const currencyOf = (chain: Chain, deal: Deal): string => chain.hops.find((hop) => hop.currency !== null)?.currency ?? deal.currency;

function HopRow({ deal, chain, hop }: { deal: Deal; chain: Chain; hop: Hop }) {
  const [changing, setChanging] = useState(false);
  const why = useWhyNot()('portal:distribution');
  return (
    <>
      <tr className="border-t border-line">
        <td className="py-2 pe-3">
          <bdi>{hop.sellerName}</bdi>
        </td>
        <td className="py-2 pe-3">
          <bdi>{hop.buyerName}</bdi>
        </td>
        <td className="py-2 text-end">
          {hop.hidden ? (
            <span className="inline-flex items-center gap-1.5 text-muted" title={t('portal.chain.hidden.why')}>
              <Lock size={14} strokeWidth={1.75} aria-hidden />
              {t('portal.chain.hidden')}
            </span>
          ) : hop.amountMinor === null || hop.currency === null ? (
            <span className="text-muted">{t('portal.chain.noPrice')}</span>
          ) : (
            <Money value={{ amountMinor: hop.amountMinor, currency: hop.currency }} />
          )}
          {hop.maySet && (
            <Button
              look="quiet"
              why={why}
              className="ms-2"
              aria-expanded={changing}
              aria-label={t('portal.chain.setFor', { buyer: hop.buyerName })}
              onClick={() => setChanging(!changing)}
            >
              {t('portal.chain.set')}
            </Button>
          )}
        </td>
      </tr>
      {changing && (
        <tr>
          <td colSpan={3} className="pb-3">
            <PriceForm deal={deal} chain={chain} hop={hop} onClose={() => setChanging(false)} />
          </td>
        </tr>
      )}
    </>
  );
}

function PriceForm({ deal, chain, hop, onClose }: { deal: Deal; chain: Chain; hop: Hop; onClose: () => void }) {
  const currency = hop.currency ?? currencyOf(chain, deal);
  const [amount, setAmount] = useState(toText(hop.amountMinor, currency));
  const [tried, setTried] = useState(false);
  const amountMinor = toMinor(amount, currency);
  const act = useAct('portalDeals.setPrice', { notice: t('portal.chain.saved'), onDone: onClose });
  function save(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (amountMinor !== undefined) void act.run({ params: { id: deal.id, childId: chain.routeId }, body: { amountMinor, currency } });
  }
  return (
    <form onSubmit={save} className="flex flex-wrap items-end gap-2">
      <TextInput
        label={t('portal.chain.priceIn', { currency })}
        value={amount}
        onChange={setAmount}
        inputMode="decimal"
        dir="ltr"
        error={tried && amountMinor === undefined ? t('portal.amount.wrong') : undefined}
        className="w-48"
        required
      />
      <Button type="submit" look="main" busy={act.busy}>
        {t('ui.save')}
      </Button>
      <Button onClick={onClose}>{t('ui.cancel')}</Button>
      <Refused sentence={act.refusal} />
    </form>
  );
}
