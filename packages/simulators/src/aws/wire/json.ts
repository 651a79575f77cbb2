import type { SimulatedRequest, SimulatedResponse } from '../../core/simulator.ts';
import { AwsError } from './errors.ts';

export type JsonObject = { [key: string]: unknown };
export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `AWSPartnerCentralSelling.GetOpportunity` → service and operation. Undefined when the header is absent: a REST-JSON service. */
export function targetOf(request: SimulatedRequest): { service: string; operation: string } | undefined {
  const target = request.headers['x-amz-target'];
  if (target === undefined) return undefined;
  const dot = target.lastIndexOf('.');
  return dot < 1 ? undefined : { service: target.slice(0, dot), operation: target.slice(dot + 1) };
}

/** The body of a JSON service. An empty body is an empty object, as in the AWS JSON protocols. */
export function decodeJson(request: SimulatedRequest): JsonObject {
  if (request.body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(request.body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The body of the request is not JSON.');
  }
  if (!isObject(value)) throw new AwsError('SerializationException', 'The body of the request is not a JSON object.');
  return value;
}

/** The answer of a JSON service in the version the request spoke (1.0 or 1.1; REST-JSON answers plain JSON). */
export function encodeJson(request: SimulatedRequest, body: object, requestId: string, status = 200): SimulatedResponse {
  return { status, headers: { 'content-type': contentType(request), 'x-amzn-requestid': requestId }, body: JSON.stringify(body) };
}

/** `__type` is what JSON-protocol clients read; the header is what REST-JSON clients read. Both are sent always. */
export function encodeError(request: SimulatedRequest, error: AwsError, requestId: string): SimulatedResponse {
  const body = { __type: error.type, ...error.members, message: error.message, Message: error.message };
  const retry: Record<string, string> = error.retryAfterSeconds === undefined ? {} : { 'retry-after': String(error.retryAfterSeconds) };
  return {
    status: error.status,
    headers: { 'content-type': contentType(request), 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.type, ...retry },
    body: JSON.stringify(body),
  };
}

function contentType(request: SimulatedRequest): string {
  const sent = request.headers['content-type'] ?? '';
  return sent.startsWith('application/x-amz-json-1.') ? sent.split(';')[0]!.trim() : 'application/json';
}
