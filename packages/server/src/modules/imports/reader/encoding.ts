import { isUtf8 } from 'node:buffer';
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { TableError } from './table.ts';

export type EncodingGuess = { readonly encoding: string; readonly bomBytes: number; readonly certain: boolean };

/** Single- and multi-byte encodings we accept from statistics; everything else falls back to windows-1252. */
const STATISTICAL = new Map([
  ['ISO-8859-1', 'windows-1252'],
  ['windows-1252', 'windows-1252'],
  ['ISO-8859-2', 'windows-1250'],
  ['windows-1250', 'windows-1250'],
  ['windows-1251', 'windows-1251'],
  ['Shift_JIS', 'shift_jis'],
  ['EUC-JP', 'euc-jp'],
  ['EUC-KR', 'euc-kr'],
  ['GB18030', 'gb18030'],
  ['Big5', 'big5'],
]);
const CONFIDENT = 60;

function withoutCutCharacter(sample: Buffer): Buffer {
  // A sample may end inside a UTF-8 character: step back over at most three continuation bytes and their lead byte.
  let end = sample.length;
  for (let back = 1; back <= 4 && back <= sample.length; back += 1) {
    const byte = sample[sample.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      end = sample.length - back;
      break;
    }
  }
  return sample.subarray(0, end);
}

function utf16WithoutMark(sample: Buffer): 'utf-16le' | 'utf-16be' | null {
  const pairs = Math.min(sample.length, 4096) >> 1;
  if (pairs < 2) return null;
  let evenZero = 0;
  let oddZero = 0;
  for (let index = 0; index < pairs; index += 1) {
    if (sample[index * 2] === 0) evenZero += 1;
    if (sample[index * 2 + 1] === 0) oddZero += 1;
  }
  if (oddZero > pairs * 0.4 && evenZero < pairs * 0.1) return 'utf-16le';
  if (evenZero > pairs * 0.4 && oddZero < pairs * 0.1) return 'utf-16be';
  return null;
}

export function detectEncoding(sample: Buffer, whole: boolean): EncodingGuess {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return { encoding: 'utf-8', bomBytes: 3, certain: true };
  if (sample[0] === 0xff && sample[1] === 0xfe) return { encoding: 'utf-16le', bomBytes: 2, certain: true };
  if (sample[0] === 0xfe && sample[1] === 0xff) return { encoding: 'utf-16be', bomBytes: 2, certain: true };
  const wide = utf16WithoutMark(sample);
  if (wide) return { encoding: wide, bomBytes: 0, certain: true };
  if (isUtf8(whole ? sample : withoutCutCharacter(sample))) return { encoding: 'utf-8', bomBytes: 0, certain: true };
  const best = chardet.analyse(sample)[0];
  const named = best && best.confidence >= CONFIDENT ? STATISTICAL.get(best.name) : undefined;
  return { encoding: named ?? 'windows-1252', bomBytes: 0, certain: false };
}

const unknownEncoding = (name: string): TableError =>
  new TableError('unknown-encoding', `The encoding "${name}" is not known; choose UTF-8, UTF-16 or Windows-1252.`);

export async function* decodeBytes(bytes: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  if (!iconv.encodingExists(encoding)) throw unknownEncoding(encoding);
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  for await (const chunk of bytes) {
    const text = decoder.write(chunk);
    if (text) yield text;
  }
  const rest = decoder.end();
  if (rest) yield rest;
}

export function decodeSample(sample: Buffer, encoding: string): string {
  return iconv.decode(sample, encoding, { stripBOM: true });
}
