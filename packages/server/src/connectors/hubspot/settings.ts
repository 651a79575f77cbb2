import { z } from 'zod';
import type { FormField } from '../../modules/sync/index.ts';
import { OutsideError, type Access } from '../../platform/outside/index.ts';

/** HubSpot's versions are dated, fixed, and kept for eighteen months at least. */
const PINNED = '2026-03';
const shape = z.object({
  apiVersion: z
    .string()
    .regex(/^(?:20\d\d-\d\d|v3)$/)
    .default(PINNED),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('USD'),
  eventUrl: z.string().default(''),
});
export type HubspotSettings = z.infer<typeof shape>;

export function hubspotSettings(access: Access): HubspotSettings {
  const given = Object.fromEntries(Object.entries(access.settings).filter(([, value]) => value !== null && value !== ''));
  const read = shape.safeParse(given);
  if (read.success) return read.data;
  throw new OutsideError('auth', 'The settings of this connection are not complete: the API version is like 2026-03, the currency like EUR.');
}

export const settingFields: readonly FormField[] = [
  { key: 'apiVersion', label: 'API version', kind: 'text', required: false, help: `Like ${PINNED}, which is used when this is empty; v3 for the older paths.` },
  { key: 'currency', label: 'Currency of the account', kind: 'text', required: false, help: 'For amounts of records that name no currency; USD when empty.' },
  {
    key: 'eventUrl',
    label: 'Address of our webhook',
    kind: 'url',
    required: false,
    help: 'As HubSpot calls it, where a proxy between changes it: HubSpot signs the address too.',
  },
];
export const credentialFields: readonly FormField[] = [
  { key: 'accessToken', label: 'Access token of a private app', kind: 'secret', required: false, help: 'Either this, or the three below.' },
  { key: 'clientId', label: 'Client id', kind: 'text', required: false, help: 'Of an app that was installed by OAuth.' },
  { key: 'clientSecret', label: 'Client secret', kind: 'secret', required: false, help: 'HubSpot signs its webhooks with it too.' },
  { key: 'refreshToken', label: 'Refresh token', kind: 'secret', required: false, help: 'From installing the app.' },
];
export const baseOf = (access: Access): string => access.baseUrl ?? 'https://api.hubapi.com';

/** Dated versions come after the resource, the older ones before it; associations of the older ones are v4. */
export function pathOf(version: string, resource: string, rest: string): string {
  if (!version.startsWith('v')) return `/crm/${resource}/${version}${rest}`;
  return `/crm/${resource === 'associations' ? 'v4' : version}/${resource}${rest}`;
}
