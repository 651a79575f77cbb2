/** An agreement of the marketplace, as far as it helps to know whose line it is. */
export type KnownAgreement = {
  readonly id: string;
  readonly key: string;
  readonly marketplace: string;
  readonly offerId: string | null;
  readonly offerKey: string | null;
  readonly dealId: string | null;
  readonly buyerAccount: string | null;
  readonly buyerName: string | null;
  readonly productKey: string | null;
  readonly currency: string | null;
  readonly amountMinor: number | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
};
export type LineToMatch = {
  readonly amountMinor: number;
  readonly currency: string;
  readonly occurredAt: string;
  readonly buyerAccount: string | null;
  readonly buyerName: string | null;
  readonly productKey: string | null;
  readonly offerKey: string | null;
};
export type Candidate = { readonly agreement: KnownAgreement; readonly score: number; readonly reasons: readonly string[] };

/** The likeliest agreements of a line that names none, each with what speaks for it. One that nothing speaks for is none. */
export function rankCandidates(line: LineToMatch, agreements: readonly KnownAgreement[], most = 10): Candidate[] {
  return agreements
    .map((agreement) => ({ agreement, ...weigh(line, agreement) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || (one.agreement.id < other.agreement.id ? -1 : 1))
    .slice(0, most);
}

function weigh(line: LineToMatch, agreement: KnownAgreement): { score: number; reasons: string[] } {
  const reasons: string[] = [];
  let score = 0;
  const speaks = (points: number, reason: string): void => {
    score += points;
    reasons.push(reason);
  };
  if (line.offerKey !== null && line.offerKey === agreement.offerKey) speaks(60, 'It names the same offer.');
  if (line.buyerAccount !== null && line.buyerAccount === agreement.buyerAccount) speaks(40, 'The buyer’s account is the same.');
  else if (line.buyerName !== null && agreement.buyerName !== null && fold(line.buyerName) === fold(agreement.buyerName))
    speaks(30, 'The buyer has the same name.');
  if (line.productKey !== null && line.productKey === agreement.productKey) speaks(20, 'It is the same product.');
  if (agreement.currency === line.currency && agreement.amountMinor !== null && Math.abs(line.amountMinor) === agreement.amountMinor)
    speaks(25, 'The amount is that of the whole agreement.');
  // The rest only tells apart what something speaks for already.
  if (score > 0) {
    if (agreement.currency !== null && agreement.currency !== line.currency) return { score: 0, reasons: [] };
    const at = Date.parse(line.occurredAt);
    const during = (agreement.startsAt === null || Date.parse(agreement.startsAt) <= at) && (agreement.endsAt === null || at <= Date.parse(agreement.endsAt));
    if (during) speaks(10, 'The agreement was in force on that day.');
  }
  return { score, reasons };
}

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
