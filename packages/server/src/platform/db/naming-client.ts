import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import pg from 'pg';

/** Statements seen more than once are prepared under a name, which about doubles reads. The cache is bounded: dynamic SQL must not fill the server. */
const LIMIT = 500;

export class NamingClient extends pg.Client {
  readonly #names = new Map<string, string | null>();

  // pg declares a dozen overloads of query; this one only adds a name to the (text, values) form and hands everything on.
  override query(...args: unknown[]): never {
    const [first, values] = args;
    if (typeof first === 'string' && first.startsWith('begin')) this.#withTheNext();
    if (typeof first === 'string' && Array.isArray(values) && values.length > 0) {
      const name = this.#nameOf(first);
      if (name) args.splice(0, 2, { name, text: first, values: values as unknown[] });
    }
    return Reflect.apply(super.query.bind(this) as (...rest: unknown[]) => never, this, args);
  }

  /** What opens a transaction goes out together with the statement that follows it at once. */
  #withTheNext(): void {
    const { stream } = (this as unknown as { connection: { stream: Writable } }).connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }

  #nameOf(text: string): string | null {
    const known = this.#names.get(text);
    if (known !== undefined) {
      if (known !== null) return known;
      const name = `e${createHash('sha1').update(text).digest('base64url')}`;
      this.#names.set(text, name);
      return name;
    }
    if (this.#names.size < LIMIT && text.length < 20_000) this.#names.set(text, null);
    return null;
  }
}
