import { createHmac } from 'node:crypto';
import { Journal } from '../crm/journal.ts';
import type { JournalEntry } from '../crm/journal.ts';
import { appId, portalId, valueOf } from './portal.ts';
import type { Portal, Row, Source } from './portal.ts';
import { kindNamed } from './schema.ts';
import type { ObjectKind } from './schema.ts';

export type Action = 'CREATE' | 'UPDATE' | 'DELETE' | 'MERGE' | 'RESTORE';
type PortalEvent = {
  readonly action: Action;
  readonly kind: string;
  readonly id: string;
  readonly at: number;
  readonly source: Source;
  readonly changes: Readonly<Record<string, string | null>>;
  readonly merged: readonly string[];
  readonly moved: number;
};
type File = { readonly events: readonly PortalEvent[]; readonly publishedAt: number };
export type JournalSubscription = {
  readonly id: number;
  readonly objectTypeId: string;
  readonly actions: readonly string[];
  readonly properties: readonly string[];
  readonly objectIds: readonly number[];
  readonly at: number;
};

/** HubSpot keeps the journal for three days, and puts up to 10,000 events into one file. */
const retentionMs = 72 * 3_600_000;
const mostInFile = 10_000;
const mostInPush = 100;

/** Events of the account: pushed to webhooks, and written into the journal where a journal subscription asks for them. */
export class PortalEvents {
  readonly #portal: Portal;
  readonly journal = new Journal<File>(retentionMs);
  subscriptions: readonly JournalSubscription[] = [];
  #open: PortalEvent[] = [];
  #push: PortalEvent[] | undefined;

  constructor(portal: Portal) {
    this.#portal = portal;
  }

  created(kind: ObjectKind, row: Row, source: Source): void {
    this.#tell({ ...this.#about('CREATE', kind, row, source), changes: row.values });
  }

  changed(kind: ObjectKind, row: Row, names: readonly string[], source: Source): void {
    this.#tell({ ...this.#about('UPDATE', kind, row, source), changes: Object.fromEntries(names.map((name) => [name, valueOf(kind, row, name)])) });
  }

  removed(kind: ObjectKind, row: Row, source: Source): void {
    this.#tell(this.#about('DELETE', kind, row, source));
  }

  restored(kind: ObjectKind, row: Row, source: Source): void {
    this.#tell(this.#about('RESTORE', kind, row, source));
  }

  merged(kind: ObjectKind, row: Row, losers: readonly string[], moved: number, source: Source): void {
    this.#tell({ ...this.#about('MERGE', kind, row, source), merged: losers, moved });
  }

