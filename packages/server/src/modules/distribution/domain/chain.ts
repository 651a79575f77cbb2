/** One sale of a chain. A null seller is the vendor, a null buyer the customer. */
export type Hop = { readonly hop: number; readonly sellerId: string | null; readonly buyerId: string | null };
export type Price = Hop & {
  readonly amountMinor: number;
  readonly currency: string;
  readonly setBy: string;
  readonly setAt: string;
};
export type ShownHop = Hop & {
  readonly sellerName: string;
  readonly buyerName: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly hidden: boolean;
  readonly setBy: string | null;
  readonly setAt: string | null;
  readonly maySet: boolean;
};
export type ChainNames = { readonly vendor: string; readonly customer: string; readonly partners: ReadonlyMap<string, string> };

export function hopsOf(chain: readonly string[]): Hop[] {
  return [null, ...chain].map((sellerId, hop) => ({ hop, sellerId, buyerId: chain[hop] ?? null }));
}

/** A null reader is the vendor, which is a side of the first hop only. */
export const isSide = (hop: Hop, reader: string | null): boolean =>
  reader === null ? hop.sellerId === null : hop.sellerId === reader || hop.buyerId === reader;

/** A price stands only between the two it was set between; after the chain has changed it is nobody's. */
const priceOf = (hop: Hop, prices: readonly Price[]): Price | null =>
  prices.find((price) => price.hop === hop.hop && price.sellerId === hop.sellerId && price.buyerId === hop.buyerId) ?? null;

/** The chain as one reader is shown it: what is not shown here has left the answer, not the screen. */
export function shownChain(
  chain: readonly string[],
  prices: readonly Price[],
  names: ChainNames,
  reader: string | null,
  maySet: boolean,
): { hops: ShownHop[]; ownMarginMinor: number | null } {
  const hops = hopsOf(chain);
  // Whom one buys from and whom one sells to have a name; who is further away has none.
  const near = new Set(hops.filter((hop) => isSide(hop, reader)).flatMap((hop) => [hop.sellerId, hop.buyerId]));
  const named = (id: string): string => (reader === null || near.has(id) ? (names.partners.get(id) ?? '') : 'Another partner');
  const idShown = (id: string | null): string | null => (id !== null && (reader === null || near.has(id)) ? id : null);
  return {
    hops: hops.map((hop) => {
      const side = isSide(hop, reader);
      const price = side ? priceOf(hop, prices) : null;
      const sellerName = hop.sellerId === null ? names.vendor : named(hop.sellerId);
      return {
        hop: hop.hop,
        sellerId: idShown(hop.sellerId),
        sellerName,
        buyerId: idShown(hop.buyerId),
        buyerName: hop.buyerId === null ? names.customer : named(hop.buyerId),
        amountMinor: price?.amountMinor ?? null,
        currency: price?.currency ?? null,
        hidden: !side,
        // The buyer learns which company set it; the person is known to their own.
        setBy: price === null ? null : hop.sellerId === reader ? price.setBy : sellerName,
        setAt: price?.setAt ?? null,
        maySet: maySet && hop.sellerId === reader,
      };
    }),
    ownMarginMinor: reader === null ? null : marginOf(hops, prices, reader),
  };
}

/** A hop for a reader of the vendor who is shown a partner's chain: of prices, the vendor's own. */
export const withoutPartnersPrice = (hop: ShownHop): ShownHop =>
  hop.hop === 0 ? { ...hop, maySet: false } : { ...hop, amountMinor: null, currency: null, hidden: true, setBy: null, setAt: null, maySet: false };

/** Selling less buying price of a middle partner; null while one of them is unknown, or they are in two currencies. */
export function marginOf(hops: readonly Hop[], prices: readonly Price[], partnerId: string): number | null {
  const [buys, buysAgain] = hops.filter((hop) => hop.buyerId === partnerId);
  const [sells, sellsAgain] = hops.filter((hop) => hop.sellerId === partnerId);
  if (!buys || !sells || buysAgain || sellsAgain) return null;
  const [bought, sold] = [priceOf(buys, prices), priceOf(sells, prices)];
  return bought && sold && bought.currency === sold.currency ? sold.amountMinor - bought.amountMinor : null;
}
