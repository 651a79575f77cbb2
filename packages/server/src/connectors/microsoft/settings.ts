import { z } from 'zod';
import { OutsideError, type Access } from '../../platform/outside/index.ts';

/** An empty field of a form is no choice. */
const optional = z
  .string()
  .trim()
  .optional()
  .transform((text) => (text === undefined || text === '' ? null : text));
const settings = z.object({
  tenant: z.string().trim().min(1),
  publisherId: optional,
  solutionId: optional,
  partnerRole: optional,
  notificationContact: optional,
  earningsUrl: optional,
});
const credentials = z.object({ clientId: z.string().min(1), clientSecret: z.string().min(1), refreshToken: z.string().min(1).optional() });

export type MicrosoftSettings = z.infer<typeof settings>;
export type MicrosoftCredentials = z.infer<typeof credentials>;

/** The choices of one connection to Microsoft. @throws {OutsideError} `auth`: a person must mend the connection. */
export function microsoftSettings(access: Pick<Access, 'settings'>): MicrosoftSettings {
  const parsed = settings.safeParse(access.settings);
  if (!parsed.success) throw new OutsideError('auth', 'The directory (tenant) of this connection is missing. Enter its id.');
  return parsed.data;
}
export function microsoftCredentials(access: Pick<Access, 'credentials'>): MicrosoftCredentials {
  const parsed = credentials.safeParse(access.credentials);
  if (!parsed.success) throw new OutsideError('auth', 'The application of this connection is missing. Enter its client id and its secret.');
  return parsed.data;
}
