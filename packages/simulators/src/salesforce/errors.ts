import type { SimulatedResponse } from '../core/simulator.ts';

/** A refusal as Salesforce words it. Where several are found in one record, they are reported together. */
export type Fault = { readonly code: string; readonly message: string; readonly fields: readonly string[] };

export const fault = (code: string, message: string, fields: readonly string[] = []): Fault => ({ code, message, fields });

export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly faults: readonly Fault[];

  constructor(status: number, faults: readonly Fault[]) {
    super(faults[0]?.message ?? 'Refused');
    this.status = status;
    this.faults = faults;
  }
}

export const refused = (status: number, code: string, message: string, fields: readonly string[] = []): Refused =>
  new Refused(status, [fault(code, message, fields)]);

export const jsonHeaders = { 'content-type': 'application/json;charset=UTF-8' };

/** The body of a failed request: a list, and `fields` only where there is one. */
export function errorAnswer(error: Refused): SimulatedResponse {
  return { status: error.status, headers: jsonHeaders, body: error.faults.map((one) => errorBody(one)) };
}

export const errorBody = (one: Fault): object => ({ message: one.message, errorCode: one.code, ...(one.fields.length > 0 ? { fields: one.fields } : {}) });

/** The body of one failed record of a collection. */
export const collectionError = (one: Fault): object => ({ statusCode: one.code, message: one.message, fields: one.fields });

export const notFound = (): Refused => refused(404, 'NOT_FOUND', 'The requested resource does not exist');
