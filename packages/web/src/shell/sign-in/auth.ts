import type { StartAuthenticationOpts } from '@simplewebauthn/browser';
import { authCall, type Outcome } from './auth-call.ts';
import { nextPage } from './next-page.ts';

/** Where a link from the mail that no longer works comes back to. */
const signInPage = (next: string | undefined): string => (next === undefined ? '/sign-in' : `/sign-in?next=${encodeURIComponent(nextPage(next))}`);

export const signInWithPassword = (email: string, password: string): Promise<Outcome<{ twoFactorRedirect?: boolean } | null>> =>
  authCall('/sign-in/email', { email, password }, 'signIn.error.credentials');

export const requestLink = (email: string, next: string | undefined): Promise<Outcome<unknown>> =>
  authCall('/sign-in/magic-link', { email, callbackURL: nextPage(next), errorCallbackURL: signInPage(next) }, 'signIn.error.refused');

export const requestReset = (email: string): Promise<Outcome<unknown>> => authCall('/request-password-reset', { email }, 'signIn.error.refused');

export const resetPassword = (token: string, newPassword: string): Promise<Outcome<unknown>> =>
  authCall('/reset-password', { token, newPassword }, 'signIn.error.refused');

/** The library answers whether a link still works by where it sends the browser; asking does not use the link up. */
export async function resetLinkWorks(token: string): Promise<boolean> {
  const answer = await fetch(`/api/auth/reset-password/${encodeURIComponent(token)}?callbackURL=%2Freset-password`, {
    credentials: 'same-origin',
    headers: { accept: 'text/html' },
  });
  if (!answer.ok) throw new TypeError('the link could not be checked');
  return !new URL(answer.url).searchParams.has('error');
}

export function verifySecondFactor(way: 'app' | 'backup', code: string, trustDevice: boolean): Promise<Outcome<unknown>> {
  return way === 'app'
    ? authCall('/two-factor/verify-totp', { code: code.replaceAll(/\D/g, ''), trustDevice }, 'signIn.error.code')
    : authCall('/two-factor/verify-backup-code', { code: backupCodeOf(code), trustDevice }, 'signIn.error.backup');
}

/** Codes are shown as five and five; the dash may be left out when typing. */
export function backupCodeOf(typed: string): string {
  const plain = typed.replaceAll(/[^0-9a-z]/gi, '');
  return `${plain.slice(0, 5)}-${plain.slice(5)}`;
}

type AuthenticationOptions = StartAuthenticationOpts['optionsJSON'];

export const passkeysPossible = (): boolean => 'PublicKeyCredential' in globalThis;

export async function signInWithPasskey(): Promise<Outcome<unknown>> {
  const asked = await authCall<AuthenticationOptions>('/passkey/generate-authenticate-options', undefined, 'signIn.error.passkey');
  if (!asked.ok) return asked;
  try {
    const { startAuthentication } = await import('@simplewebauthn/browser');
    const response = await startAuthentication({ optionsJSON: asked.data });
    return await authCall('/passkey/verify-authentication', { response }, 'signIn.error.passkey');
  } catch (error) {
    return { ok: false, code: 'PASSKEY', refusal: { id: isWrongPlace(error) ? 'signIn.error.passkeyPlace' : 'signIn.error.passkey' } };
  }
}

/** The browser refuses when the page is not at the address that passkeys are bound to. */
export const isWrongPlace = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'SecurityError' || ('code' in error && ['ERROR_INVALID_DOMAIN', 'ERROR_INVALID_RP_ID'].includes(String(error.code))));
