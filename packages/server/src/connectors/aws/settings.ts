import { z } from 'zod';
import { OutsideError, type Access } from '../../platform/outside/index.ts';

/** `team=alliances, region=emea`; AWS takes letters, digits, spaces and _ . : / = + - @ in both parts (shapes TagKey and TagValue). */
const tag = /^([\p{L}\p{Z}\p{N}_.:/+\-@]{1,128})=([\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256})$/u;
const tags = z
  .string()
  .default('')
  .transform((text, context) => {
    const parts = text
      .split(/[,\n]/)
      .map((part) => part.trim())
      .filter((part) => part !== '');
    return parts.map((part) => {
      const [, key = '', value = ''] = tag.exec(part) ?? context.addIssue(`“${part.slice(0, 60)}” is no tag; write it as key=value`) ?? [];
      return { Key: key.trim(), Value: value.trim() };
    });
  });
const settings = z.object({
  catalog: z.enum(['AWS', 'Sandbox']).default('AWS'),
  region: z
    .string()
    .default('')
    .transform((region) => (region === '' ? 'us-east-1' : region)),
  /** Lets AWS pass our changes on to other members of an engagement (PutSellingSystemSettings). */
  snapshotRole: z
    .string()
    .trim()
    .regex(/^((arn:aws:iam::\d{12}:role\/([-+=,.@_a-zA-Z0-9]+\/)*)?[-+=,.@_a-zA-Z0-9]{1,64})?$/)
    .default('')
    .transform((role) => (role === '' ? null : role)),
  tags,
});
const credentials = z.object({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1), sessionToken: z.string().min(1).optional() });

export type AwsSettings = z.infer<typeof settings>;
export type AwsCredentials = z.infer<typeof credentials>;

/** The choices of one connection to AWS. @throws {OutsideError} `auth`: a person must mend the connection. */
export function awsSettings(access: Pick<Access, 'settings'>): AwsSettings {
  const parsed = settings.safeParse(access.settings);
  if (!parsed.success) throw new OutsideError('auth', 'The catalogue, region, role for snapshots or tags of this connection cannot be used. Set them again.');
  return parsed.data;
}
export function awsCredentials(access: Pick<Access, 'credentials'>): AwsCredentials {
  const parsed = credentials.safeParse(access.credentials);
  if (!parsed.success) throw new OutsideError('auth', 'The access key of this connection is missing. Enter the access key and its secret.');
  return parsed.data;
}
