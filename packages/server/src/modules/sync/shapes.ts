import type { Value } from './domain/value.ts';

/** As the contract has it: a list one may change. */
export const listed = (value: Value): string | number | boolean | string[] | null => (isList(value) ? [...value] : value);
const isList = (value: Value): value is readonly string[] => Array.isArray(value);
