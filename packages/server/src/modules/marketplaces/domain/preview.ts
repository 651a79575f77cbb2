import type { CommercialQuote } from './quote.ts';

/** What the buyer is shown, in our own words; the payload beside it is what is sent. */
export function buyerPreview(quote: CommercialQuote, names: { readonly product: string; readonly seller: string }) {
  const { termMonths, startsOn, instalments, eula } = quote;
  const begins = startsOn === null ? 'from acceptance' : `from ${startsOn}`;
  return {
    title: quote.name,
    product: names.product,
    seller: names.seller,
    buyerAccount: quote.buyerAccount === '' ? null : quote.buyerAccount,
    currency: quote.currency,
    lines: quote.lines.map(({ description, quantity, amountMinor }) => ({ description, quantity, amountMinor })),
    totalMinor: quote.totalMinor,
    term: termMonths === null ? `Without a fixed term, ${begins}` : `${termMonths} ${termMonths === 1 ? 'month' : 'months'} ${begins}`,
    payments:
      instalments.length === 0
        ? [{ when: 'On acceptance', amountMinor: quote.totalMinor }]
        : instalments.map(({ dueOn, amountMinor }) => ({ when: dueOn < quote.today ? 'On acceptance' : dueOn, amountMinor })),
    licence: eula.kind === 'standard' ? `Standard licence of the marketplace${eula.version === null ? '' : ` (${eula.version})`}` : eula.url,
    acceptBy: quote.expiresOn,
    note: quote.description,
  };
}
