/** What an answer means: only 2xx is delivered. A redirect is a failure, since the new address was not checked by anybody. */
export type Verdict = { readonly kind: 'delivered' | 'failed' | 'throttled' | 'gone'; readonly error: string | null };

const WORDS: Readonly<Record<number, string>> = {
  400: 'It could not read the message (400).',
  401: 'It asks to be signed in (401). Messages carry a signature and no other credential.',
  403: 'It does not permit the message (403).',
  404: 'There is nothing at this address (404).',
  405: 'It does not take POST (405).',
  408: 'It took too long to read the message (408).',
  410: 'It wants no more messages (410). The endpoint was disabled.',
  413: 'The message is too large for it (413).',
  415: 'It does not take this kind of content (415).',
  429: 'It gets too many messages (429). They wait.',
  502: 'Its proxy could not reach it (502). Messages wait.',
  503: 'It is out of service (503).',
  504: 'Its proxy got no answer from it (504). Messages wait.',
};

export function judge(status: number): Verdict {
  if (status >= 200 && status < 300) return { kind: 'delivered', error: null };
  const error =
    WORDS[status] ??
    (status >= 300 && status < 400
      ? `It redirects to another address (${status}). Redirects are not followed: change the address.`
      : status >= 500
        ? `It has a fault of its own (${status}).`
        : `It answered ${status}; only 2xx counts as delivered.`);
  if (status === 410) return { kind: 'gone', error };
  return { kind: status === 429 || status === 502 || status === 504 ? 'throttled' : 'failed', error };
}

/** What is kept of an answer: as text, to be shown and not to be trusted. */
export const KEPT_BYTES = 4096;
export function keptText(body: Buffer): string | null {
  if (body.length === 0) return null;
  // A NUL cannot be stored as text; half a letter at the cut becomes a replacement character.
  return body.subarray(0, KEPT_BYTES).toString('utf8').replaceAll('\u0000', '\ufffd');
}

const MOST_HEADERS = 40;
const PRIVATE = new Set(['set-cookie', 'set-cookie2', 'www-authenticate']);
export const keptHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !PRIVATE.has(name))
      .slice(0, MOST_HEADERS)
      .map(([name, value]) => [name.slice(0, 100), value.slice(0, 500)]),
  );
