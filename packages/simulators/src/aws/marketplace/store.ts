import type { Agreement, Charge, ChangeSet, Entity, EntityKind, Invoice, License } from './model.ts';
import type { FeedRow } from './feed-row.ts';
import type { PendingNotice } from './notices.ts';
import { defaultSettings } from './settings.ts';
import type { Settings } from './settings.ts';

export type Registration = { token: string; licenseArn: string; expiresAt: string };

/** Everything the marketplace knows, except usage, which has a compact store of its own. */
export type Store = {
  settings: Settings;
  entities: Map<string, Entity>;
  changeSets: Map<string, ChangeSet>;
  /** Account and client request token → change set. */
  tokens: Map<string, string>;
  agreements: Map<string, Agreement>;
  licenses: Map<string, License>;
  charges: Map<string, Charge>;
  invoices: Map<string, Invoice>;
  registrations: Map<string, Registration>;
  /** Accounts that AWS knows as distributors: what they are given can be passed on. */
  distributors: Set<string>;
  feed: FeedRow[];
  notices: PendingNotice[];
};
export type SavedStore = {
  settings: Settings;
  entities: Entity[];
  changeSets: ChangeSet[];
  tokens: [string, string][];
  agreements: Agreement[];
  licenses: License[];
  charges: Charge[];
  invoices: Invoice[];
  registrations: Registration[];
  distributors?: string[];
  feed: FeedRow[];
  notices: PendingNotice[];
};

export const emptyStore = (): Store => ({
  settings: { ...defaultSettings },
  entities: new Map(),
  changeSets: new Map(),
  tokens: new Map(),
  agreements: new Map(),
  licenses: new Map(),
  charges: new Map(),
  invoices: new Map(),
  registrations: new Map(),
  distributors: new Set(),
  feed: [],
  notices: [],
});

export const saveStore = (store: Store): SavedStore => ({
  settings: store.settings,
  entities: [...store.entities.values()],
  changeSets: [...store.changeSets.values()],
  tokens: [...store.tokens],
  agreements: [...store.agreements.values()],
  licenses: [...store.licenses.values()],
  charges: [...store.charges.values()],
  invoices: [...store.invoices.values()],
  registrations: [...store.registrations.values()],
  distributors: [...store.distributors],
  feed: store.feed,
  notices: store.notices,
});

const byId = <T extends { id: string }>(list: readonly T[]): Map<string, T> => new Map(list.map((one) => [one.id, one]));
export const loadStore = (saved: SavedStore): Store => ({
  settings: { ...defaultSettings, ...saved.settings },
  entities: byId(saved.entities),
  changeSets: byId(saved.changeSets),
  tokens: new Map(saved.tokens),
  agreements: byId(saved.agreements),
  licenses: new Map(saved.licenses.map((license) => [license.arn, license])),
  charges: byId(saved.charges),
  invoices: byId(saved.invoices),
  registrations: new Map(saved.registrations.map((registration) => [registration.token, registration])),
  distributors: new Set(saved.distributors),
  feed: [...saved.feed],
  notices: [...saved.notices],
});

export function entityOf<K extends EntityKind>(
  entities: { get(id: string): Entity | undefined },
  kind: K,
  id: string | undefined,
): Extract<Entity, { kind: K }> | undefined {
  const entity = id === undefined ? undefined : entities.get(id);
  return entity?.kind === kind ? (entity as Extract<Entity, { kind: K }>) : undefined;
}
export const everyEntity = <K extends EntityKind>(store: Store, kind: K): Extract<Entity, { kind: K }>[] =>
  [...store.entities.values()].filter((entity): entity is Extract<Entity, { kind: K }> => entity.kind === kind);
