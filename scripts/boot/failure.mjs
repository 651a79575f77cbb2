// Everything that can go wrong before the program proper runs ends here as one sentence.

/** A failure whose message is meant for a person as it stands. */
export class BootFailure extends Error {}

const unreachable = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR|E50\d)\b/;

const reasons = [
  [/\bENOSPC\b/, (where) => `The disk is full: free about 800 MB for ${where} and try again.`],
  [/\b(EACCES|EPERM|EROFS)\b/, (where) => `No permission to write in ${where}: make it writable for this user, or run as its owner.`],
  [/\b(EDQUOT)\b/, (where) => `The disk quota for ${where} is used up.`],
  [/\b(EMFILE|ENFILE)\b/, () => 'Too many open files: raise the limit (ulimit -n) and try again.'],
];

/** @param {unknown} error @param {string} where */
export function explainSystemError(error, where) {
  const text = error instanceof Error ? `${error.code ?? ''} ${error.message}` : String(error);
  const known = reasons.find(([pattern]) => pattern.test(text));
  return known ? known[1](where) : undefined;
}

/** @param {string} output what npm printed */
export function isUnreachable(output) {
  return unreachable.test(output);
}

/** @param {string} output what npm printed @param {string} where the folder being installed */
export function explainNpmFailure(output, where) {
  const system = explainSystemError(output, where);
  if (system) return system;
  if (isUnreachable(output)) {
    const address = /https?:\/\/[^\s"')]+/.exec(output);
    const registry = address ? new URL(address[0]).origin : 'set in npm';
    return `The package registry (${registry}) cannot be reached: check the network or the registry setting of npm and try again.`;
  }
  if (/\b(CERT_|SELF_SIGNED|UNABLE_TO_)/.test(output))
    return 'The package registry was reached but its certificate is not trusted: check the proxy or the cafile setting of npm.';
  if (/\bE401\b|\bE403\b|\bENEEDAUTH\b/.test(output)) return 'The package registry refused access: check the credentials npm uses for it.';
  if (/\bE404\b|\bETARGET\b/.test(output)) return 'The package registry does not have a package this version needs: check which registry npm uses.';
  if (/\bEINTEGRITY\b/.test(output)) return 'A downloaded package does not match its checksum in package-lock.json; nothing of it is used.';
  if (/\bEUSAGE\b/.test(output)) return 'package-lock.json does not match package.json: run npm install once.';
  const line = output.split('\n').find((l) => /npm (error|ERR!)/.test(l) && !/code|A complete log/.test(l));
  return `Installing the packages failed: ${(line ?? 'npm gave no reason').replace(/^npm (error|ERR!)\s*/, '').trim()}`;
}
