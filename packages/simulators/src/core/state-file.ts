import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Everything in one JSON file, one part per simulator. Only parts that changed are written down anew, and a big state is written less
 * often than a small one: the saving never takes more than a twentieth of the time.
 */
export type StateFile = {
  changed(part: string): void;
  /** Writes what has changed now. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

export async function readState(file: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const state: unknown = JSON.parse(text);
  if (typeof state !== 'object' || state === null || Array.isArray(state)) throw new TypeError(`${file} does not hold the state of the simulators.`);
  return state as Readonly<Record<string, unknown>>;
}

export function createStateFile(file: string, parts: Readonly<Record<string, () => unknown>>, options: { pauseMs?: number } = {}): StateFile {
  const pauseMs = options.pauseMs ?? 500;
  const written = new Map<string, string>();
  const dirty = new Set(Object.keys(parts));
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let lastCost = 0;
  let closed = false;

  async function write(): Promise<void> {
    if (dirty.size === 0) return;
    const began = performance.now();
    for (const part of dirty) written.set(part, JSON.stringify(parts[part]?.() ?? null));
    dirty.clear();
    const temporary = `${file}.${randomUUID()}.tmp`;
    const handle = await open(temporary, 'w', 0o600);
    try {
      let separator = '{\n';
      for (const [part, text] of written) {
        await handle.write(`${separator}${JSON.stringify(part)}: `);
        await handle.write(text);
        separator = ',\n';
      }
      await handle.write('\n}\n');
      await handle.sync();
    } finally {
      await handle.close();
    }
    try {
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw new Error(`The state could not be written to ${dirname(file)}.`, { cause: error });
    }
    lastCost = performance.now() - began;
  }
  const next = (): Promise<void> => {
    writing = writing.then(write, write);
    return writing;
  };

  return {
    changed(part) {
      dirty.add(part);
      if (timer !== undefined || closed) return;
      timer = setTimeout(
        () => {
          timer = undefined;
          next().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
        },
        Math.max(pauseMs, lastCost * 20),
      );
    },
    flush: next,
    async close() {
      closed = true;
      clearTimeout(timer);
      await next();
    },
  };
}
