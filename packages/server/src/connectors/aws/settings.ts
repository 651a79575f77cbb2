import { z } from 'zod';
import { OutsideError, type Access } from '../../platform/outside/index.ts';

const settings = z.object({
  catalog: z.enum(['AWS', 'Sandbox']).default('AWS'),
  region: z
    .string()
    .default('')
    .transform((region) => (region === '' ? 'us-east-1' : region)),
});
const credentials = z.object({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1), sessionToken: z.string().min(1).optional() });

export type AwsSettings = z.infer<typeof settings>;
export type AwsCredentials = z.infer<typeof credentials>;

/** The choices of one connection to AWS. @throws {OutsideError} `auth`: a person must mend the connection. */
export function awsSettings(access: Pick<Access, 'settings'>): AwsSettings {
  const parsed = settings.safeParse(access.settings);
  if (!parsed.success) throw new OutsideError('auth', 'The catalogue or region of this connection cannot be used. Set them again.');
  return parsed.data;
}
export function awsCredentials(access: Pick<Access, 'credentials'>): AwsCredentials {
  const parsed = credentials.safeParse(access.credentials);
  if (!parsed.success) throw new OutsideError('auth', 'The access key of this connection is missing. Enter the access key and its secret.');
  return parsed.data;
}
