import type { CreateSimulator, RecordList, SimulatedRequest, SimulatedResponse, Simulator } from '../core/simulator.ts';
import { RollingWindow } from '../crm/window.ts';
import { hubspotActs } from './acts.ts';
import type { Call, Handler, Parts } from './api.ts';
import { associationsApi, recordAssociationsApi } from './associations-api.ts';
import { errorAnswer, notFound, Refused, uuid } from './errors.ts';
import { journalApi, journalFile } from './journal-api.ts';
import { OAuth } from './oauth.ts';
import type { OAuthState } from './oauth.ts';
import { objectsApi } from './objects-api.ts';
import { PortalEvents } from './portal-events.ts';
import type { PortalEventsState } from './portal-events.ts';
import { appId, Portal, valueOf } from './portal.ts';
import type { PortalState } from './portal.ts';
import { fillSample } from './sample-portal.ts';
import { ownersApi, pipelinesApi, propertiesApi } from './settings-api.ts';
import { Writes } from './writes.ts';

type SavedState = { readonly portal: PortalState; readonly events: PortalEventsState; readonly oauth: OAuthState };
/** An app installed by OAuth may send 110 requests in ten seconds to an account, and five searches a second. */
type Windows = { readonly calls: RollingWindow; readonly searches: RollingWindow };

export const createHubspot: CreateSimulator = (world): Simulator => {
  const portal = new Portal(world);
  const events = new PortalEvents(portal);
  const parts: Parts = { portal, events, writes: new Writes(portal, events), oauth: new OAuth(portal) };
  const windows: Windows = { calls: new RollingWindow(110, 10_000), searches: new RollingWindow(5, 1000) };
  const reset = (): void => {
    portal.clear();
    events.load(undefined);
    parts.oauth.load(undefined);
    windows.calls.clear();
    windows.searches.clear();
    fillSample(parts);
  };
  reset();
  return {
    name: 'hubspot',
    title: 'HubSpot',
    acts: hubspotActs(parts),
    handle(request) {
      try {
        return answered(parts, windows, request);
      } catch (error) {
        if (error instanceof Refused) return errorAnswer(error, world.ids);
        throw error;
      }
    },
    records: () => recordLists(portal),
    tick: () => events.journal.expire(portal.now()),
    save: (): SavedState => ({ portal: portal.save(), events: events.save(), oauth: parts.oauth.save() }),
    load(state) {
      const saved = state as SavedState;
      portal.load(saved.portal);
      events.load(saved.events);
      parts.oauth.load(saved.oauth);
    },
    reset,
  };
};

function answered(parts: Parts, windows: Windows, request: SimulatedRequest): SimulatedResponse {
  const open = parts.oauth.handle(request) ?? journalFile(parts, request);
  if (open) return open;
  const path = segments(request.path);
  const grant = parts.oauth.grantOf(request);
  const route = routeOf(path);
  if (!route) throw notFound();
  const { method, query, body, base } = request;
  const call: Call = { method, query, body, base, path: route.rest, grant, writer: { source: { type: 'INTEGRATION', id: String(appId) } } };
  // The journal is free of the limits.
  if (route.handler === journalApi) return journalApi(parts, call);
  if (grant.user === '') throw new Refused(403, 'MISSING_SCOPES', 'A token of the app itself cannot read or write the data of an account.');
  const now = parts.portal.now();
  const { quotas } = parts.portal.world.faults.of('hubspot');
  if (path.includes('search') && quotas && windows.searches.take(now) < 0) return tooMany(parts, 'SECONDLY', 'secondly', 1);
  const left = quotas ? windows.calls.take(now) : windows.calls.max;
  if (left < 0) return tooMany(parts, 'TEN_SECONDLY_ROLLING', 'ten_secondly_rolling', 10);
  const headers: Record<string, string> = path.includes('search')
    ? {}
    : {
        'x-hubspot-ratelimit-max': String(windows.calls.max),
        'x-hubspot-ratelimit-remaining': String(left),
        'x-hubspot-ratelimit-interval-milliseconds': String(windows.calls.lengthMs),
      };
  const response = attempted(() => route.handler(parts, call), parts);
  return { ...response, headers: { ...headers, ...response.headers } };
}

function attempted(work: () => SimulatedResponse, parts: Parts): SimulatedResponse {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) return errorAnswer(error, parts.portal.world.ids);
    throw error;
  }
}

function tooMany(parts: Parts, policyName: string, name: string, seconds: number): SimulatedResponse {
  const { ids } = parts.portal.world;
  return {
    status: 429,
    headers: { 'retry-after': String(seconds) },
    body: {
      status: 'error',
      message: `You have reached your ${name} limit.`,
      errorType: 'RATE_LIMIT',
      correlationId: uuid(ids, 'correlation'),
      policyName,
      requestId: uuid(ids, 'request'),
    },
  };
}

function segments(path: string): string[] {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    throw notFound();
  }
}

const isVersion = (text: string | undefined): boolean => text !== undefined && /^(?:v3|v4|20\d\d-\d\d)$/.test(text);
const handlers: Readonly<Record<string, Handler>> = {
  objects: objectsApi,
  properties: propertiesApi,
  pipelines: pipelinesApi,
  owners: ownersApi,
  associations: associationsApi,
};

/** Both forms: `/crm/v3/objects/…` and `/crm/objects/2026-03/…`. */
function routeOf(path: readonly string[]): { readonly handler: Handler; readonly rest: readonly string[] } | undefined {
  const [root, first = '', second = '', ...rest] = path;
  if (root === 'webhooks-journal') return { handler: journalApi, rest: path.slice(1) };
  const resource = isVersion(first) ? second : first;
  if (root !== 'crm' || !(isVersion(first) || isVersion(second)) || !Object.hasOwn(handlers, resource)) return undefined;
  const handler = resource === 'objects' && rest[2] === 'associations' ? recordAssociationsApi : handlers[resource];
  return handler ? { handler, rest } : undefined;
}

function recordLists(portal: Portal): RecordList[] {
  return (['deals', 'companies', 'contacts'] as const).map((name) => {
    const kind = portal.kind(name);
    const rows = [...portal.store(kind).all()].slice(-50).toReversed();
    return {
      title: name.replace(/^./, (letter) => letter.toUpperCase()),
      columns: ['Id', ...kind.shownByDefault],
      rows: rows.map((row) => [row.id + (row.archived === null ? '' : ' (deleted)'), ...kind.shownByDefault.map((one) => valueOf(kind, row, one) ?? '')]),
    };
  });
}
