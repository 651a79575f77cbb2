/** A growing set of small whole numbers; membership is one shift and one mask. */
export class Bitset {
  #words: Uint32Array;

  constructor(capacity = 1024) {
    this.#words = new Uint32Array(Math.ceil(capacity / 32));
  }

  add(slot: number): void {
    const at = slot >>> 5;
    if (at >= this.#words.length) {
      const grown = new Uint32Array(Math.max(at + 1, this.#words.length * 2));
      grown.set(this.#words);
      this.#words = grown;
    }
    this.#words[at] = (this.#words[at] ?? 0) | (1 << (slot & 31));
  }

  delete(slot: number): void {
    const at = slot >>> 5;
    if (at < this.#words.length) this.#words[at] = (this.#words[at] ?? 0) & ~(1 << (slot & 31));
  }

  has(slot: number): boolean {
    return ((this.#words[slot >>> 5] ?? 0) & (1 << (slot & 31))) !== 0;
  }

  each(visit: (slot: number) => void): void {
    for (let at = 0; at < this.#words.length; at += 1)
      for (let word = this.#words[at] ?? 0; word !== 0; word &= word - 1) visit((at << 5) + 31 - Math.clz32(word & -word));
  }
}

/** One bitset per value, e.g. all partners of a country. An unknown value answers the empty set. */
export class InvertedSets {
  readonly #byValue = new Map<string, Bitset>();
  static readonly #empty = new Bitset(32);

  add(value: string, slot: number): void {
    let set = this.#byValue.get(value);
    if (set === undefined) {
      set = new Bitset();
      this.#byValue.set(value, set);
    }
    set.add(slot);
  }

  delete(value: string, slot: number): void {
    this.#byValue.get(value)?.delete(slot);
  }

  of(value: string | null): Bitset {
    return (value === null ? undefined : this.#byValue.get(value)) ?? InvertedSets.#empty;
  }
}
