import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { TableError } from './table.ts';

const SAMPLE_BYTES = 256 * 1024;
/** Files up to this size are looked at whole, so a late accented letter still decides the encoding. */
const WHOLE_FILE_BYTES = 32 * 1024 * 1024;

export type Bytes = {
  readonly sample: Buffer;
  /** True when the sample is the whole input. */
  readonly whole: boolean;
  readonly size: number | null;
  read(): AsyncIterable<Buffer>;
};

const asBuffer = (chunk: unknown): Buffer => {
  if (Buffer.isBuffer(chunk)) return chunk;
  if (chunk instanceof Uint8Array) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (typeof chunk === 'string') return Buffer.from(chunk, 'utf8');
  throw new TableError('not-bytes', 'The upload is not a stream of bytes.');
};

async function* fileBytes(path: string, end?: number): AsyncGenerator<Buffer> {
  const stream = createReadStream(path, end === undefined ? { highWaterMark: SAMPLE_BYTES } : { end });
  for await (const chunk of stream) yield asBuffer(chunk);
}

export async function bytesOfFile(path: string): Promise<Bytes> {
  let size: number;
  try {
    size = (await stat(path)).size;
  } catch {
    throw new TableError('no-such-file', 'The file cannot be read.');
  }
  if (size === 0) return { sample: Buffer.alloc(0), whole: true, size, read: () => fileBytes(path) };
  const whole = size <= WHOLE_FILE_BYTES;
  const chunks: Buffer[] = [];
  for await (const chunk of fileBytes(path, (whole ? size : SAMPLE_BYTES) - 1)) chunks.push(chunk);
  return { sample: Buffer.concat(chunks), whole, size, read: () => fileBytes(path) };
}

/** Looks at the beginning of a stream and hands back the whole of it; a slow reader slows the stream. */
export async function bytesOfStream(stream: Readable): Promise<Bytes> {
  const source = stream[Symbol.asyncIterator]();
  const head: Buffer[] = [];
  let length = 0;
  let whole = false;
  while (length < SAMPLE_BYTES) {
    const next: IteratorResult<unknown> = await source.next();
    if (next.done) {
      whole = true;
      break;
    }
    const chunk = asBuffer(next.value);
    head.push(chunk);
    length += chunk.length;
  }
  let used = false;
  return {
    sample: Buffer.concat(head),
    whole,
    size: whole ? length : null,
    async *read() {
      if (used) throw new TableError('stream-read-twice', 'An uploaded stream can be read only once; keep the file to read it again.');
      used = true;
      try {
        while (head.length > 0) {
          const chunk = head.shift();
          if (chunk) yield chunk;
        }
        for (;;) {
          const next: IteratorResult<unknown> = await source.next();
          if (next.done) return;
          yield asBuffer(next.value);
        }
      } finally {
        stream.destroy();
      }
    },
  };
}
