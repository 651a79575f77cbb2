import type { Found } from './soql-run.ts';
import { refused } from './errors.ts';

/** Salesforce keeps ten cursors a user; an eleventh ends the oldest. */
const mostCursors = 10;
export const defaultBatch = 2000;

/** Results that did not fit into one page. They live as long as the process: a client whose cursor is gone asks again, as with Salesforce after two days. */
export class QueryCursors {
  readonly #cursors = new Map<string, Found>();
  #number = 0;

  /** The first page. */
  open(found: Found, batch: number, version: string): object {
    if (found.rows.length <= batch) return this.#page(found, 0, found.rows.length, version, undefined);
    this.#number += 1;
    const locator = `01g${String(this.#number).padStart(12, '0')}AAA`;
    this.#cursors.set(locator, found);
    const [oldest] = this.#cursors.keys();
    if (this.#cursors.size > mostCursors && oldest !== undefined) this.#cursors.delete(oldest);
    return this.#page(found, 0, batch, version, locator);
  }

  more(text: string, batch: number, version: string): object {
    const [, locator = '', start = ''] = /^(01g\w{15})-(\d+)$/.exec(text) ?? [];
    const found = this.#cursors.get(locator);
    if (!found || Number(start) >= found.rows.length) throw refused(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    return this.#page(found, Number(start), Number(start) + batch, version, locator);
  }

  clear(): void {
    this.#cursors.clear();
  }

  #page(found: Found, start: number, end: number, version: string, locator: string | undefined): object {
    const done = end >= found.rows.length;
    return {
      totalSize: found.rows.length,
      done,
      ...(done || locator === undefined ? {} : { nextRecordsUrl: `/services/data/v${version}/query/${locator}-${end}` }),
      records: found.rows.slice(start, end).map((row) => found.project(row, version)),
    };
  }
}
