export type TargetKind = 'account' | 'contact' | 'partner' | 'product' | 'person' | 'deal' | 'past-outcome';

export type FieldType = 'text' | 'email' | 'domain' | 'url' | 'integer' | 'money' | 'date' | 'country' | 'picklist' | 'reference' | 'boolean' | 'list';

export type PicklistValue = { readonly value: string; readonly label: string; readonly synonyms: readonly string[] };

/** What to do with a reference nobody knows: refuse the row, import it without, or ask for the record to be made. */
export type MissingReference = 'error' | 'warning' | 'create';

export type TargetField = {
  readonly key: string;
  readonly label: string;
  readonly type: FieldType;
  /** A row without a required value is an error; without an expected one, a warning. */
  readonly required: boolean;
  readonly expected?: boolean;
  readonly synonyms: readonly string[];
  readonly values?: readonly PicklistValue[];
  /** An open picklist keeps an unknown value as written, with a warning. */
  readonly open?: boolean;
  readonly reference?: TargetKind;
  readonly whenUnknown?: MissingReference;
};

export type KeyKind = 'external-id' | 'domain' | 'email' | 'name';

export type Target = {
  readonly kind: TargetKind;
  readonly label: string;
  readonly plural: string;
  readonly fields: readonly TargetField[];
  /** Keys that make two records the same, in the order they are tried. */
  readonly keys: readonly KeyKind[];
};

export type Money = { readonly amountMinor: number; readonly currency: string };
export type Reference = { readonly target: TargetKind; readonly text: string; readonly id: string | null };
export type FieldValue = string | number | boolean | Money | Reference | readonly string[];
export type Fields = Readonly<Record<string, FieldValue>>;

export type Severity = 'error' | 'warning';
export type Problem = { readonly column: string | null; readonly code: string; readonly sentence: string; readonly severity: Severity };

export type Parsed<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly code: string; readonly sentence: string };

export const refuse = (code: string, sentence: string): { ok: false; code: string; sentence: string } => ({ ok: false, code, sentence });
