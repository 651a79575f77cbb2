import type { z } from 'zod';
import type { Scope } from './permissions.ts';

/** Who may call: people of the workspace, people of a partner, anybody signed in, or anybody. */
export type Audience = 'workspace' | 'partner' | 'signed_in' | 'public';

/** How an assistant may use it: `read` freely, `propose` so that a person decides, `none` not at all. */
export type AssistantTier = 'read' | 'propose' | 'none';

export type Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /api/v1; parameters as `:name`. */
  readonly path: string;
  readonly summary: string;
  readonly audience: Audience;
  readonly scope: Scope | null;
  readonly assistant: AssistantTier;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly output: Output;
  readonly status?: 200 | 201 | 202 | 204;
  /** The caller must send If-Match with the version it read; a stale version is refused with 412. */
  readonly versioned?: boolean;
  /** The answer holds a secret that is shown once: it is never kept for a repeated Idempotency-Key. */
  readonly secretAnswer?: boolean;
};

export const operation = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, O extends z.ZodType>(
  definition: Operation<P, Q, B, O>,
): Operation<P, Q, B, O> => definition;
