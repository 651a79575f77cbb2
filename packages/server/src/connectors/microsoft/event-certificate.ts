import { verify, X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { notReached } from './outside-error.ts';

/** Where Partner Center puts the certificates it signs with (learn.microsoft.com, Partner Center webhooks). */
const CERTIFICATE_HOSTS = new Set(['3psostorageacct.blob.core.windows.net']);
/** Where those who signed them put theirs, as their certificates name it. */
const ISSUER_HOSTS = new Set(['www.microsoft.com', 'caissuers.microsoft.com', 'cacerts.digicert.com']);
const SIGNER = /(?:^|\n)O=Microsoft Corporation(?:\n|$)/;
const LONGEST_CHAIN = 4;
const KEPT_MS = 3_600_000;
const refused = (sentence: string): OutsideError => new OutsideError('auth', sentence);

/** @throws {OutsideError} `auth` unless the body was signed, to the last byte, by whom we trust to speak for Partner Center. */
export async function requirePartnerSignature(access: Access, headers: Readonly<Record<string, string>>, body: Buffer): Promise<void> {
  const signature = /^Signature\s+([A-Za-z0-9+/]+={0,2})$/i.exec(headers['authorization'] ?? '')?.[1];
  const url = headers['x-ms-certificate-url'] ?? '';
  if (signature === undefined) throw refused('A message from Partner Center is not signed.');
  if ((headers['x-ms-signature-algorithm'] ?? 'rsa-sha256').toLowerCase() !== 'rsa-sha256')
    throw refused('A message from Partner Center is signed in a way that is not known.');
  requireKnownHost(access, url, CERTIFICATE_HOSTS);
  const certificate = await trusted(access, url);
  if (!verify('RSA-SHA256', body, certificate.publicKey, Buffer.from(signature, 'base64')))
    throw refused('The signature of a message from Partner Center does not hold.');
}

/** The address comes with the message, so whoever wrote the message chose it: only where the signer keeps its certificates is looked. */
function requireKnownHost(access: Access, text: string, hosts: ReadonlySet<string>): void {
  if (!URL.canParse(text)) throw refused('A message from Partner Center names no certificate.');
  const url = new URL(text);
  const simulated = access.environment === 'simulator' && access.baseUrl !== null && url.origin === new URL(access.baseUrl).origin;
  const known = url.protocol === 'https:' && url.port === '' && hosts.has(url.hostname) && url.username === '';
  if (!simulated && !(known && access.environment !== 'simulator')) throw refused('A message names a certificate that is not kept by Microsoft.');
}

async function trusted(access: Access, url: string): Promise<X509Certificate> {
  const key = `microsoft certificate ${url}`;
  const now = access.now();
  const kept = access.tokens.get(key);
  if (kept !== undefined && kept.until > now.getTime()) return new X509Certificate(kept.value);
  const leaf = await download(access, url);
  if (leaf.ca) throw refused('The certificate of a message is not one for signing messages.');
  if (access.environment !== 'simulator' && !SIGNER.test(leaf.subject)) throw refused('The certificate of a message is not Microsoft’s.');
  await requireChain(access, leaf, now);
  access.tokens.set(key, { value: leaf.toString(), until: Math.min(now.getTime() + KEPT_MS, Date.parse(leaf.validTo)) });
  return leaf;
}

async function requireChain(access: Access, leaf: X509Certificate, now: Date): Promise<void> {
  const roots = await rootsOf(access);
  let certificate = leaf;
  for (let length = 0; length < LONGEST_CHAIN; length += 1) {
    if (!validAt(certificate, now)) throw refused('The certificate of a message is not valid at this time.');
    if (roots.some((root) => validAt(root, now) && issued(certificate, root))) return;
    const above = /CA Issuers - URI:(\S+)/.exec(certificate.infoAccess ?? '')?.[1];
    if (above === undefined) break;
    // Such addresses are plain http by custom; what is behind them proves itself by its signature.
    const url = above.replace(/^http:/, 'https:');
    requireKnownHost(access, url, ISSUER_HOSTS);
    const issuer = await download(access, url);
    if (!issued(certificate, issuer)) break;
    certificate = issuer;
  }
  throw refused('The certificate of a message was not issued by anybody who is trusted.');
}
const validAt = (certificate: X509Certificate, now: Date): boolean =>
  Date.parse(certificate.validFrom) <= now.getTime() && now.getTime() <= Date.parse(certificate.validTo);
const issued = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

async function rootsOf(access: Access): Promise<readonly X509Certificate[]> {
  if (access.environment === 'simulator' && access.baseUrl !== null) return [await download(access, `${access.baseUrl}/cert/root.cer`)];
  return everybodysRoots();
}
let publicRoots: readonly X509Certificate[] | undefined;
const everybodysRoots = (): readonly X509Certificate[] => (publicRoots ??= rootCertificates.map((pem) => new X509Certificate(pem)));

async function download(access: Access, url: string): Promise<X509Certificate> {
  const answer = await access.request({ method: 'GET', url, maxBytes: 50_000 }).catch((error: unknown) => {
    throw notReached(error);
  });
  if (answer.status !== 200) throw new OutsideError('unavailable', 'The certificate of a message from Partner Center could not be read.');
  try {
    return new X509Certificate(answer.body);
  } catch (error) {
    throw new OutsideError('auth', 'The certificate of a message from Partner Center cannot be read.', { cause: error });
  }
}
