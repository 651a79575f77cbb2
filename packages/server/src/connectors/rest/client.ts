import { OutsideError, type Access, type OutsideFailure } from '../../platform/outside/index.ts';
import { callCrm, cut, isObject, retryAfterMs, type CrmAnswer, type Json } from '../crm/call.ts';
import type { Definition, Means, Operation } from './definition.ts';
import { at, filled, filledText, type Named } from './template.ts';

const failures: Readonly<Record<Means, OutsideFailure>> = {
  auth: 'auth',
  permission: 'permission',
  stale: 'conflict',
  gone: 'gone',
  locked: 'locked',
  later: 'unavailable',
  refused: 'invalid',
};

export function createRest(access: Access, definition: Definition) {
  const base = access.baseUrl ?? '';
  if (base === '') throw new OutsideError('auth', 'This connection needs the address where the system answers. Enter it.');

  async function call(operation: Operation, named: Named): Promise<CrmAnswer> {
    for (let renewed = false; ; renewed = true) {
      const headers = {
        ...(await authHeaders(renewed)),
        ...Object.fromEntries(Object.entries(operation.headers).map(([name, value]) => [name, filledText(value, named, oneLine)])),
      };
      const answer = await send(operation, named, headers);
      const error = errorIn(answer);
      if (error === null) return answer;
      if (error.failure === 'auth' && definition.auth.style === 'login' && !renewed) continue;
      const body = operation.body === undefined ? null : filled(operation.body, named);
      throw new OutsideError(error.failure, error.sentence, {
        ...(error.failure === 'throttled' ? { retryAfterMs: retryAfterMs(answer.headers, access.now()) ?? 2_000 } : {}),
        exchange: { request: cut({ method: operation.method, path: operation.path, body }), response: cut({ status: answer.status, body: answer.body }) },
      });
    }
  }
  const send = (operation: Operation, named: Named, headers: Readonly<Record<string, string>>): Promise<CrmAnswer> =>
    callCrm(access, 'The system', {
      method: operation.method,
      url: `${base}${filledText(operation.path, named, encodeURIComponent)}`,
      headers,
      ...(operation.body === undefined ? {} : { json: filled(operation.body, named) }),
    });

  async function authHeaders(renew: boolean): Promise<Readonly<Record<string, string>>> {
    const { user = '', secret = '' } = access.credentials;
    const { auth } = definition;
    switch (auth.style) {
      case 'none':
        return {};
      case 'bearer':
        return { authorization: `Bearer ${secret}` };
      case 'basic':
        return { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` };
      case 'header':
        return { [auth.header.toLowerCase()]: `${auth.prefix}${secret}` };
      case 'login': {
        const kept = access.tokens.get('login');
        if (kept && !renew && kept.until > access.now().getTime()) return { [auth.header.toLowerCase()]: kept.value };
        const answer = await send(auth.request, { user, secret }, auth.request.headers);
        const refused = errorIn(answer);
        if (refused?.failure === 'unavailable' || refused?.failure === 'throttled')
          throw new OutsideError('unavailable', 'The system could not let us in at this moment. It is tried again.');
        const names = [...auth.token.matchAll(/\$\{answer(\/[^}]*)\}/g)].map((match): [string, Json | undefined] => [
          `answer${match[1] ?? ''}`,
          at(answer.body, match[1] ?? ''),
        ]);
        if (refused !== null || names.some(([, value]) => value === undefined || value === null))
          throw new OutsideError('auth', 'The system does not let us in. Enter the user and the secret anew.');
        const token = filledText(auth.token, { user, secret, ...Object.fromEntries(names) }, String);
        const value = `${auth.prefix}${auth.base64 ? Buffer.from(token).toString('base64') : token}`;
        access.tokens.set('login', { value, until: access.now().getTime() + auth.minutes * 60_000 });
        return { [auth.header.toLowerCase()]: value };
      }
    }
  }

  function errorIn(answer: CrmAnswer): { readonly failure: OutsideFailure; readonly sentence: string } | null {
    const inside = definition.style === 'jsonrpc' && isObject(answer.body) ? answer.body['error'] : undefined;
    const told = inside !== undefined && inside !== null;
    if (answer.status < 400 && !told) return null;
    const text = JSON.stringify(told ? inside : answer.body) ?? '';
    const meant = definition.errors.find((each) => text.includes(each.contains))?.means;
    const failure = meant ? failures[meant] : answer.status < 400 ? 'invalid' : byStatus(answer.status);
    return { failure, sentence: sentences[failure] ?? `The system refused it: ${said(told ? (inside ?? null) : answer.body)}` };
  }
  return { call };
}
export type Rest = ReturnType<typeof createRest>;

const sentences: Partial<Record<OutsideFailure, string>> = {
  auth: 'The system does not let us in any more. Enter the credentials anew.',
  throttled: 'The system takes no more requests at this moment. It is tried again.',
  unavailable: 'The system could not answer at this moment. It is tried again.',
};

function byStatus(status: number): OutsideFailure {
  if (status === 401) return 'auth';
  if (status === 403) return 'permission';
  if (status === 404 || status === 410) return 'gone';
  if (status === 409 || status === 412) return 'conflict';
  if (status === 423) return 'locked';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'unavailable' : 'invalid';
}

/** The texts of an error, whatever its shape, without the trace that some add. */
function said(body: Json): string {
  const texts: string[] = [];
  const look = (value: Json | undefined): void => {
    if (typeof value === 'string' && value !== '' && !value.includes('Traceback')) texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  look(body);
  return texts.slice(0, 4).join(' · ').slice(0, 500) || 'without a reason';
}
const oneLine = (text: string): string => text.replaceAll(/[\r\n]/g, ' ');
