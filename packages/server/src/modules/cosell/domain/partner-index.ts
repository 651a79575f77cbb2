import { Bitset, InvertedSets } from './bitset.ts';
import { playableRoles } from './types.ts';
import type { Competency, PartnerFacts } from './types.ts';

/**
 * Partners arranged so that scoring one deal touches each partner with bit tests and array reads only.
 * It is a cache of facts: rebuilt from them at any time, kept current by `upsert` and `remove`.
 */
export class PartnerIndex {
  readonly countries = new InvertedSets();
  readonly regions = new InvertedSets();
  readonly industries = new InvertedSets();
  readonly products = new InvertedSets();
  readonly roles = new InvertedSets();
  readonly routes = new InvertedSets();
  readonly conflictAccounts = new InvertedSets();
  readonly competitorProducts = new InvertedSets();
  readonly #slotById = new Map<string, number>();
  readonly #partners: (PartnerFacts | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #competencies = new Map<string, Map<number, Competency[]>>();
  readonly #generalSkill = new Bitset();
  #lastActivityMs = new Float64Array(1024).fill(Number.NaN);

  get size(): number {
    return this.#slotById.size;
  }

  /** One past the highest slot ever used; slots of removed partners read as undefined. */
  get slots(): number {
    return this.#partners.length;
  }

  get(id: string): PartnerFacts | undefined {
    const slot = this.#slotById.get(id);
    return slot === undefined ? undefined : this.#partners[slot];
  }

  slotOf(id: string): number | undefined {
    return this.#slotById.get(id);
  }

  at(slot: number): PartnerFacts | undefined {
    return this.#partners[slot];
  }

  lastActivityMs(slot: number): number {
    return this.#lastActivityMs[slot] ?? Number.NaN;
  }

  competenciesIn(productId: string): ReadonlyMap<number, readonly Competency[]> {
    return this.#competencies.get(productId) ?? new Map<number, readonly Competency[]>();
  }

  hasGeneralSkill(slot: number): boolean {
    return this.#generalSkill.has(slot);
  }

  upsert(partner: PartnerFacts): void {
    this.remove(partner.id);
    const slot = this.#free.pop() ?? this.#partners.length;
    this.#partners[slot] = partner;
    this.#slotById.set(partner.id, slot);
    for (const [sets, values] of this.#listed(partner)) for (const value of values) sets.add(value, slot);
    for (const competency of partner.competencies) this.#addCompetency(slot, competency);
    this.#setActivity(slot, partner.lastActivityAt === null ? Number.NaN : Date.parse(partner.lastActivityAt));
  }

  remove(id: string): boolean {
    const slot = this.#slotById.get(id);
    const partner = slot === undefined ? undefined : this.#partners[slot];
    if (slot === undefined || partner === undefined) return false;
    for (const [sets, values] of this.#listed(partner)) for (const value of values) sets.delete(value, slot);
    for (const { productId } of partner.competencies) if (productId !== null) this.#competencies.get(productId)?.delete(slot);
    this.#generalSkill.delete(slot);
    this.#partners[slot] = undefined;
    this.#slotById.delete(id);
    this.#free.push(slot);
    return true;
  }

  #addCompetency(slot: number, competency: Competency): void {
    if (competency.productId === null) {
      this.#generalSkill.add(slot);
      return;
    }
    let bySlot = this.#competencies.get(competency.productId);
    if (bySlot === undefined) {
      bySlot = new Map();
      this.#competencies.set(competency.productId, bySlot);
    }
    const held = bySlot.get(slot);
    if (held === undefined) bySlot.set(slot, [competency]);
    else held.push(competency);
  }

  #setActivity(slot: number, ms: number): void {
    if (slot >= this.#lastActivityMs.length) {
      const grown = new Float64Array(this.#lastActivityMs.length * 2).fill(Number.NaN);
      grown.set(this.#lastActivityMs);
      this.#lastActivityMs = grown;
    }
    this.#lastActivityMs[slot] = ms;
  }

  #listed(partner: PartnerFacts): readonly (readonly [InvertedSets, readonly string[]])[] {
    return [
      [this.countries, partner.countries],
      [this.regions, partner.regions],
      [this.industries, partner.industries],
      [this.products, partner.productIds],
      [this.roles, playableRoles(partner)],
      [this.routes, partner.routes],
      [this.conflictAccounts, partner.conflictAccountIds],
      [this.competitorProducts, partner.competitorOfProductIds],
    ];
  }
}

export function buildPartnerIndex(partners: Iterable<PartnerFacts>): PartnerIndex {
  const index = new PartnerIndex();
  for (const partner of partners) index.upsert(partner);
  return index;
}
