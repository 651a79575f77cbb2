import { Bitset, InvertedSets } from './bitset.ts';
import { PartnerColumns } from './partner-columns.ts';
import { isFull } from './standing.ts';
import { playableRoles } from './types.ts';
import type { Competency, PartnerFacts, WinLoss } from './types.ts';

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
  readonly notActive = new Bitset();
  readonly full = new Bitset();
  readonly #columns = new PartnerColumns();
  readonly #slotById = new Map<string, number>();
  readonly #partners: (PartnerFacts | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #competencies = new Map<string, Map<number, Competency[]>>();
  readonly #byIndustry = new Map<string, Map<number, WinLoss>>();
  readonly #byProduct = new Map<string, Map<number, WinLoss>>();

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

  /** Anew for each deal: they are replaced when the index grows. */
  get columns(): PartnerColumns['all'] {
    return this.#columns.all;
  }

  competenciesIn(productId: string): ReadonlyMap<number, readonly Competency[]> {
    return this.#competencies.get(productId) ?? new Map<number, readonly Competency[]>();
  }

  recordsInIndustry(industry: string | null): ReadonlyMap<number, WinLoss> {
    return (industry === null ? undefined : this.#byIndustry.get(industry)) ?? new Map<number, WinLoss>();
  }

  recordsInProduct(productId: string): ReadonlyMap<number, WinLoss> {
    return this.#byProduct.get(productId) ?? new Map<number, WinLoss>();
  }

  upsert(partner: PartnerFacts): void {
    this.remove(partner.id);
    const slot = this.#free.pop() ?? this.#partners.length;
    this.#partners[slot] = partner;
    this.#slotById.set(partner.id, slot);
    for (const [sets, values] of this.#listed(partner)) for (const value of values) sets.add(value, slot);
    for (const competency of partner.competencies) this.#addCompetency(slot, competency);
    for (const [industry, record] of Object.entries(partner.record.byIndustry)) entriesOf(this.#byIndustry, industry).set(slot, record);
    for (const [productId, record] of Object.entries(partner.record.byProduct)) entriesOf(this.#byProduct, productId).set(slot, record);
    if (partner.status !== 'active') this.notActive.add(slot);
    if (isFull(partner)) this.full.add(slot);
    this.#columns.set(slot, partner);
  }

  remove(id: string): boolean {
    const slot = this.#slotById.get(id);
    const partner = slot === undefined ? undefined : this.#partners[slot];
    if (slot === undefined || partner === undefined) return false;
    for (const [sets, values] of this.#listed(partner)) for (const value of values) sets.delete(value, slot);
    for (const { productId } of partner.competencies) if (productId !== null) this.#competencies.get(productId)?.delete(slot);
    for (const industry of Object.keys(partner.record.byIndustry)) this.#byIndustry.get(industry)?.delete(slot);
    for (const productId of Object.keys(partner.record.byProduct)) this.#byProduct.get(productId)?.delete(slot);
    this.notActive.delete(slot);
    this.full.delete(slot);
    this.#columns.clear(slot);
    this.#partners[slot] = undefined;
    this.#slotById.delete(id);
    this.#free.push(slot);
    return true;
  }

  #addCompetency(slot: number, competency: Competency): void {
    if (competency.productId === null) return;
    const bySlot = entriesOf(this.#competencies, competency.productId);
    const held = bySlot.get(slot);
    if (held === undefined) bySlot.set(slot, [competency]);
    else held.push(competency);
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

function entriesOf<Value>(all: Map<string, Map<number, Value>>, key: string): Map<number, Value> {
  let bySlot = all.get(key);
  if (bySlot === undefined) {
    bySlot = new Map();
    all.set(key, bySlot);
  }
  return bySlot;
}

export function buildPartnerIndex(partners: Iterable<PartnerFacts>): PartnerIndex {
  const index = new PartnerIndex();
  for (const partner of partners) index.upsert(partner);
  return index;
}
