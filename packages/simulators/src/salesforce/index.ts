import type { CreateSimulator, RecordList, SimulatedRequest, SimulatedResponse, Simulator } from '../core/simulator.ts';
import { salesforceActs } from './acts.ts';
import { compositeApi, collectionsApi } from './composite-api.ts';
import { ok, segments, versionList, versions, writerOf } from './api.ts';
import type { Call, Handler, Parts } from './api.ts';
import { ApiLimit } from './api-limits.ts';
import type { ApiLimitState } from './api-limits.ts';
import { ChangeEvents } from './change-events.ts';
import type { ChangeEventsState } from './change-events.ts';
import { errorAnswer, notFound, Refused, refused } from './errors.ts';
import { eventJournalApi } from './event-journal-api.ts';
import { OAuth } from './oauth.ts';
import type { OAuthState } from './oauth.ts';
import { Org } from './org.ts';
import type { OrgState, Row } from './org.ts';
import { queryApi } from './query-api.ts';
import { QueryCursors } from './query-cursors.ts';
import { rowsApi } from './rows-api.ts';
import { fillSample } from './sample-org.ts';
import { Writes } from './writes.ts';

type SavedState = { readonly org: OrgState; readonly events: ChangeEventsState; readonly oauth: OAuthState; readonly limit: ApiLimitState };

export const createSalesforce: CreateSimulator = (world): Simulator => {
  const org = new Org(world);
  const events = new ChangeEvents(org);
  const parts: Parts = { org, events, writes: new Writes(org, events), oauth: new OAuth(org), limit: new ApiLimit(), cursors: new QueryCursors() };
  const reset = (): void => {
    org.clear();
    events.load(undefined);
    parts.oauth.load(undefined);
    parts.limit.load(undefined);
    parts.cursors.clear();
    fillSample(parts);
  };
  reset();
  const acts = salesforceActs(parts);
  return {
    name: 'salesforce',
    title: 'Salesforce',
    acts,
    async handle(request) {
      try {
        return await answered(parts, request);
      } catch (error) {
        if (error instanceof Refused) return withUsage(parts, errorAnswer(error));
        throw error;
      }
    },
    records: () => recordLists(org),
    tick: () => events.journal.expire(org.now()),
    save: (): SavedState => ({ org: org.save(), events: events.save(), oauth: parts.oauth.save(), limit: parts.limit.save() }),
    load(state) {
      const saved = state as SavedState;
      org.load(saved.org);
      events.load(saved.events);
      parts.oauth.load(saved.oauth);
      parts.limit.load(saved.limit);
      parts.cursors.clear();
    },
    reset,
  };
};

async function answered(parts: Parts, request: SimulatedRequest): Promise<SimulatedResponse> {
  const signedIn = parts.oauth.handle(request);
  if (signedIn) return signedIn;
  const [services, data, versionPart, ...path] = segments(request.path);
  if (services !== 'services' || data !== 'data') throw notFound();
  if (versionPart === undefined) return ok(versionList());
  const version = versionPart.replace(/^v/, '');
  if (!versions.includes(version)) throw notFound();
  const grant = parts.oauth.grantOf(request);
  if (!grant) return errorAnswer(refused(401, 'INVALID_SESSION_ID', 'Session expired or invalid'));
  // The journal stands for a stream, which does not count as API requests.
  const isStream = path[0] === 'event-journal';
  const { quotas } = parts.org.world.faults.of('salesforce');
  if (!isStream && !parts.limit.take(parts.org.now(), quotas)) throw refused(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
  const { method, query, headers, body } = request;
  const call: Call = { method, query, headers, body, path, version, grant, writer: writerOf(parts.org, grant, headers, version) };
  return withUsage(parts, await dispatch(parts, call));
}

const withUsage = (parts: Parts, response: SimulatedResponse): SimulatedResponse => ({
  ...response,
  headers: { ...response.headers, 'sforce-limit-info': parts.limit.header },
});

const dispatch: Handler = (parts, call) => {
  const [resource, second] = call.path;
  switch (resource) {
    case undefined:
      return ok(
        Object.fromEntries(
          ['sobjects', 'query', 'queryAll', 'composite', 'limits', 'event-journal'].map((name) => [name, `/services/data/v${call.version}/${name}`]),
        ),
      );
    case 'limits':
      return ok(parts.limit.body());
    case 'sobjects':
      return rowsApi(parts, call);
    case 'query':
    case 'queryAll':
      return queryApi(parts, call);
    case 'composite':
      return second === 'sobjects' ? collectionsApi(parts, call) : second === undefined ? compositeApi(dispatch)(parts, call) : Promise.reject(notFound());
    case 'event-journal':
      return eventJournalApi(parts, call);
    default:
      throw notFound();
  }
};

function recordLists(org: Org): RecordList[] {
  const list = (object: string, title: string, columns: readonly string[]): RecordList => ({
    title,
    columns: ['Id', ...columns],
    rows: newest(org, object).map((row) => [row.id + (row.deleted ? ' (deleted)' : ''), ...columns.map((name) => String(row.values[name] ?? ''))]),
  });
  return [
    list('Opportunity', 'Opportunities', ['Name', 'StageName', 'Amount', 'CurrencyIsoCode', 'CloseDate']),
    list('Account', 'Accounts', ['Name', 'BillingCountry', 'Website']),
    list('Contact', 'Contacts', ['Name', 'Email']),
  ];
}

function newest(org: Org, object: string): Row[] {
  return [...org.store(object).all()].slice(-50).toReversed();
}
