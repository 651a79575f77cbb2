import type { Marketplace } from './context.ts';
import { nowOf } from './context.ts';
import type { Change, ChangeSet, Entity } from './model.ts';
import { referredName } from './read-changes.ts';
import { offerSetRules } from './rules-offer-set.ts';
import { offerRules } from './rules-offer.ts';
import { resaleRules } from './rules-resale.ts';
import { Staging } from './staging.ts';
import type { CreateRule, Rule, Rules } from './staging.ts';

/** Each table only ever meets entities of its own kind: the kind is checked before. */
const rulesOf: Readonly<Record<string, { kind: Entity['kind']; rules: Rules<never> }>> = {
  'Offer@1.0': { kind: 'Offer', rules: offerRules as Rules<never> },
  'ResaleAuthorization@1.0': { kind: 'ResaleAuthorization', rules: resaleRules as Rules<never> },
  'OfferSet@1.0': { kind: 'OfferSet', rules: offerSetRules as Rules<never> },
};

export type Applied = { readonly entities: readonly Entity[]; readonly released: readonly string[] };

/** All or nothing. Undefined: at least one change has errors, and nothing was changed. */
export function applyChanges(marketplace: Marketplace, set: ChangeSet): Applied | undefined {
  const stage = new Staging(marketplace.store.entities);
  const now = nowOf(marketplace);
  const names = new Map<string, string>();
  const made: { change: Change; id: string }[] = [];
  const released: string[] = [];
  const base = (change: Change): Omit<Parameters<Rule<never>>[0], 'entity'> => ({
    marketplace,
    stage,
    account: set.account,
    now,
    change,
    details: change.details,
    problem: (code, message) => {
      change.errors.push({ ErrorCode: code, ErrorMessage: message });
      return undefined;
    },
  });
  const later: Change[] = [];
  for (const change of set.changes) {
    const { rules } = rulesOf[change.entityType] ?? {};
    const create = rules?.create[change.changeType] as CreateRule<Entity> | undefined;
    if (create !== undefined) {
      const entity = create(base(change));
      if (entity === undefined) continue;
      stage.add(entity);
      made.push({ change, id: entity.id });
      if (change.changeName !== undefined) names.set(change.changeName, entity.id);
    } else if (rules?.release[change.changeType] !== undefined) later.push(change);
    else run(change, 'update');
  }
  // An offer set is released after the offers in it.
  for (const change of later.toSorted((left, right) => Number(left.entityType === 'OfferSet@1.0') - Number(right.entityType === 'OfferSet@1.0')))
    run(change, 'release');

  function run(change: Change, when: 'update' | 'release'): void {
    const known = rulesOf[change.entityType];
    const name = referredName(change.identifier ?? '');
    const id = name === undefined ? change.identifier : names.get(name);
    // What it refers to has failed and says why itself.
    if (id === undefined) return;
    const entity = stage.edit(id);
    const { problem } = base(change);
    if (entity === undefined || entity.kind !== known?.kind) return problem('RESOURCE_NOT_FOUND', `The entity ${id} does not exist.`);
    const rule = known.rules[when][change.changeType] as Rule<Entity> | undefined;
    rule?.({ ...base(change), entity });
    if (when === 'release' && !change.changeType.startsWith('Restrict')) released.push(id);
  }

  if (set.changes.some(({ errors }) => errors.length > 0)) return undefined;
  const entities = stage.changed();
  for (const entity of entities) {
    entity.revision += 1;
    entity.lastModified = now.toISOString();
    if (marketplace.world.faults.of('aws').readLagMs > 0)
      marketplace.before.set(entity.id, { entity: marketplace.store.entities.get(entity.id), at: now.getTime() });
    marketplace.store.entities.set(entity.id, entity);
  }
  for (const change of set.changes) {
    const name = referredName(change.identifier ?? '');
    const id = name === undefined ? (made.find((one) => one.change === change)?.id ?? change.identifier) : names.get(name);
    const revision = id === undefined ? undefined : marketplace.store.entities.get(id)?.revision;
    if (id !== undefined) change.identifier = `${id}@${revision ?? 1}`;
  }
  return { entities, released };
}
