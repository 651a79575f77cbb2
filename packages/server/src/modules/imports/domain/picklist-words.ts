import { findPicklistValue } from './picklist.ts';
import { fieldOf, targetOf } from './targets.ts';
import type { TargetKind } from './types.ts';

/** Records keep the words people read; an open list keeps what it does not know as it was written. */
export function picklistLabel(kind: TargetKind, field: string, value: string): string {
  return fieldOf(targetOf(kind), field)?.values?.find((one) => one.value === value)?.label ?? value;
}

export function picklistValue(kind: TargetKind, field: string, text: string): string {
  return findPicklistValue(fieldOf(targetOf(kind), field)?.values ?? [], text) ?? text;
}
