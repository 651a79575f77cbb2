import type { Definition, Problem } from '../definition.ts';

/** What each card of the terms is given: the whole, a way to change it, and what is wrong in it. */
export type TermsPart = {
  draft: Definition;
  isDisabled: boolean;
  problems: readonly Problem[];
  put: (change: (before: Definition) => Definition) => void;
};
