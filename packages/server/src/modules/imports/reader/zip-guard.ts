import { createInflateRaw } from 'node:zlib';
import { TableError } from './table.ts';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const DEFLATED = 8;
/** What a directory says of an entry whose sizes do not fit into 32 bits; no workbook that can be read has one. */
const ELSEWHERE = 0xffffffff;
/** A workbook has a handful; thousands of entries are an attack on memory by themselves. */
const MOST_ENTRIES = 10_000;

type Entry = { readonly method: number; readonly packed: number; readonly claimed: number; readonly at: number };
const damaged = (): TableError => new TableError('broken-xlsx', 'This workbook is damaged or not complete.');

function entriesOf(file: Buffer): Entry[] {
  let end = file.length - 22;
  while (end >= 0 && file.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw damaged();
  const entries: Entry[] = [];
  let at = file.readUInt32LE(end + 16);
  while (at + 46 <= end && file.readUInt32LE(at) === ENTRY) {
    entries.push({
      method: file.readUInt16LE(at + 10),
      packed: file.readUInt32LE(at + 20),
      claimed: file.readUInt32LE(at + 24),
      at: file.readUInt32LE(at + 42),
    });
    if (entries.length > MOST_ENTRIES) throw damaged();
    at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return entries;
}

function contentOf(file: Buffer, { at, packed }: Entry): Buffer {
  if (at + 30 > file.length || file.readUInt32LE(at) !== LOCAL) throw damaged();
  const from = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28);
  return file.subarray(from, from + packed);
}

/** Unpacks without keeping anything; stops as soon as there is more than allowed. */
function inflatedBytes(content: Buffer, allowed: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const inflate = createInflateRaw();
    let total = 0;
    inflate.on('data', (chunk: Buffer) => {
      total += chunk.length;
      if (total <= allowed) return;
      inflate.destroy();
      resolve(total);
    });
    inflate.on('end', () => resolve(total));
    inflate.on('error', () => reject(damaged()));
    inflate.end(content);
  });
}

/**
 * How much a ZIP unpacks to, or a number above `allowed` as soon as that is certain. What the directory claims is believed only
 * when it is too much: a ZIP bomb says it is small, so each entry is also unpacked to nowhere and counted.
 */
export async function unpackedBytes(file: Buffer, allowed: number): Promise<number> {
  const entries = entriesOf(file);
  const claimed = entries.reduce((sum, entry) => sum + (entry.claimed === ELSEWHERE ? allowed + 1 : entry.claimed), 0);
  if (claimed > allowed) return claimed;
  let total = 0;
  for (const entry of entries) {
    total += entry.method === DEFLATED ? await inflatedBytes(contentOf(file, entry), allowed - total) : contentOf(file, entry).length;
    if (total > allowed) return total;
  }
  return total;
}
