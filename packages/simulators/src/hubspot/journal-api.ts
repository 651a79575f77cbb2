import { createHash } from 'node:crypto';
import type { SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import { textOf, textsOf } from '../crm/answers.ts';
import { bodyOf, listIn, noContent, ok, wholeIn } from './api.ts';
import type { Call, Handler, Parts } from './api.ts';
import { invalid, notFound, Refused } from './errors.ts';
import { offsetNumber, offsetOf } from './portal-events.ts';
import type { JournalSubscription } from './portal-events.ts';
import { appId, portalId } from './portal.ts';
import { kindNamed } from './schema.ts';

const scope = {
  read: 'developer.webhooks_journal.read',
  list: 'developer.webhooks_journal.subscriptions.read',
  write: 'developer.webhooks_journal.subscriptions.write',
} as const;
const actions = ['CREATE', 'UPDATE', 'DELETE', 'MERGE', 'RESTORE'];

function needs(call: Call, wanted: string): void {
  if (!call.grant.scopes.includes(wanted))
    throw new Refused(403, 'MISSING_SCOPES', "This app hasn't been granted all required scopes to make this call.", {
      context: { requiredGranularScopes: [wanted] },
    });
}

/** `webhooks-journal/{journal|journal-local|subscriptions}/{version}/…`: the app reads the journal with a token of its own. */
export const journalApi: Handler = (parts, call) => {
  const [area, version, ...rest] = call.path;
  if (!/^20\d\d-\d\d$/.test(version ?? '')) throw notFound();
  if (area === 'subscriptions') return subscriptions(parts, call, rest);
  if ((area !== 'journal' && area !== 'journal-local') || call.method !== 'GET') throw notFound();
  needs(call, scope.read);
  parts.events.seal();
  const { journal } = parts.events;
  journal.expire(parts.portal.now());
  const [first, second, third, fourth] = rest;
  if (first === 'earliest') return one(parts, call, journal.floor);
  if (first === 'latest') return one(parts, call, Math.max(journal.floor, journal.last - 1));
  if (first === 'offset' && third === 'next') return one(parts, call, positionOf(parts, second));
  if (first !== 'batch') throw notFound();
  const count = wholeIn(third === 'next' ? fourth : third, 'count', 10, 100);
  const from = second === 'earliest' ? journal.floor : second === 'latest' ? Math.max(journal.floor, journal.last - count) : positionOf(parts, second);
  const at = new Date(parts.portal.now()).toISOString();
  return ok({ status: 'COMPLETE', startedAt: at, completedAt: at, results: journal.after(from, count).map((entry) => fetched(parts, call, entry.number)) });
};

/** The file after this one; nothing: 204. */
function one(parts: Parts, call: Call, from: number): SimulatedResponse {
  const [entry] = parts.events.journal.after(from, 1);
  return entry ? ok(fetched(parts, call, entry.number)) : noContent;
}

function fetched(parts: Parts, call: Call, number: number): object {
  const offset = offsetOf(number);
  const [entry] = parts.events.journal.after(number - 1, 1);
  return {
    url: `${call.base}/journal-files/${offset}?signature=${signatureOf(offset)}`,
    expiresAt: entry ? parts.events.expires(entry) : '',
    currentOffset: offset,
  };
}

function positionOf(parts: Parts, offset: string | undefined): number {
  const number = offsetNumber(offset ?? '');
  if (number === undefined || !parts.events.journal.continues(number)) throw notFound('The offset does not exist, or it has expired');
  return number;
}

/** The address of a file is the permission to read it, as with a pre-signed one. */
const signatureOf = (offset: string): string => createHash('sha256').update(`journal-file ${offset}`).digest('hex').slice(0, 32);

/** Undefined: not its path. */
export function journalFile(parts: Parts, request: SimulatedRequest): SimulatedResponse | undefined {
  const [, offset] = /^\/journal-files\/([\w-]+)$/.exec(request.path) ?? [];
  if (offset === undefined || request.method !== 'GET') return undefined;
  const number = offsetNumber(offset);
  const [entry] = number === undefined || !parts.events.journal.continues(number - 1) ? [] : parts.events.journal.after(number - 1, 1);
  if (!entry || request.query.get('signature') !== signatureOf(offset))
    return { status: 403, body: { status: 'error', message: 'The address of the file is not valid any more', category: 'FORBIDDEN' } };
  return ok(parts.events.fileBody(entry));
}

function subscriptions(parts: Parts, call: Call, rest: readonly string[]): SimulatedResponse {
  const [id] = rest;
  needs(call, call.method === 'GET' ? scope.list : scope.write);
  const { events } = parts;
  if (id === undefined && call.method === 'GET') return ok({ results: events.subscriptions.map(subscriptionShown) });
  if (id === undefined && call.method === 'POST') return ok(subscriptionShown(subscribed(parts, call)));
  const known = events.subscriptions.find((one) => String(one.id) === id);
  if (!known) throw notFound();
  if (call.method === 'GET') return ok(subscriptionShown(known));
  if (call.method !== 'DELETE') throw notFound();
  events.subscriptions = events.subscriptions.filter((one) => one !== known);
  return noContent;
}

function subscribed(parts: Parts, call: Call): JournalSubscription {
  const body = bodyOf(call);
  const typeId = textOf(body['objectTypeId']) ?? '';
  if (body['subscriptionType'] !== 'OBJECT') throw invalid('Only subscriptions of type OBJECT are simulated');
  if (Number(body['portalId']) !== portalId) throw invalid(`The app is not installed in portal ${textOf(body['portalId']) ?? ''}`);
  if (!kindNamed(typeId)) throw invalid(`objectTypeId ${typeId} does not exist`);
  const wanted = textsOf(body['actions']);
  if (wanted.length === 0 || wanted.some((action) => !actions.includes(action))) throw invalid(`actions must be some of ${actions.join(', ')}`);
  const made: JournalSubscription = {
    id: parts.portal.world.ids.next('hubspot-subscription'),
    objectTypeId: typeId,
    actions: wanted,
    properties: textsOf(body['properties']),
    objectIds: listIn(body, 'objectIds').map(Number),
    at: parts.portal.now(),
  };
  parts.events.subscriptions = [...parts.events.subscriptions, made];
  return made;
}

const subscriptionShown = ({ at, ...one }: JournalSubscription): object => ({
  ...one,
  subscriptionType: 'OBJECT',
  appId,
  portalId,
  createdAt: new Date(at).toISOString(),
  updatedAt: new Date(at).toISOString(),
});
