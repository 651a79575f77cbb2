import type { MessageId } from '../../lib/i18n/i18n.ts';

export type Refusal = { id: MessageId; values?: Record<string, string | number> };
/** `mailIsKept`: no server sends the mail that was asked for; somebody has to look into the mailbox of the installation. */
export type Outcome<T> = { ok: true; data: T; mailIsKept: boolean } | { ok: false; code: string; refusal: Refusal };

/** What the sign-in library answers, in our words. */
const refusals: Readonly<Record<string, MessageId>> = {
  INVALID_TWO_FACTOR_COOKIE: 'signIn.error.stepOver',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'signIn.error.codes',
  ACCOUNT_TEMPORARILY_LOCKED: 'signIn.error.locked',
  TOO_MANY_ATTEMPTS: 'signIn.error.address',
  INVALID_CODE: 'signIn.error.code',
  INVALID_BACKUP_CODE: 'signIn.error.backup',
  INVALID_TOKEN: 'signIn.error.link',
  INVALID_PASSWORD: 'account.password.wrong',
  PASSWORD_TOO_SHORT: 'signIn.password.short',
  SESSION_NOT_FRESH: 'account.notFresh',
  PREVIOUSLY_REGISTERED: 'account.passkey.known',
};

/** `after` is how long the server says to wait, in seconds. */
export function refusalOf(status: number, code: string, after: number, otherwise: MessageId): Refusal {
  const known = refusals[code];
  if (known !== undefined) return { id: known };
  if (status === 429) return after > 0 ? { id: 'signIn.error.rateIn', values: { seconds: after } } : { id: 'signIn.error.rate' };
  return { id: status >= 500 ? 'signIn.error.server' : otherwise };
}

/** The `?error=` that a link from a mail comes back with. */
export function refusalOfLink(code: string): Refusal {
  const aboutTheLink = ['INVALID_TOKEN', 'EXPIRED_TOKEN', 'ATTEMPTS_EXCEEDED', 'new_user_signup_disabled', 'user_not_found'];
  if (aboutTheLink.includes(code)) return { id: 'signIn.error.link' };
  // It comes from the address: only what looks like a code is repeated to the reader.
  return /^\w{1,60}$/.test(code) ? { id: 'signIn.error.other', values: { code } } : { id: 'signIn.error.refused' };
}

/** Asks the sign-in library; never throws. `otherwise` is said when it refuses for no particular reason. */
export async function authCall<T>(path: string, body: object | undefined, otherwise: MessageId): Promise<Outcome<T>> {
  let response: Response;
  try {
    response = await fetch(`/api/auth${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      credentials: 'same-origin',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    return { ok: false, code: 'NETWORK', refusal: { id: 'signIn.error.network' } };
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return { ok: true, data: answer as T, mailIsKept: response.headers.get('entente-mail') === 'kept' };
  const code = typeof answer === 'object' && answer !== null && 'code' in answer && typeof answer.code === 'string' ? answer.code : '';
  const after = Number(response.headers.get('x-retry-after') ?? response.headers.get('retry-after') ?? 0);
  return { ok: false, code, refusal: refusalOf(response.status, code, Number.isFinite(after) ? after : 0, otherwise) };
}
