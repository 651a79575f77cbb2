import type { SimulatedResponse } from '../core/simulator.ts';
import type { Json } from './kit/json.ts';

/** Ends a request with an answer. Each of the four services has its own body. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly response: SimulatedResponse;

  constructor(response: SimulatedResponse) {
    super(`Answered ${response.status}`);
    this.response = response;
  }
}

type Detail = { readonly code: string; readonly message: string; readonly target?: string };

/** Referrals: one `error` object. */
export const partnerError = (status: number, code: string, message: string, target = 'referral', inner?: Detail): Refusal =>
  new Refusal({ status, body: { error: { code, message: message.slice(0, 1024), target, ...(inner === undefined ? {} : { innerError: inner }) } } });

/** Fulfilment and metering: the error is the body. */
export const marketplaceError = (status: number, code: string, message: string, more: Json = {}): Refusal =>
  new Refusal({ status, body: { message, code, ...more } });

/** Product ingestion, behind the Graph host. */
export const graphError = (status: number, code: string, message: string, details: readonly Detail[] = []): Refusal =>
  new Refusal({ status, body: { error: { code, message, details } } });

export function identityError(status: number, error: string, number: number, description: string, at: string): Refusal {
  return new Refusal({
    status,
    headers: { 'cache-control': 'no-store' },
    body: { error, error_description: `AADSTS${number}: ${description}`, error_codes: [number], timestamp: at.replace('T', ' ').replace(/\.\d+Z$/, 'Z') },
  });
}
