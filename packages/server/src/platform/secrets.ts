import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Thrown when sealed text was changed, belongs to another record, or was sealed under a secret this instance no longer has. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

export type Secrets = {
  /** A key for one purpose, as text: knowing it tells nothing about the secret or about other keys. */
  derive(purpose: string): string;
  /** `bound` names the record it belongs to; the same text cannot be opened for another one. */
  seal(plain: string, bound: string): string;
  /** @throws {SealError} */
  open(sealed: string, bound: string): string;
};

type SealKey = { readonly id: string; readonly key: Buffer };

/** Seals with the first secret and opens with any, so that a secret can be replaced without losing what was stored. */
export function createSecrets(secret: string, earlier: readonly string[] = []): Secrets {
  const current = sealKey(secret);
  const keys = new Map([current, ...earlier.map(sealKey)].map((entry) => [entry.id, entry.key]));
  return {
    derive: (purpose) => expand(secret, `entente/${purpose}`).toString('base64url'),
    seal(plain, bound) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', current.key, iv);
      cipher.setAAD(Buffer.from(bound));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return ['v1', current.id, ...[iv, cipher.getAuthTag(), body].map((part) => part.toString('base64url'))].join('.');
    },
    open(sealed, bound) {
      const [format, keyId = '', iv = '', tag = '', body = ''] = sealed.split('.');
      if (format !== 'v1') throw new SealError('This is not sealed text.');
      const key = keys.get(keyId);
      if (!key) throw new SealError('It was sealed under another secret of this instance.');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: 16 });
        decipher.setAAD(Buffer.from(bound));
        decipher.setAuthTag(Buffer.from(tag, 'base64url'));
        return decipher.update(Buffer.from(body, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw new SealError('The sealed text was changed, or belongs to another record.', { cause });
      }
    },
  };
}

/** The secret kept in the home folder, made on first use; only this user may read it. */
export async function loadOrCreateSecret(home: string): Promise<string> {
  await mkdir(home, { recursive: true });
  const path = join(home, 'secret');
  // Written aside and linked into place, so that a second process never reads a half-written one.
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    // Somebody who copied the folder may have opened it to others.
    if (((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o600);
  } finally {
    await rm(draft, { force: true });
  }
  const secret = (await readFile(path, 'utf8')).trim();
  if (secret.length < 32) throw new Error(`The secret in ${path} is damaged: restore it from a backup, or remove it, which signs everybody out.`);
  return secret;
}

function sealKey(secret: string): SealKey {
  const key = expand(secret, 'entente/seal');
  return { key, id: createHash('sha256').update('id').update(key).digest('hex').slice(0, 8) };
}

const expand = (secret: string, info: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', info, 32));
