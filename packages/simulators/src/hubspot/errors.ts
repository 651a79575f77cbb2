import type { SimulatedResponse } from '../core/simulator.ts';
import type { Ids } from '../core/ids.ts';

export type ErrorDetail = {
  readonly message: string;
  readonly code?: string;
  readonly in?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
};

/** A refusal as HubSpot words it. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly category: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
  readonly errors: readonly ErrorDetail[];

  constructor(
    status: number,
    category: string,
    message: string,
    more: { context?: Readonly<Record<string, readonly string[]>>; errors?: readonly ErrorDetail[] } = {},
  ) {
    super(message);
    this.status = status;
    this.category = category;
    this.context = more.context ?? {};
    this.errors = more.errors ?? [];
  }
}

export const invalid = (message: string, errors: readonly ErrorDetail[] = []): Refused => new Refused(400, 'VALIDATION_ERROR', message, { errors });
export const notFound = (message = 'resource not found'): Refused => new Refused(404, 'OBJECT_NOT_FOUND', message);

export function uuid(ids: Ids, series: string): string {
  const number = ids.next(`hubspot-${series}`).toString(16).padStart(12, '0');
  return `5f0d0000-0000-4000-8000-${number}`;
}

export function errorAnswer(error: Refused, ids: Ids): SimulatedResponse {
  return {
    status: error.status,
    body: {
      status: 'error',
      message: error.message,
      correlationId: uuid(ids, 'correlation'),
      category: error.category,
      ...(error.errors.length > 0 ? { errors: error.errors } : {}),
      ...(Object.keys(error.context).length > 0 ? { context: error.context } : {}),
    },
  };
}

/** One failed record of a batch. */
export function batchError(error: Refused, trace: string | undefined): object {
  return {
    status: 'error',
    category: error.category,
    message: error.message,
    errors: error.errors,
    links: {},
    context: { ...error.context, ...(trace === undefined ? {} : { objectWriteTraceId: [trace] }) },
  };
}
