import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { OutsideError, type Access } from '../../platform/outside/index.ts';

const text = z
  .string()
  .trim()
  .nullish()
  .transform((value) => value ?? '');
const settings = z.object({
  partnerId: text,
  providerId: text,
  project: text,
  location: text,
  pushAudience: text,
  pushServiceAccount: text,
});
const serviceAccount = z.object({
  type: z.literal('service_account'),
  client_email: z.string().min(3),
  private_key: z.string().min(1),
  private_key_id: z.string().min(1).optional(),
});

export type GoogleSettings = {
  /** `partners/…`, or null where this connection does not co-sell. */
  readonly partner: string | null;
  readonly provider: string;
  readonly project: string;
  readonly location: string;
  readonly pushAudience: string | null;
  readonly pushServiceAccount: string | null;
};
/** What is read of the file; where tokens are fetched is never taken from it. */
export type ServiceAccount = { readonly email: string; readonly privateKey: string; readonly keyId: string | null };

/** The choices of one connection. The account is its provider, unless another is named. @throws {OutsideError} */
export function googleSettings(access: Pick<Access, 'settings' | 'account'>): GoogleSettings {
  const parsed = settings.safeParse(access.settings);
  if (!parsed.success) throw new OutsideError('auth', 'The settings of this connection cannot be used. Set them again.');
  const { partnerId, providerId, project, location, pushAudience, pushServiceAccount } = parsed.data;
  const provider = (providerId === '' ? access.account : providerId).replace(/^providers\//, '');
  return {
    partner: partnerId === '' ? null : `partners/${partnerId.replace(/^partners\//, '')}`,
    provider,
    project: (project === '' ? provider : project).replace(/^projects\//, ''),
    location: location === '' ? 'global' : location,
    pushAudience: pushAudience === '' ? null : pushAudience,
    pushServiceAccount: pushServiceAccount === '' ? null : pushServiceAccount,
  };
}
export function partnerOf(access: Pick<Access, 'settings' | 'account'>): string {
  const { partner } = googleSettings(access);
  if (partner === null)
    throw new OutsideError('auth', 'This connection names no partner. Enter the partner id of Partner Hub, such as C01234567, in its settings.');
  return partner;
}

const mend = 'Paste the whole JSON file that Google Cloud gave for a key of the service account.';
export function serviceAccountOf(access: Pick<Access, 'credentials'>): ServiceAccount {
  const pasted = access.credentials['serviceAccountJson'] ?? '';
  if (pasted.trim() === '') throw new OutsideError('auth', `The service account of this connection is missing. ${mend}`);
  const parsed = serviceAccount.safeParse(jsonIn(pasted));
  if (!parsed.success) throw new OutsideError('auth', `What was pasted is no key of a service account. ${mend}`);
  const { client_email: email, private_key: privateKey, private_key_id: keyId = null } = parsed.data;
  try {
    if (createPrivateKey(privateKey).asymmetricKeyType !== 'rsa') throw new TypeError('no RSA key');
  } catch {
    // What could not be read is a secret, and stays out of the error.
    throw new OutsideError('auth', `The private key in the service account’s file cannot be read. ${mend}`);
  }
  return { email, privateKey, keyId };
}
function jsonIn(pasted: string): unknown {
  try {
    return JSON.parse(pasted);
  } catch {
    return null;
  }
}
