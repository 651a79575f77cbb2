import type { FieldType } from './value.ts';

/** The kinds of our records that have views outside. */
export const recordKinds = ['person', 'account', 'contact', 'product', 'deal'] as const;
export type RecordKind = (typeof recordKinds)[number];

export type Choice = { readonly value: string; readonly label: string };

/** A field over there, as their own description tells. */
export type OutsideField = {
  readonly key: string;
  readonly label: string;
  readonly type: FieldType;
  /** Empty where any value will do. */
  readonly choices: readonly Choice[];
  readonly required: 'no' | 'always' | 'conditional';
  readonly condition: string | null;
  readonly writable: boolean;
  /** It can be set when the record is made, and never after. */
  readonly createOnly: boolean;
  /** For references: the kind of our record it stands for. */
  readonly refersTo?: RecordKind;
  readonly maxLength?: number;
  /** It is taken only together with one of these: whenever one is written, it goes along. */
  readonly travelsWith?: readonly string[];
};

/** A field of ours that can be mapped. */
export type OurField = {
  readonly key: string;
  readonly label: string;
  readonly type: FieldType;
  readonly choices: readonly Choice[];
  readonly writable: boolean;
  readonly refersTo?: RecordKind;
};
