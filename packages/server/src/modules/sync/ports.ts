import type { Result } from '@entente/contracts';
import type { Access } from '../../platform/outside/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { OurField, OutsideField, RecordKind } from './domain/field.ts';
import type { FieldType, Value, Values } from './domain/value.ts';

export type OutsideObject = { readonly kind: RecordKind; readonly object: string; readonly label: string; readonly fields: readonly OutsideField[] };

export type OutsideLock = { readonly fields: 'all' | readonly string[]; readonly sentence: string; readonly until: string | null };
/** A life cycle of theirs beside the fields. `key` is in our words, `label` in theirs. */
export type OutsideState = { readonly key: string; readonly label: string; readonly stage: string | null; readonly sentence: string | null };

export type OutsideRecord = {
  readonly id: string;
  /** Opaque; compared for equality and sent as a precondition. */
  readonly version: string;
  readonly modifiedAt: string;
  /** By outside field, already in the shapes of `Value`: money in minor units, days and instants as ISO 8601. */
  readonly values: Values;
  readonly url?: string | null;
  readonly gone?: { readonly reason: 'deleted' | 'merged'; readonly into: string | null };
  readonly locked?: OutsideLock | null;
  readonly state?: OutsideState | null;
  readonly links?: readonly { readonly type: string; readonly id: string; readonly label: string | null }[];
};

export type OutsidePage = {
  readonly records: readonly OutsideRecord[];
  /** Where to go on. It is kept with the effects of this page, in one transaction. */
  readonly cursor: string;
  readonly more: boolean;
  /** Something may have been missed: everything must be walked once. */
  readonly gap: boolean;
};

export type OutsideWrite = {
  /** Null makes a new record. */
  readonly id: string | null;
  /** Only fields that change; an adapter whose system wants everything reads first and fills in. */
  readonly values: Values;
  /** The version that was read; null when making one. */
  readonly ifVersion: string | null;
  /** The same for every repetition of one making: our id, and never reused. */
  readonly key: string;
};
/** One for each write, in order. What fails as a whole is thrown as an OutsideError. */
export type OutsideWritten =
  | { readonly outcome: 'written'; readonly record: OutsideRecord }
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'locked'; readonly sentence: string }
  | { readonly outcome: 'gone'; readonly into: string | null }
  | {
      readonly outcome: 'refused';
      readonly sentence: string;
      readonly issues: readonly { readonly field: string | null; readonly code: string; readonly sentence: string }[];
      readonly request: unknown;
      readonly response: unknown;
    }
  | { readonly outcome: 'later'; readonly sentence: string; readonly afterMs: number | null };

/** One change of one field over there, as the other side remembers it. */
export type OutsideChange = {
  /** Theirs for this change, and the same whenever it is read. */
  readonly sourceId: string;
  readonly field: string;
  /** In the shapes of `OutsideRecord.values`; of a reference the name of what it points to. */
  readonly old: Value;
  readonly new: Value;
  readonly at: string;
  /** A person or an app, by name; null where they do not say. */
  readonly who: string | null;
};

/** A message the other side sent, verified. It is only a hint: what it says is read, never believed. */
export type OutsideHint = {
  readonly dedupeKey: string;
  readonly type: string;
  readonly kind: RecordKind | null;
  readonly outsideId: string | null;
  /** What is kept of it to look at. */
  readonly body: unknown;
  /** Messages were lost before this one. */
  readonly gap?: boolean;
};

export type Budget = { readonly name: 'read' | 'write'; readonly perSecond: number; readonly burst: number };

/** One outside system as the engine sees it; made for one connection by an adapter in `connectors/`. */
export type OutsideRecords = {
  /** How many records one call reads or writes, how often one may call, and how often changes are asked for when nothing is heard. */
  readonly limits: {
    readonly readAtOnce: number;
    readonly writeAtOnce: number;
    /** Of those that keep a history. */
    readonly historyAtOnce?: number;
    readonly budgets: readonly Budget[];
    readonly pollMs: number;
  };
  /** The mapping a new connection begins with. */
  readonly defaults: readonly DefaultMapping[];
  describe(): Promise<readonly OutsideObject[]>;
  /** Who we are over there. @throws {OutsideError} */
  whoami(): Promise<{ readonly account: string; readonly sentence: string }>;
  /** Those that are there; a deleted or merged one with `gone` where the system still tells. */
  read(object: string, fields: readonly string[], ids: readonly string[]): Promise<readonly OutsideRecord[]>;
  /** What changed since the cursor (null: from now on), oldest first; equal times are never lost. */
  changes(object: string, fields: readonly string[], cursor: string | null, limit: number): Promise<OutsidePage>;
  /** Everything, by its own key. `after` null begins; `after` null in the answer ends. */
  walk(
    object: string,
    fields: readonly string[],
    after: string | null,
    limit: number,
  ): Promise<{ readonly records: readonly OutsideRecord[]; readonly after: string | null; readonly total?: number }>;
  write(object: string, fields: readonly string[], writes: readonly OutsideWrite[]): Promise<readonly OutsideWritten[]>;
  /** What their fields were before, by record and oldest first, for systems that keep it. At most `limits.historyAtOnce` records a call. */
  history?(object: string, fields: readonly string[], ids: readonly string[]): Promise<ReadonlyMap<string, readonly OutsideChange[]>>;
  /** Told by the answers' own headers; null where they say nothing. */
  left?(): { readonly read: number | null; readonly write: number | null };
};
export type DefaultMapping = {
  readonly kind: RecordKind;
  readonly object: string;
  readonly createsHere: boolean;
  readonly createsThere: boolean;
  readonly fields: readonly {
    readonly field: string;
    readonly outsideField: string;
    readonly authority: Authority;
    readonly valueMap?: readonly { readonly ours: string; readonly theirs: string }[];
  }[];
};
export type Authority = 'theirs' | 'ours' | 'newest' | 'propose' | 'none';

