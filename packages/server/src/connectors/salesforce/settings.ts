import { z } from 'zod';
import type { FormField } from '../../modules/sync/index.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';

/** One release a year is plenty; Salesforce keeps a version for years. */
const PINNED = '66.0';
export const flows = ['client_credentials', 'jwt', 'refresh_token'] as const;

const shape = z.object({
  flow: z.enum(flows).default('client_credentials'),
  apiVersion: z
    .string()
    .regex(/^\d{2,3}\.0$/)
    .default(PINNED),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('USD'),
});
export type SalesforceSettings = z.infer<typeof shape>;

export function salesforceSettings(access: Access): SalesforceSettings {
  const given = Object.fromEntries(Object.entries(access.settings).filter(([, value]) => value !== null && value !== ''));
  const read = shape.safeParse(given);
  if (read.success) return read.data;
  throw new OutsideError('auth', 'The settings of this connection are not complete: the API version is like 66.0, the currency like EUR.');
}

export const settingFields: readonly FormField[] = [
  {
    key: 'flow',
    label: 'Way of signing in',
    kind: 'choice',
    required: false,
    choices: flows,
    help: 'client_credentials when nothing is chosen. jwt needs a certificate at the connected app, refresh_token a person who agreed once.',
  },
  {
    key: 'apiVersion',
    label: 'API version',
    kind: 'text',
    required: false,
    help: `Pinned, and ${PINNED} when empty. Testing the connection tells when the org does not speak it any more.`,
  },
  { key: 'currency', label: 'Currency of the org', kind: 'text', required: false, help: 'Used where the org has one currency only; USD when empty.' },
];
export const credentialFields: readonly FormField[] = [
  { key: 'clientId', label: 'Consumer key', kind: 'text', required: true, help: 'Of the connected app that stands for us.' },
  { key: 'clientSecret', label: 'Consumer secret', kind: 'secret', required: false, help: 'For client_credentials and refresh_token.' },
  { key: 'username', label: 'Integration user', kind: 'text', required: false, help: 'For jwt: the user name that the app acts for.' },
  { key: 'privateKey', label: 'Private key', kind: 'long_secret', required: false, help: 'For jwt: PEM, of the certificate that the app knows.' },
  { key: 'refreshToken', label: 'Refresh token', kind: 'secret', required: false, help: 'For refresh_token.' },
];

/** Where one signs in. A sandbox has a host of its own. */
export const loginUrl = (access: Access): string =>
  access.baseUrl ?? (access.environment === 'sandbox' ? 'https://test.salesforce.com' : 'https://login.salesforce.com');
