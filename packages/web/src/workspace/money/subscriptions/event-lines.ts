/** One event a line, as the server reads them, and where in the file each stood. */
export type EventLines = { lines: string[]; places: number[] };
export class EventsFault extends Error {
  readonly code: 'empty' | 'columns';
  constructor(code: 'empty' | 'columns') {
    super(code);
    this.code = code;
  }
}

const own = ['id', 'meter', 'subject', 'at', 'quantity', 'value'];
const needed = ['id', 'meter', 'subject', 'at'];
const separators = [',', ';', '\t'];

/** NDJSON goes as it is; of CSV each row becomes an event, and every other column a dimension of it. */
export function eventLines(text: string): EventLines {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (plain.trim() === '') throw new EventsFault('empty');
  return plain.trimStart().startsWith('{') ? jsonLines(plain) : csvLines(plain);
}

function jsonLines(text: string): EventLines {
  const numbered = text.split(/\r?\n/).map((line, index) => ({ line, place: index + 1 }));
  const kept = numbered.filter(({ line }) => line.trim() !== '');
  return { lines: kept.map(({ line }) => line), places: kept.map(({ place }) => place) };
}

function csvLines(text: string): EventLines {
  const end = text.search(/[\r\n]/);
  const head = end < 0 ? text : text.slice(0, end);
  const separator = separators.toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ',';
  const [header, ...rows] = records(text, separator);
  const names = (header?.cells ?? []).map((name) => name.trim());
  if (!needed.every((name) => names.includes(name))) throw new EventsFault('columns');
  if (rows.length === 0) throw new EventsFault('empty');
  return { lines: rows.map(({ cells }) => JSON.stringify(eventOf(names, cells))), places: rows.map(({ line }) => line) };
}

/** An empty cell says nothing: whether something is missing there, the server judges. */
function eventOf(names: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const given = names.flatMap((name, index) => (cells[index] === undefined || cells[index] === '' ? [] : [[name, cells[index]] as const]));
  const dimensions = given.filter(([name]) => !own.includes(name) && name !== '');
  return {
    ...Object.fromEntries(given.filter(([name]) => own.includes(name))),
    ...(dimensions.length === 0 ? {} : { dimensions: Object.fromEntries(dimensions) }),
  };
}

/** Records of a CSV file with the line each begins on; a quoted cell may hold separators and ends of lines. */
function records(text: string, separator: string): { cells: string[]; line: number }[] {
  const found: { cells: string[]; line: number }[] = [];
  let [cells, cell, quoted, line, began] = [[] as string[], '', false, 1, 1];
  const close = () => {
    cells.push(cell.trim());
    if (cells.some((one) => one !== '')) found.push({ cells, line: began });
    [cells, cell] = [[], ''];
  };
  for (let place = 0; place < text.length; place += 1) {
    const sign = text[place] ?? '';
    if (quoted && sign === '"' && text[place + 1] === '"') {
      cell += '"';
      place += 1;
    } else if (sign === '"' && (quoted || cell.trim() === '')) quoted = !quoted;
    else if (!quoted && sign === separator) {
      cells.push(cell.trim());
      cell = '';
    } else if (!quoted && sign === '\n') {
      line += 1;
      close();
      began = line;
    } else {
      if (sign === '\n') line += 1;
      cell += sign;
    }
  }
  close();
  return found;
}

const MOST_LINES = 5_000;
const MOST_SIGNS = 1_500_000;
/** Parts that the server takes at once, in order. */
export function partsOf({ lines, places }: EventLines): EventLines[] {
  const parts: EventLines[] = [];
  let size = 0;
  for (const [index, line] of lines.entries()) {
    const last = parts.at(-1);
    if (last === undefined || last.lines.length >= MOST_LINES || size + line.length > MOST_SIGNS) {
      parts.push({ lines: [line], places: [places[index] ?? 0] });
      size = line.length;
    } else {
      last.lines.push(line);
      last.places.push(places[index] ?? 0);
      size += line.length;
    }
  }
  return parts;
}
