import { associationTypes } from './schema.ts';
import type { ObjectKind } from './schema.ts';

type Link = { readonly kind: string; readonly id: string; readonly types: readonly number[] };

/** Links between records, kept from both ends. */
export class Associations {
  readonly #links = new Map<string, Link[]>();

  of(kind: ObjectKind, id: string, to: ObjectKind): readonly Link[] {
    return (this.#links.get(`${kind.name}/${id}`) ?? []).filter((link) => link.kind === to.name);
  }

  add(from: ObjectKind, id: string, to: ObjectKind, toId: string, types: readonly number[]): void {
    this.#put(from.name, id, to.name, toId, types);
    this.#put(
      to.name,
      toId,
      from.name,
      id,
      types.flatMap((type) => inverse(from.name, to.name, type) ?? []),
    );
  }

  remove(from: ObjectKind, id: string, to: ObjectKind, toId: string): boolean {
    const gone = this.#drop(from.name, id, to.name, toId);
    this.#drop(to.name, toId, from.name, id);
    return gone;
  }

  /** What was linked to one is linked to the other. */
  move(kind: ObjectKind, from: string, to: string): void {
    for (const link of this.#links.get(`${kind.name}/${from}`) ?? []) {
      this.#put(kind.name, to, link.kind, link.id, link.types);
      const back = this.#drop(link.kind, link.id, kind.name, from);
      if (back)
        this.#put(
          link.kind,
          link.id,
          kind.name,
          to,
          link.types.flatMap((type) => inverse(kind.name, link.kind, type) ?? []),
        );
    }
    this.#links.delete(`${kind.name}/${from}`);
  }

  /** The kind at the other end of this type of link. */
  targetOf(from: ObjectKind, type: number | undefined): string | undefined {
    return associationTypes.find((one) => one[0] === from.name && one[2] === type)?.[1];
  }

  save(): readonly (readonly [string, readonly Link[]])[] {
    return [...this.#links];
  }

  load(links: readonly (readonly [string, readonly Link[]])[]): void {
    this.#links.clear();
    for (const [key, list] of links) this.#links.set(key, [...list]);
  }

  #put(from: string, id: string, to: string, toId: string, types: readonly number[]): void {
    const list = this.#links.get(`${from}/${id}`) ?? [];
    const at = list.findIndex((link) => link.kind === to && link.id === toId);
    if (at < 0) list.push({ kind: to, id: toId, types });
    else list[at] = { kind: to, id: toId, types: [...new Set([...(list[at]?.types ?? []), ...types])] };
    this.#links.set(`${from}/${id}`, list);
  }

  #drop(from: string, id: string, to: string, toId: string): boolean {
    const list = this.#links.get(`${from}/${id}`) ?? [];
    const rest = list.filter((link) => link.kind !== to || link.id !== toId);
    this.#links.set(`${from}/${id}`, rest);
    return rest.length < list.length;
  }
}

/** The type without a label between two kinds. */
export const plainType = (from: ObjectKind, to: ObjectKind): number | undefined =>
  associationTypes.find((one) => one[0] === from.name && one[1] === to.name)?.[2];
export const typesBetween = (from: ObjectKind, to: ObjectKind): readonly (readonly [string, string, number, string])[] =>
  associationTypes.filter((one) => one[0] === from.name && one[1] === to.name);
export const typeName = (from: string, to: string, type: number): string =>
  associationTypes.find((one) => one[0] === from && one[1] === to && one[2] === type)?.[3] ?? `${from}_to_${to}`;

function inverse(from: string, to: string, type: number): number | undefined {
  const there = associationTypes.filter((one) => one[0] === from && one[1] === to).findIndex((one) => one[2] === type);
  return associationTypes.filter((one) => one[0] === to && one[1] === from)[there]?.[2];
}