  /** Pushes of everything that happens meanwhile go together, as HubSpot sends events in batches. */
  together(work: () => void): void {
    const push: PortalEvent[] = (this.#push = []);
    try {
      work();
    } finally {
      this.#push = undefined;
      for (let start = 0; start < push.length; start += mostInPush) this.#send(push.slice(start, start + mostInPush));
    }
  }

  /** What is not yet in a file gets into one: readers see only whole files. */
  seal(): void {
    if (this.#open.length === 0) return;
    this.journal.append({ events: this.#open, publishedAt: this.#portal.now() }, this.#portal.now());
    this.#open = [];
  }

  fileBody(entry: JournalEntry<File>): object {
    const journalEvents = entry.entry.events.map((event) => ({
      type: 'crmObject',
      portalId,
      occurredAt: new Date(event.at).toISOString(),
      action: event.action,
      objectTypeId: kindNamed(event.kind)?.typeId,
      objectId: Number(event.id),
      ...(event.action === 'UPDATE' || event.action === 'CREATE' ? { propertyChanges: event.changes } : {}),
      ...(event.action === 'MERGE' ? { primaryObjectId: Number(event.id), mergedObjectIds: event.merged.map(Number) } : {}),
    }));
    return { offset: offsetOf(entry.number), journalEvents, publishedAt: new Date(entry.entry.publishedAt).toISOString() };
  }

  expires(entry: JournalEntry<File>): string {
    return new Date(entry.at + retentionMs).toISOString();
  }

  #about(action: Action, kind: ObjectKind, row: Row, source: Source): PortalEvent {
    return { action, kind: kind.name, id: row.id, at: this.#portal.now(), source, changes: {}, merged: [], moved: 0 };
  }

  #tell(event: PortalEvent): void {
    const wanted = this.#journaled(event);
    if (wanted) this.#open.push(wanted);
    if (this.#open.length >= mostInFile) this.seal();
    if (this.#push) this.#push.push(event);
    else this.#send([event]);
  }

  /** The event as the subscriptions want it: of changes, only those of properties somebody named. */
  #journaled(event: PortalEvent): PortalEvent | undefined {
    const typeId = kindNamed(event.kind)?.typeId;
    const interested = this.subscriptions.filter(
      (one) => one.objectTypeId === typeId && one.actions.includes(event.action) && (one.objectIds.length === 0 || one.objectIds.includes(Number(event.id))),
    );
    if (interested.length === 0) return undefined;
    if (interested.some((one) => one.properties.length === 0)) return event;
    const names = new Set(interested.flatMap((one) => one.properties));
    const changes = Object.fromEntries(Object.entries(event.changes).filter(([name]) => names.has(name)));
    return event.action === 'UPDATE' && Object.keys(changes).length === 0 ? undefined : { ...event, changes };
  }

  #send(events: readonly PortalEvent[]): void {
    const { world } = this.#portal;
    const id = `hubspot-${world.ids.next('hubspot-push')}`;
    const firstEvent = world.ids.next('hubspot-event') * 1000;
    let attempt = 0;
    world.events.emit({
      id,
      simulator: 'hubspot',
      type: events.length === 1 && events[0] ? subscriptionType(events[0]) : `${events.length} events`,
      sign: (subscription) => {
        const body = JSON.stringify(
          events
            .flatMap((event) => pushed(event))
            .map((one, index) => ({ eventId: firstEvent + index, subscriptionId: appId + 1, portalId, appId, attemptNumber: attempt, ...one })),
        );
        attempt += 1;
        // Receivers compare with their own clock, so that it is the real time, not ours, which may be ahead.
        const timestamp = String(this.#portal.now() - world.clock.aheadMs);
        const signature = createHmac('sha256', subscription.secret).update(`POST${subscription.url}${body}${timestamp}`).digest('base64');
        return {
          headers: {
            'content-type': 'application/json',
            'x-hubspot-signature-v3': signature,
            'x-hubspot-request-timestamp': timestamp,
            'x-entente-event-id': id,
          },
          body,
        };
      },
    });
  }

  save(): PortalEventsState {
    this.seal();
    return { last: this.journal.last, files: this.journal.entries(), subscriptions: this.subscriptions };
  }

  load(state: PortalEventsState | undefined): void {
    this.#open = [];
    this.subscriptions = state?.subscriptions ?? [];
    this.journal.load(state?.last ?? 0, state?.files ?? []);
  }
}

export type PortalEventsState = {
  readonly last: number;
  readonly files: readonly JournalEntry<File>[];
  readonly subscriptions: readonly JournalSubscription[];
};

const verbs: Readonly<Record<Action, string>> = { CREATE: 'creation', UPDATE: 'propertyChange', DELETE: 'deletion', MERGE: 'merge', RESTORE: 'restore' };
const subscriptionType = (event: PortalEvent): string => `${kindNamed(event.kind)?.singular ?? event.kind}.${verbs[event.action]}`;

/** One event for each changed property, as webhooks have it. */
function pushed(event: PortalEvent): readonly object[] {
  const base = {
    occurredAt: event.at,
    subscriptionType: subscriptionType(event),
    objectId: Number(event.id),
    changeSource: event.source.type,
    sourceId: event.source.id,
  };
  switch (event.action) {
    case 'UPDATE':
      return Object.entries(event.changes).map(([propertyName, propertyValue]) => ({ ...base, propertyName, propertyValue: propertyValue ?? '' }));
    case 'MERGE':
      return [
        {
          ...base,
          primaryObjectId: Number(event.id),
          mergedObjectIds: event.merged.map(Number),
          newObjectId: Number(event.id),
          numberOfPropertiesMoved: event.moved,
        },
      ];
    case 'CREATE':
      return [{ ...base, changeFlag: 'CREATED' }];
    case 'DELETE':
      return [{ ...base, changeFlag: 'DELETED' }];
    case 'RESTORE':
      return [{ ...base, changeFlag: 'RESTORED' }];
  }
}

export const offsetOf = (number: number): string => `0f5e7000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

export function offsetNumber(text: string): number | undefined {
  const matched = /^0f5e7000-0000-4000-8000-([0-9a-f]{12})$/.exec(text);
  return matched ? Number.parseInt(matched[1] ?? '', 16) : undefined;
}
