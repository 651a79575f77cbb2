import type { OperationId, Parsed, Result } from '@entente/contracts';
import type { Context } from '../context.ts';

/** What a request brings besides its parsed parts. */
export type Extra = { readonly ifVersion: number | null };
export type Handler<Id extends OperationId> = (context: Context, input: Parsed<Id>, extra: Extra) => Promise<Result<Id>>;
export type Handlers = { readonly [Id in OperationId]: Handler<Id> };
/** A module's routes: operation → service, nothing else. */
export type SomeHandlers = Partial<Handlers>;
