import { compare, decimal } from '@entente/kernel';
import type { Request } from '../../../lib/api/index.ts';
import { isNothing, typedDecimal } from './amounts.ts';

/** How much of a line is credited, as it is typed. */
export type CreditPick = { how: 'none' | 'rest' | 'amount' | 'quantity'; amountMinor: number | null; quantity: string };
export type Picks = ReadonlyMap<string, CreditPick>;
type Line = { id: string; quantity: string; leftNetMinor: number };
type Asked = Request<'creditNotes.issue'>['body']['lines'][number];

export type PickProblem = 'missing' | 'sign' | 'tooMuch';
/** A credit has the sign of its line and takes no more than is left; of quantities, the server also counts what was credited before. */
export function pickProblem(line: Line, pick: CreditPick): PickProblem | null {
  if (pick.how === 'amount') {
    if (pick.amountMinor === null || pick.amountMinor === 0) return 'missing';
    if (pick.amountMinor < 0 !== line.leftNetMinor < 0) return 'sign';
    return Math.abs(pick.amountMinor) > Math.abs(line.leftNetMinor) ? 'tooMuch' : null;
  }
  if (pick.how === 'quantity') {
    const typed = typedDecimal(pick.quantity);
    if (typed === null || isNothing(typed)) return 'missing';
    const [whole, part] = [line.quantity, typed].map((text) => decimal(text));
    if (whole === undefined || part === undefined) return 'missing';
    if (typed.startsWith('-') !== line.quantity.startsWith('-')) return 'sign';
    const more = compare(part, whole);
    return (typed.startsWith('-') ? more < 0 : more > 0) ? 'tooMuch' : null;
  }
  return null;
}

/** As the contract wants them; null while a chosen line lacks its amount. */
export function creditLines(lines: readonly Line[], picks: Picks): Asked[] | null {
  const asked: Asked[] = [];
  for (const line of lines) {
    const pick = picks.get(line.id);
    if (pick === undefined || pick.how === 'none') continue;
    if (pickProblem(line, pick) !== null) return null;
    if (pick.how === 'rest') asked.push({ lineId: line.id, rest: true });
    else if (pick.how === 'amount') asked.push({ lineId: line.id, netMinor: pick.amountMinor ?? 0 });
    else asked.push({ lineId: line.id, quantity: typedDecimal(pick.quantity) ?? '0' });
  }
  return asked;
}
