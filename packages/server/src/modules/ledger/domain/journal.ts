import { majorOf, minorDigits } from '@entente/kernel';

export type JournalEntry = {
  readonly purpose: string;
  readonly class: string;
  readonly party: string | null;
  readonly partyName: string | null;
  readonly currency: string;
  readonly amountMinor: number;
};
export type JournalTransaction = {
  readonly id: string;
  readonly template: string;
  readonly cause: string;
  readonly memo: string;
  readonly factOn: string;
  readonly bookedOn: string;
  readonly contentHash: string;
  readonly sequence: number | null;
  readonly entries: readonly JournalEntry[];
};

const TOP: Readonly<Record<string, string>> = { asset: 'Assets', liability: 'Liabilities', income: 'Income', expense: 'Expenses', equity: 'Equity' };

/** hledger ends a comment with the line, an account's name with two blanks, and reads `;` in a description as a comment. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
const inDescription = (text: string): string => oneLine(text).replaceAll(/[;|]/g, ',');
const inAccount = (text: string): string => oneLine(text).replaceAll(/[:;|()[\]]/g, '-');

function accountName({ purpose, class: kind, party, partyName }: JournalEntry): string {
  const words = purpose.replaceAll('_', ' ');
  const own = `${TOP[kind] ?? 'Equity'}:${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  // The id makes it one account, whatever two partners are called.
  return party === null ? own : `${own}:${inAccount(partyName === null || partyName === party ? party : `${partyName} ${party}`)}`;
}

/** One transaction of a journal as hledger reads it: the cause as its code's comment, and the hash to hold against the chain. */
export function journalText(transaction: JournalTransaction): string {
  const { bookedOn, factOn, memo, cause, template, id, contentHash, sequence, entries } = transaction;
  const date = factOn === bookedOn ? bookedOn : `${bookedOn}=${factOn}`;
  const lines = [
    `${date} * ${inDescription(memo) || template}`,
    `    ; template: ${template}`,
    `    ; cause: ${oneLine(cause)}`,
    `    ; id: ${id}`,
    `    ; hash: ${contentHash}`,
    ...(sequence === null ? [] : [`    ; seal: ${sequence}`]),
    ...entries.map((entry) => `    ${accountName(entry)}  ${majorOf(entry.amountMinor, entry.currency)} ${entry.currency}`),
  ];
  return `${lines.join('\n')}\n\n`;
}

/** How each currency is written, so that hledger shows as many decimals as the currency has. */
export function journalHead(from: string, to: string, currencies: readonly string[]): string {
  const styles = currencies.map((currency) => `commodity ${minorDigits(currency) === 0 ? '1000.' : `1000.${'0'.repeat(minorDigits(currency))}`} ${currency}`);
  return `; Journal of ${from}${from === to ? '' : ` to ${to}`}. A second date is the day of a fact whose month was closed when it came.\n${styles.join('\n')}${styles.length > 0 ? '\n' : ''}\n`;
}
