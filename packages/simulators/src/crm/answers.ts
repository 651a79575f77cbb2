import type { SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };
export type JsonObject = { readonly [name: string]: Json | undefined };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The texts of a list; everything else in it is left out. */
export function textsOf(value: unknown): readonly string[] {
  return isList(value) ? value.flatMap((item) => textOf(item) ?? []) : [];
}

export function bodyAsForm(request: SimulatedRequest): URLSearchParams {
  return new URLSearchParams(request.body.toString('utf8'));
}

export const answer = (status: number, body?: object, headers?: Readonly<Record<string, string>>): SimulatedResponse => ({
  status,
  ...(body === undefined ? {} : { body }),
  ...(headers === undefined ? {} : { headers }),
});
