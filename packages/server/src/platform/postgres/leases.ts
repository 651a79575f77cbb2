import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, processIdentity } from './processes.ts';

/**
 * Who uses the server right now, one empty file per use named by process. The last user to leave stops the
 * server; users that died without leaving (kill -9) are recognised and do not count.
 */
export class Leases {
  readonly #folder: string;
  readonly #mine: string;
  static #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
    Leases.#count += 1;
    this.#mine = `${processIdentity(process.pid) ?? `${process.pid}-0`}.${Leases.#count}`;
  }

  take(): void {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(join(this.#folder, this.#mine), '');
  }

  leave(): void {
    rmSync(join(this.#folder, this.#mine), { force: true });
  }

  /** Living users other than this one. */
  others(): string[] {
    let names: string[];
    try {
      names = readdirSync(this.#folder);
    } catch {
      return [];
    }
    const living: string[] = [];
    for (const name of names) {
      if (name === this.#mine) continue;
      if (isAlive(name.split('.')[0] ?? '')) living.push(name);
      else rmSync(join(this.#folder, name), { force: true });
    }
    return living;
  }
}
