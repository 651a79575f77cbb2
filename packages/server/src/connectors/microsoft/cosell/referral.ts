import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { call, callOrNull, type Answered } from '../client.ts';
import { isFields, listAt, textAt, type Fields } from '../values.ts';
import { patchOf } from './patch.ts';

const PATH = '/v1.0/engagements/referrals';
export const SELLERS_CONSENT = ['consent', 'consentToShareReferralWithMicrosoftSellers'] as const;

export type Referral = {
  readonly id: string;
  readonly eTag: string;
  readonly updatedAt: string;
  readonly createdAt: string;
  readonly engagementId: string | null;
  readonly key: string | null;
  readonly document: Fields;
};

export function referralOf(document: unknown, eTag?: string): Referral {
  const id = textAt(document, ['id']);
  const tag = textAt(document, ['eTag']) ?? eTag;
  const updatedAt = textAt(document, ['updatedDateTime']);
  if (!isFields(document) || id === null || tag === undefined || updatedAt === null)
    throw new OutsideError('protocol', 'Microsoft answered a referral without its id, version or time.');
  return {
    id,
    eTag: tag,
    updatedAt,
    createdAt: textAt(document, ['createdDateTime']) ?? updatedAt,
    engagementId: textAt(document, ['engagementId']),
    key: textAt(document, ['externalReferenceId']),
    document,
  };
}
const answeredOf = ({ body, headers }: Answered): Referral => referralOf(body, headers['etag']);

export async function getReferral(access: Access, id: string): Promise<Referral | null> {
  const answer = await callOrNull(access, 'partner', { method: 'GET', path: `${PATH}/${encodeURIComponent(id)}` });
  return answer === null ? null : answeredOf(answer);
}

export const createReferral = async (access: Access, document: Fields): Promise<Referral> =>
  answeredOf(await call(access, 'partner', { method: 'POST', path: PATH, body: document }));

/** Writes the difference on the version that was read. Gives what stands there then, without another request when nothing differs. */
export async function changeReferral(access: Access, before: Referral, after: Fields): Promise<Referral> {
  const patch = patchOf(before.document, after);
  if (patch.length === 0) return before;
  const answer = await call(access, 'partner', {
    method: 'PATCH',
    path: `${PATH}/${encodeURIComponent(before.id)}`,
    headers: { 'if-match': before.eTag, prefer: 'return=representation' },
    body: patch,
  });
  if (answer.status !== 204) return answeredOf(answer);
  const now = await getReferral(access, before.id);
  if (now === null) throw new OutsideError('protocol', 'Microsoft took the change and does not show the referral.');
  return now;
}

export type Listing = { readonly filter?: string; readonly orderBy: string; readonly top?: number };
/** Page after page, in the order asked for, as long as the caller wants more. */
export async function* listReferrals(access: Access, { filter, orderBy, top }: Listing): AsyncGenerator<Referral> {
  let path: string | null = PATH;
  let query: Readonly<Record<string, string>> | undefined = {
    ...(filter === undefined ? {} : { $filter: filter }),
    $orderby: orderBy,
    ...(top === undefined ? {} : { $top: String(top) }),
  };
  while (path !== null) {
    const { body }: Answered = await call(access, 'partner', { method: 'GET', path, ...(query === undefined ? {} : { query }) });
    for (const each of listAt(body, ['value'])) yield referralOf(each);
    path = textAt(body, ['@odata.nextLink']);
    query = undefined;
  }
}
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Those that carry our key: a draft, and the co-sell referral it went on as. The one Microsoft shares comes first. */
export async function referralsByKey(access: Access, key: string): Promise<Referral[]> {
  const found: Referral[] = [];
  for await (const each of listReferrals(access, { filter: `externalReferenceId eq ${quoted(key)}`, orderBy: 'createdDateTime asc' }))
    if (each.key === key) found.push(each);
  return found.toSorted((a, b) => Number(b.document['type'] === 'Shared') - Number(a.document['type'] === 'Shared'));
}

const CONTINUED = 'Continued as referral ';
/** A kind cannot be changed: a draft that becomes co-sell goes on as another referral, and says so. */
export const continuedAs = (id: string): string => `${CONTINUED}${id}`;
export function continuation(referral: Referral): string | null {
  const reason = textAt(referral.document, ['statusReason']);
  return referral.document['status'] === 'Closed' && reason?.startsWith(CONTINUED) === true ? reason.slice(CONTINUED.length) : null;
}
