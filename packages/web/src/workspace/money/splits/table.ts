import { type Part, partyKey } from './words.ts';

export type Row = { id: string; name: string; cells: ReadonlyMap<string, number>; totalMinor: number };
export type Cross = { parties: readonly string[]; rows: readonly Row[]; totals: ReadonlyMap<string, number>; totalMinor: number };

/** Parts as rows by parties: each row and each column sums, and both ways come to the same. */
export function crossOf(parts: readonly Part[], by: 'line' | 'step'): Cross {
  const totals = new Map<string, number>();
  for (const part of parts) totals.set(partyKey(part), (totals.get(partyKey(part)) ?? 0) + part.amountMinor);
  const rows = [...Map.groupBy(parts, (part) => (by === 'line' ? part.lineId : part.stepKey))].map(([id, own]) => {
    const cells = new Map<string, number>();
    for (const part of own) cells.set(partyKey(part), (cells.get(partyKey(part)) ?? 0) + part.amountMinor);
    const [first] = own;
    return { id, name: (by === 'line' ? first?.description : first?.stepName) ?? id, cells, totalMinor: own.reduce((sum, part) => sum + part.amountMinor, 0) };
  });
  return { parties: [...totals.keys()], rows, totals, totalMinor: parts.reduce((sum, part) => sum + part.amountMinor, 0) };
}
