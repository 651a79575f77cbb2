import type { SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import { callerOf, partnerAudiences } from './identity.ts';
import { applyPatch } from './json-patch.ts';
import { instant, isRecord, parsed, textAt } from './kit/json.ts';
import type { Json } from './kit/json.ts';
import { guid } from './kit/keys.ts';
import type { Route } from './kit/routes.ts';
import { route } from './kit/routes.ts';
import type { Microsoft, Organisation, Referral } from './model.ts';
import { lag, now } from './model.ts';
import { referralEvent } from './notifications.ts';
import { BadQuery, count, filterOf, lowerFirst, sorterOf } from './odata.ts';
import { changeTrouble, isStatus, normalised, substatuses, troubleOf } from './referral-rules.ts';
import type { Trouble } from './referral-rules.ts';
import { partnerError } from './refusals.ts';

const path = '/v1.0/engagements/referrals';
const pageSize = 100;

export function referralRoutes(ms: Microsoft): readonly Route[] {
  const caller = (request: SimulatedRequest): Organisation => callerOf(ms, request, partnerAudiences, partnerError, true);
  return [
    route('GET', path, (request) => list(ms, caller(request), request)),
    route('POST', path, (request) => create(ms, caller(request), request)),
    route('GET', `${path}/:id`, (request, { id = '' }) => {
      const referral = ms.referrals.seen(id, lag(ms));
      if (referral === undefined || referral.organizationId !== caller(request).tenant) throw notFound(id);
      return { status: 200, headers: { etag: referral.eTag }, body: shown(ms, referral) };
    }),
    route('PATCH', `${path}/:id`, (request, { id = '' }) => patch(ms, own(ms, caller(request), id), request)),
    route('PUT', `${path}/:id`, (request, { id = '' }) => replace(ms, own(ms, caller(request), id), request)),
  ];
}

const notFound = (id: string) => partnerError(404, 'itemNotFound', `The referral '${id}' was not found.`);
const invalid = ({ target, message }: Trouble) => partnerError(400, 'invalidRequest', message, target);

function own(ms: Microsoft, caller: Organisation, id: string): Referral {
  const referral = ms.referrals.get(id);
  if (referral === undefined || referral.organizationId !== caller.tenant) throw notFound(id);
  return referral;
}

export function shown(ms: Microsoft, referral: Referral): Json {
  const uri = `${ms.base}${path}`;
  return {
    ...referral,
    links: {
      relatedReferrals: { uri: `${uri}?$filter=engagementId eq '${referral.engagementId}'`, method: 'GET' },
      self: { uri: `${uri}/${referral.id}`, method: 'GET' },
    },
  };
}

function bodyOf(request: SimulatedRequest): Json {
  const body = normalised(parsed(request.body));
  if (!isRecord(body)) throw partnerError(400, 'invalidRequest', 'The body is not a JSON object.', 'body');
  return body;
}

function create(ms: Microsoft, caller: Organisation, request: SimulatedRequest): SimulatedResponse {
  const given = bodyOf(request);
  const trouble = troubleOf(given, ms.taxonomy);
  if (trouble !== null) throw invalid(trouble);
  const shared = given.type === 'Shared';
  const status = given.status ?? (shared ? 'New' : 'Active');
  if (!isStatus(status)) throw invalid({ target: 'status', message: 'The status is New, Active or Closed.' });
  const substatus = given.substatus ?? substatuses[status][0];
  if (typeof substatus !== 'string' || !substatuses[status].includes(substatus)) {
    throw invalid({ target: 'substatus', message: `The substatus of ${status} is one of ${substatuses[status].join(', ')}.` });
  }
  if (shared && (status !== 'New' || substatus !== 'Pending')) {
    throw invalid({ target: 'status', message: 'A shared referral begins as New/Pending: Microsoft accepts it.' });
  }
  if (!shared && (substatus === 'Received' || substatus === 'Declined' || substatus === 'Expired')) {
    throw invalid({ target: 'substatus', message: `A referral of your own cannot begin as ${status}/${substatus}.` });
  }
  const engagementId = textAt(given, 'engagementId');
  if (engagementId !== '' && !ms.referrals.all().some((one) => one.engagementId === engagementId && one.organizationId === caller.tenant)) {
    throw invalid({ target: 'engagementId', message: `The engagement '${engagementId}' was not found.` });
  }
  const referral = newReferral(ms, caller, { ...given, status, substatus, engagementId }, 'Outgoing');
  referralEvent(ms, 'referral-created', referral);
  return { status: 201, headers: { etag: referral.eTag, location: `${ms.base}${path}/${referral.id}` }, body: shown(ms, referral) };
}

export function newReferral(ms: Microsoft, organisation: Organisation, given: Json, direction: Referral['direction']): Referral {
  const moment = now(ms);
  const status = isStatus(given.status) ? given.status : 'New';
  const engagementId = textAt(given, 'engagementId');
  const referral: Referral = {
    externalReferenceId: null,
    statusReason: null,
    qualification: 'None',
    team: [],
    target: [],
    inviteContext: {
      notes: null,
      assistanceRequestCode: 'Unknown',
      invitedMpnId: null,
      invitedBy: { organizationId: organisation.tenant, organizationName: organisation.name },
    },
    referralSource: null,
    callToAction: null,
    ...given,
    id: guid(ms.world.ids, 'referral'),
    engagementId: engagementId === '' ? guid(ms.world.ids, 'engagement') : engagementId,
    organizationId: organisation.tenant,
    organizationName: organisation.name,
    mpnId: organisation.mpnId,
    type: given.type === 'Shared' ? 'Shared' : 'Independent',
    direction,
    status,
    substatus: textAt(given, 'substatus'),
    details: numericDealValue(given.details),
    createdDateTime: moment,
    updatedDateTime: moment,
    expirationDateTime: typeof given.expirationDateTime === 'string' && instant(given.expirationDateTime) !== undefined ? given.expirationDateTime : null,
    acceptedDateTime: status === 'New' ? null : moment,
    closedDateTime: status === 'Closed' ? moment : null,
    trackingInfo: { microsoftMsxId: null },
    eTag: newETag(ms),
  };
  return ms.referrals.put(referral.id, referral);
}

const numericDealValue = (details: unknown): unknown => (isRecord(details) ? { ...details, dealValue: Number(details.dealValue) } : details);
const newETag = (ms: Microsoft): string => `"${guid(ms.world.ids, 'microsoft-etag')}"`;

/** Keeps a change, with what follows from it; the acts of the other side come this way too. */
export function keep(ms: Microsoft, before: Referral, after: Json): Referral {
  const moment = now(ms);
  const status = isStatus(after.status) ? after.status : before.status;
  const referral: Referral = {
    ...before,
    ...after,
    id: before.id,
    engagementId: before.engagementId,
    organizationId: before.organizationId,
    type: before.type,
    direction: before.direction,
    createdDateTime: before.createdDateTime,
    status,
    substatus: textAt(after, 'substatus'),
    details: numericDealValue(after.details),
    updatedDateTime: moment,
    acceptedDateTime: before.acceptedDateTime ?? (status === 'Active' ? moment : null),
    closedDateTime: before.closedDateTime ?? (status === 'Closed' ? moment : null),
    eTag: newETag(ms),
  };
  ms.referrals.put(referral.id, referral);
  referralEvent(ms, 'referral-updated', referral);
  return referral;
}

function requireMatch(request: SimulatedRequest, referral: Referral): void {
  const wanted = request.headers['if-match'];
  if (wanted === undefined || wanted === '*') return;
  const plain = (tag: string): string => tag.trim().replace(/^W\//, '').replaceAll('"', '').replaceAll('\\', '');
  if (plain(wanted) !== plain(referral.eTag)) {
    throw partnerError(412, 'preconditionFailed', 'The referral was changed since it was last read.', 'referral', {
      code: 'resourceModified',
      message: 'The eTag does not match.',
    });
  }
}

function changed(ms: Microsoft, before: Referral, after: Json): Referral {
  const trouble = changeTrouble(before, after) ?? (before.status === 'Closed' ? null : troubleOf(after, ms.taxonomy));
  if (trouble !== null) throw invalid(trouble);
  return keep(ms, before, after);
}

function patch(ms: Microsoft, before: Referral, request: SimulatedRequest): SimulatedResponse {
  requireMatch(request, before);
  const outcome = applyPatch(before, parsed(request.body));
  if (!outcome.ok) throw partnerError(400, 'invalidRequest', outcome.message, 'patch');
  const referral = changed(ms, before, outcome.document);
  return /return=representation/i.test(request.headers.prefer ?? '')
    ? { status: 200, headers: { etag: referral.eTag, 'preference-applied': 'return=representation' }, body: shown(ms, referral) }
    : { status: 204, headers: { etag: referral.eTag } };
}

function replace(ms: Microsoft, before: Referral, request: SimulatedRequest): SimulatedResponse {
  if (request.headers['if-match'] === undefined) throw partnerError(400, 'invalidRequest', 'The If-Match header is required.', 'If-Match');
  requireMatch(request, before);
  const { links: _, ...given } = bodyOf(request);
  // What a client cannot change it may leave out; what it leaves out of the rest is emptied, since this replaces.
  const readOnly = ['organizationId', 'organizationName', 'direction', 'createdDateTime', 'updatedDateTime', 'expirationDateTime'];
  const kept = Object.fromEntries(
    [...readOnly, 'acceptedDateTime', 'closedDateTime', 'trackingInfo', 'engagementId', 'id', 'type', 'eTag', 'mpnId'].map((name) => [name, before[name]]),
  );
  const emptied = Object.fromEntries(Object.keys(before).map((name) => [name, null]));
  const referral = changed(ms, before, { ...emptied, ...kept, status: before.status, substatus: before.substatus, ...given });
  return { status: 200, headers: { etag: referral.eTag }, body: shown(ms, referral) };
}

function list(ms: Microsoft, caller: Organisation, request: SimulatedRequest): SimulatedResponse {
  const { query } = request;
  const known = ['$filter', '$orderby', '$select', '$top', '$skip', '$count', '$skiptoken', '$expand'];
  try {
    const unknown = [...query.keys()].find((name) => name.startsWith('$') && !known.includes(name));
    if (unknown !== undefined) throw new BadQuery(`The query option '${unknown}' is not supported.`);
    const filter = query.get('$filter');
    const test = filter === null ? () => true : filterOf(filter);
    const sorter = sorterOf(query.get('$orderby') ?? 'createdDateTime desc');
    const all = ms.referrals
      .allSeen(lag(ms))
      .filter((referral) => referral.organizationId === caller.tenant && test(referral))
      .toSorted((a, b) => sorter(a, b) || (a.id < b.id ? -1 : 1));
    const from = skipped(query.get('$skiptoken')) ?? count(query.get('$skip'), '$skip', 1_000_000) ?? 0;
    const wanted = count(query.get('$top'), '$top', 1_000_000);
    const page = all.slice(from, from + Math.min(pageSize, wanted ?? pageSize));
    const reached = from + page.length;
    const left = wanted === undefined ? all.length - reached : Math.min(all.length - reached, wanted - page.length);
    const select = query
      .get('$select')
      ?.split(',')
      .map((name) => lowerFirst(name.trim()));
    const rows = page.map((referral) => {
      const row = shown(ms, referral);
      return select === undefined ? row : Object.fromEntries(Object.entries(row).filter(([name]) => select.includes(name)));
    });
    const next = new URLSearchParams(query);
    next.delete('$skip');
    next.set('$skiptoken', Buffer.from(String(reached)).toString('base64url'));
    if (wanted !== undefined) next.set('$top', String(wanted - page.length));
    return {
      status: 200,
      body: {
        '@odata.context': `${ms.base}/v1.0/$metadata#Referrals`,
        ...(query.get('$count') === 'true' ? { '@odata.count': all.length } : {}),
        value: rows,
        ...(left > 0 ? { '@odata.nextLink': `${ms.base}${path}?${next}` } : {}),
      },
    };
  } catch (error) {
    if (error instanceof BadQuery) throw partnerError(400, 'invalidRequest', error.message, 'query');
    throw error;
  }
}

function skipped(token: string | null): number | undefined {
  if (token === null) return undefined;
  const value = Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isSafeInteger(value) || value < 0) throw new BadQuery('The skip token is not valid.');
  return value;
}
