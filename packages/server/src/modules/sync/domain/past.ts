import { translateIn, type MappedField } from './translate.ts';
import type { Value } from './value.ts';

/** A value of the past in our words where there is a translation today; a value nobody translates, and a name, stay as they are. */
export function inOurWords(mapped: MappedField | undefined, theirs: Value): Value {
  if (mapped === undefined || mapped.type === 'reference') return theirs;
  const here = translateIn(mapped, theirs);
  return here.known ? here.value : theirs;
}
