import { fetchJson, ProblemError } from '../../lib/http.ts';
import type { MessageId } from '../../lib/i18n/i18n.ts';

export type Outcome = { kind: 'done' } | { kind: 'code' } | { kind: 'refused'; reason: MessageId };

function refusal(error: unknown, reason: MessageId): Outcome {
  if (!(error instanceof ProblemError)) return { kind: 'refused', reason: 'signIn.error.network' };
  return { kind: 'refused', reason: error.problem.status === 429 ? 'signIn.error.rate' : reason };
}

export async function signInWithPassword(email: string, password: string): Promise<Outcome> {
  try {
    const answer = await fetchJson<{ twoFactorRedirect?: boolean } | null>('/api/auth/sign-in/email', { method: 'POST', body: { email, password } });
    return answer?.twoFactorRedirect === true ? { kind: 'code' } : { kind: 'done' };
  } catch (error) {
    return refusal(error, 'signIn.error.credentials');
  }
}

export async function verifyCode(code: string): Promise<Outcome> {
  try {
    await fetchJson('/api/auth/two-factor/verify-totp', { method: 'POST', body: { code } });
    return { kind: 'done' };
  } catch (error) {
    return refusal(error, 'signIn.error.code');
  }
}

export async function requestLink(email: string, callbackURL: string): Promise<Outcome> {
  try {
    await fetchJson('/api/auth/sign-in/magic-link', { method: 'POST', body: { email, callbackURL } });
    return { kind: 'done' };
  } catch (error) {
    return refusal(error, 'signIn.error.credentials');
  }
}

export async function signInWithPasskey(): Promise<Outcome> {
  try {
    const { startAuthentication } = await import('@simplewebauthn/browser');
    const optionsJSON = await fetchJson<Parameters<typeof startAuthentication>[0]['optionsJSON']>('/api/auth/passkey/generate-authenticate-options');
    const response = await startAuthentication({ optionsJSON });
    await fetchJson('/api/auth/passkey/verify-authentication', { method: 'POST', body: { response } });
    return { kind: 'done' };
  } catch (error) {
    // The browser's own refusal (cancelled, no passkey here) is not a network fault.
    return error instanceof TypeError
      ? { kind: 'refused', reason: 'signIn.error.network' }
      : refusal(error instanceof ProblemError ? error : new ProblemError({ title: '', status: 400 }), 'signIn.error.passkey');
  }
}
