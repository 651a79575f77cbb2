import { newId, Problem } from '@entente/kernel';
import { NotReached } from '../../platform/outbound/index.ts';
import { SealError } from '../../platform/secrets.ts';
import { boundTo, type WebhookDeps } from './deps.ts';
import { judge, keptHeaders, keptText, KEPT_BYTES, type Verdict } from './domain/answer.ts';
import { messageIdOf } from './domain/message.ts';
import { readRetryAfter } from './domain/schedule.ts';
import { signaturesBy } from './domain/signature.ts';
import type { Endpoint, Message } from './store.ts';

export type Attempt = {
  readonly id: string;
  readonly at: Date;
  readonly tookMs: number;
  readonly status: number | null;
  readonly verdict: Verdict;
  readonly retryAfter: Date | null;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string | null;
};

const TIMEOUT_MS = 20_000;

/** One try, and what came of it. It never throws: a receiver that cannot be reached is an outcome. */
export async function attempt(
  deps: WebhookDeps,
  endpoint: Endpoint,
  message: Pick<Message, 'event_id' | 'body' | 'content_type'>,
  stopped?: AbortSignal,
): Promise<Attempt> {
  const at = deps.now();
  const began = performance.now();
  const timeoutMs = deps.timeoutMs ?? TIMEOUT_MS;
  const outcome = { id: newId(), at, requestHeaders: {}, responseHeaders: {}, responseBody: null, status: null, retryAfter: null };
  const took = (): number => Math.round(performance.now() - began);
  try {
    const headers = headersOf(deps, endpoint, message, at);
    outcome.requestHeaders = headers;
    const late = AbortSignal.timeout(timeoutMs);
    const answer = await orAborted(
      late,
      deps.outbound.request({
        method: 'POST',
        url: deps.secrets.open(endpoint.url_sealed, boundTo(endpoint.tenant_id, endpoint.id, 'url')),
        headers,
        body: message.body,
        maxBytes: KEPT_BYTES,
        truncate: true,
        signal: stopped ? AbortSignal.any([late, stopped]) : late,
      }),
    );
    return {
      ...outcome,
      tookMs: took(),
      status: answer.status,
      verdict: judge(answer.status),
      retryAfter: readRetryAfter(answer.headers['retry-after'], at),
      responseHeaders: keptHeaders(answer.headers),
      responseBody: keptText(answer.body),
    };
  } catch (error) {
    return { ...outcome, tookMs: took(), verdict: { kind: 'failed', error: sentenceOf(error, timeoutMs) } };
  }
}

function headersOf(deps: WebhookDeps, endpoint: Endpoint, message: Pick<Message, 'event_id' | 'body' | 'content_type'>, at: Date): Record<string, string> {
  const bound = boundTo(endpoint.tenant_id, endpoint.id, 'secret');
  const overlaps = endpoint.overlap_ends_at !== null && Date.parse(endpoint.overlap_ends_at) > at.getTime();
  const sealed = [endpoint.secret_sealed, ...(overlaps && endpoint.earlier_secret_sealed !== null ? [endpoint.earlier_secret_sealed] : [])];
  const id = messageIdOf(message.event_id);
  const timestamp = Math.floor(at.getTime() / 1000);
  const secrets = sealed.map((each) => deps.secrets.open(each, bound));
  return {
    'content-type': message.content_type,
    'user-agent': 'Entente-Webhooks/1.0',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signaturesBy(secrets, { id, timestamp, body: message.body }),
  };
}

/** Looking a name up does not heed the signal; nobody waits for it longer than for the rest. */
function orAborted<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, aborted]);
}

const CODES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was broken off.',
  EPIPE: 'The connection was broken off.',
  EHOSTUNREACH: 'There is no way to its machine.',
  ENETUNREACH: 'There is no way to its network.',
  ETIMEDOUT: 'The connection was not made in time.',
};

/** What a library says may hold the address, which is a secret: only its code is told. */
function sentenceOf(error: unknown, timeoutMs: number): string {
  if (error instanceof Problem) return error.message;
  if (error instanceof SealError)
    return 'Its address or its secret cannot be opened any more: this installation has another secret now. Add the endpoint anew.';
  const cause = error instanceof NotReached ? error.cause : error;
  if (cause instanceof Error && cause.name === 'TimeoutError') return `There was no answer within ${timeoutMs / 1000} seconds.`;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (/CERT|SSL|TLS|ISSUER|SELF_SIGNED/.test(code)) return `Its certificate is not valid (${code}).`;
  return CODES[code] ?? `It could not be reached${code === '' ? '' : ` (${code})`}.`;
}
