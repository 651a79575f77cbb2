import type { RawRecord } from './csv-tokenizer.ts';
import type { RowProblem, TableRow } from './table.ts';

const NUL = '\0';
const UNREADABLE = '\uFFFD';

function widthProblem(found: number, wanted: number): RowProblem {
  const have = `${found} ${found === 1 ? 'cell' : 'cells'}`;
  const need = `${wanted} ${wanted === 1 ? 'column' : 'columns'}`;
  return found < wanted
    ? { code: 'too-few-cells', sentence: `This row has ${have} but the table has ${need}.` }
    : { code: 'too-many-cells', sentence: `This row has ${have} but the table has ${need}; a delimiter may be missing its quotation marks.` };
}

/** Gives the row its full width and its reason when something is wrong; cells are never thrown away. */
export function checkRow(record: RawRecord, rowNumber: number, width: number): TableRow {
  let { cells } = record;
  let problem = record.problem;
  while (cells.length > width && cells[cells.length - 1] === '') cells.pop();
  if (!problem && cells.length !== width) problem = widthProblem(cells.length, width);
  while (cells.length < width) cells.push('');
  let empty = true;
  for (const cell of cells) {
    if (cell === '') continue;
    if (empty && cell.trim() !== '') empty = false;
    if (cell.includes(NUL)) problem ??= { code: 'nul-character', sentence: 'This row contains NUL characters, which no text may hold.' };
    else if (cell.includes(UNREADABLE)) {
      problem ??= { code: 'unreadable-characters', sentence: 'This row contains bytes that cannot be read in the chosen encoding.' };
    }
  }
  if (problem?.code === 'nul-character') cells = cells.map((cell) => cell.replaceAll(NUL, ''));
  if (empty) problem ??= { code: 'empty-row', sentence: 'This row has no values.' };
  return problem ? { rowNumber, cells, problem } : { rowNumber, cells };
}
