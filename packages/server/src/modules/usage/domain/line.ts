/** What can be said of one member of a batch after it was sent. `retry`: not looked at; it comes again with the same content. */
export type Outcome = 'accepted' | 'duplicate_same' | 'duplicate_conflict' | 'expired' | 'not_subscribed' | 'rejected' | 'retry';
export type LineState = 'waiting' | 'sent' | 'accepted' | 'included' | 'rejected' | 'expired' | 'written_off';
export type LineAct = 'retry' | 'write_off' | 'correct';

/** Where an outcome leaves the line. A retry stays with its batch. */
export const stateAfter: Readonly<Record<Outcome, LineState>> = {
  accepted: 'accepted',
  duplicate_same: 'accepted',
  duplicate_conflict: 'rejected',
  expired: 'expired',
  not_subscribed: 'rejected',
  rejected: 'rejected',
  retry: 'sent',
};

const SENTENCES: Readonly<Partial<Record<Outcome, string>>> = {
  duplicate_conflict:
    'The marketplace already has another quantity for this dimension and hour, and the first one counts. Look it up there, then write this off or correct it.',
  expired: 'The marketplace does not take this hour any more.',
  not_subscribed: 'The marketplace says the buyer has no subscription to this product. Check the agreement, then retry or write it off.',
  rejected: 'The marketplace refused it.',
};

/** `unanswered`: it was sent before and nobody answered, so the marketplace may well have it. */
export function sentenceOf(outcome: Outcome, said: string | null, unanswered: boolean): string | null {
  const sentence = said ?? SENTENCES[outcome] ?? null;
  return outcome === 'expired' && unanswered
    ? `${sentence ?? ''} It was sent before without an answer and may have been counted: look it up at the marketplace before anything else.`.trim()
    : sentence;
}

/**
 * What a person may do with a line. `late`: the marketplace's window for its hour is closed. `early`: its hour has not ended, and it
 * may be sent now, as at the end of a contract; what comes later for that hour is then a person's to decide.
 */
export function actsOf(line: { readonly state: LineState; readonly outcome: string | null }, late: boolean, early = false): LineAct[] {
  switch (line.state) {
    case 'waiting':
      return late ? ['write_off'] : early ? ['retry', 'correct', 'write_off'] : ['correct', 'write_off'];
    case 'rejected':
      return late ? ['write_off'] : ['retry', 'correct', 'write_off'];
    case 'expired':
      return ['write_off'];
    default:
      return [];
  }
}

/** How much of an hour the included base still covers, given what of it is used up. */
export function splitByBase(quantity: bigint, included: bigint, used: bigint): { readonly included: bigint; readonly billable: bigint } {
  const left = included > used ? included - used : 0n;
  const covered = quantity < left ? quantity : left;
  return { included: covered, billable: quantity - covered };
}

/** The included base renews with this period. */
export const periodOf = (hour: string, renews: 'month' | 'term'): string => (renews === 'month' ? hour.slice(0, 7) : 'term');

const WAITS_MS = [1_000, 5_000, 15_000, 60_000, 300_000];
export const backOff = (attempts: number): number => WAITS_MS[Math.min(Math.max(attempts, 1), WAITS_MS.length) - 1] ?? 300_000;
