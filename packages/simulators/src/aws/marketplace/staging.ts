import type { JsonObject } from '../wire/index.ts';
import type { Marketplace } from './context.ts';
import type { Change, Entity } from './model.ts';

/** The entities as they would be after the changes so far; nothing is kept unless all changes succeed. */
export class Staging {
  readonly #base: ReadonlyMap<string, Entity>;
  readonly #changed = new Map<string, Entity>();

  constructor(base: ReadonlyMap<string, Entity>) {
    this.#base = base;
  }

  get(id: string): Entity | undefined {
    return this.#changed.get(id) ?? this.#base.get(id);
  }

  /** A copy to change. */
  edit(id: string): Entity | undefined {
    const known = this.#changed.get(id);
    if (known !== undefined) return known;
    const entity = this.#base.get(id);
    if (entity === undefined) return undefined;
    const copy = structuredClone(entity);
    this.#changed.set(id, copy);
    return copy;
  }

  add(entity: Entity): void {
    this.#changed.set(entity.id, entity);
  }

  changed(): Entity[] {
    return [...this.#changed.values()];
  }

  isNew(id: string): boolean {
    return !this.#base.has(id);
  }

  *all(): Iterable<Entity> {
    yield* this.#changed.values();
    for (const [id, entity] of this.#base) if (!this.#changed.has(id)) yield entity;
  }
}

export type RuleInput<E> = {
  readonly marketplace: Marketplace;
  readonly stage: Staging;
  readonly account: string;
  readonly now: Date;
  readonly change: Change;
  readonly details: JsonObject;
  readonly entity: E;
  /** Written to the change's ErrorDetailList; the set fails. */
  readonly problem: (code: string, message: string) => undefined;
};
export type Rule<E> = (input: RuleInput<E>) => void;
/** Returns the new entity; undefined after a problem. */
export type CreateRule<E> = (input: Omit<RuleInput<E>, 'entity'>) => E | undefined;
export type Rules<E> = {
  readonly create: Readonly<Record<string, CreateRule<E>>>;
  readonly update: Readonly<Record<string, Rule<E>>>;
  /** Checked after all updates of the set, wherever they stand in it. */
  readonly release: Readonly<Record<string, Rule<E>>>;
};
