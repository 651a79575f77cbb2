import { isId, newId, Problem } from '@entente/kernel';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open as openFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export type StoredFile = { readonly id: string; readonly sha256: string; readonly size: number };
export type FileSource = Buffer | Readable;

/** Contents by id. Names, types and who may see them are rows of the module that put them. */
export type FileStore = {
  /** Streams to disk; what is larger than `maxBytes` is refused and leaves nothing behind. */
  put(source: FileSource, options?: { id?: string; maxBytes?: number }): Promise<StoredFile>;
  /** @throws {Problem} not_found */
  open(id: string): Promise<{ size: number; stream: Readable }>;
  /** Removing what is not there is no error. */
  remove(id: string): Promise<void>;
};

const DEFAULT_LIMIT = 100 * 1024 * 1024;

/** A local folder. A path is made of the id alone, which must be a UUID: no name that a person gave ever reaches the disk. */
export function createFileStore(folder: string): FileStore {
  const incoming = join(folder, 'incoming');
  // The random end of the id spreads files over 256 folders; its beginning is the time.
  const placeOf = (id: string): { parent: string; path: string } => {
    if (!isId(id)) throw new TypeError('a file id must be a UUID');
    const parent = join(folder, id.slice(-2));
    return { parent, path: join(parent, id) };
  };
  return {
    async put(source, options = {}) {
      const id = options.id ?? newId();
      const { parent, path } = placeOf(id);
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      await mkdir(parent, { recursive: true, mode: 0o700 });
      const temporary = join(incoming, newId());
      try {
        const written = await write(temporary, source, options.maxBytes ?? DEFAULT_LIMIT);
        // Only a complete file gets its name, so a crash leaves no half of one.
        await rename(temporary, path);
        return { id, ...written };
      } catch (error) {
        await rm(temporary, { force: true });
        if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
          throw new Problem('unavailable', 'The disk for files is full. Nothing was stored.');
        throw error;
      }
    },
    async open(id) {
      const { path } = placeOf(id);
      try {
        const { size } = await stat(path);
        return { size, stream: createReadStream(path) };
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
          throw new Problem('not_found', 'The contents of this file are no longer stored.');
        throw error;
      }
    },
    async remove(id) {
      await rm(placeOf(id).path, { force: true });
    },
  };
}

async function write(path: string, source: FileSource, maxBytes: number): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await openFile(path, 'wx', 0o600);
  try {
    for await (const chunk of Buffer.isBuffer(source) ? [source] : source) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as Uint8Array | string);
      size += bytes.length;
      if (size > maxBytes) throw new Problem('too_large', `Files up to ${Math.floor(maxBytes / 1024 / 1024) || 1} MB are accepted.`);
      hash.update(bytes);
      await file.writeFile(bytes);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), size };
}