/** @throws {OutsideError} `auth` when the signature does not hold. Several messages may come in one request. */
export type ReadHints = (
  access: Access,
  secret: string,
  request: { readonly method: string; readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer },
) => Promise<readonly OutsideHint[]>;

/** What an adapter in `connectors/` offers; the registry of them is made in compose. */
export type SystemAdapter = {
  readonly system: Access['system'];
  readonly label: string;
  readonly uses: readonly ('crm' | 'cosell' | 'marketplace')[];
  readonly settings: readonly FormField[];
  readonly credentials: readonly FormField[];
  /** Absent for those that only serve as a marketplace. */
  readonly records?: (access: Access) => OutsideRecords;
  readonly hints: ReadHints;
};
export type FormField = {
  readonly key: string;
  readonly label: string;
  readonly kind: 'text' | 'secret' | 'long_secret' | 'url' | 'choice' | 'yes_no' | 'number';
  readonly required: boolean;
  readonly choices?: readonly string[];
  readonly help: string | null;
};

export type OurRecord = { readonly id: string; readonly label: string; readonly values: Values; readonly changedAt: string; readonly dealId: string | null };

/** Our records of one kind, as the engine sees them; compose joins it to the module that owns them. */
export type OurRecords = {
  fields(tx: Tx, tenantId: string): Promise<readonly OurField[]>;
  /** `lock` holds the rows until the transaction ends, so that nothing changes between looking and setting. */
  read(tx: Tx, tenantId: string, ids: readonly string[], options?: { readonly lock?: boolean }): Promise<ReadonlyMap<string, OurRecord>>;
  /** Sets values that came from outside; the guards of a person's act do not apply. Each refusal has a sentence. */
  update(
    tx: Tx,
    context: Context,
    changes: readonly { readonly id: string; readonly set: Values }[],
  ): Promise<readonly { readonly id: string; readonly sentence: string }[]>;
  create(
    tx: Tx,
    context: Context,
    records: readonly { readonly id: string; readonly values: Values; readonly outsideId: string }[],
  ): Promise<readonly { readonly id: string; readonly sentence: string }[]>;
  /** Records that are surely the same as these from outside (external id, domain, mail address): by their outside id. */
  recognise(tx: Tx, tenantId: string, records: readonly { readonly outsideId: string; readonly values: Values }[]): Promise<ReadonlyMap<string, string>>;
  /** Records of this kind without a view in the connection, by id; for the first writing out and the audit. */
  without(tx: Tx, tenantId: string, connectionId: string, after: string | null, limit: number): Promise<readonly string[]>;
};

export type SyncPorts = {
  readonly adapters: readonly SystemAdapter[];
  readonly our: Readonly<Record<RecordKind, OurRecords>>;
  /** What a state of a co-sell record means for its route and its people; no-op for others. */
  readonly stateChanged: (tx: Tx, context: Context, change: StateChange) => Promise<void>;
  /** Messages that are about no record of ours but about invitations, engagements, offers or agreements. */
  readonly otherMessages: (connection: { tenantId: string; connectionId: string; system: Access['system'] }, hints: readonly OutsideHint[]) => Promise<void>;
  /** Opens and closes the one act that asks a person to mend a connection or look at conflicts. */
  readonly askPerson: (
    tx: Tx,
    context: Context,
    ask: { recordId: string; kind: string; title: string; detail: string; dealId: string | null } | { recordId: string; closed: string },
  ) => Promise<void>;
  /** What was done and is being done beside the fields, by view. */
  readonly stepsOf: (tx: Tx, tenantId: string, viewIds: readonly string[]) => Promise<ReadonlyMap<string, readonly ShownStep[]>>;
  /** Null for a route that has ended or waits for nothing. */
  readonly nextOfRoute: (tx: Tx, tenantId: string, routeId: string) => Promise<NextAct | null>;
  readonly dealExists: (tx: Tx, tenantId: string, dealId: string) => Promise<boolean>;
};
/** What must happen next on a route, whose it is, and until when. */
export type NextAct = { readonly sentence: string; readonly owner: string | null; readonly dueAt: string | null };
export type ShownStep = Result<'views.link'>['steps'][number];
export type StateChange = {
  readonly viewId: string;
  readonly connectionId: string;
  readonly system: Access['system'];
  readonly dealId: string;
  readonly routeId: string | null;
  readonly outsideId: string | null;
  readonly from: OutsideState | null;
  readonly to: OutsideState | null;
  readonly locked: OutsideLock | null;
  readonly links: readonly { readonly type: string; readonly id: string; readonly label: string | null }[];
};
export { recordKinds, type Choice, type OurField, type OutsideField, type RecordKind } from './domain/field.ts';
export type { Value, Values, FieldType };
