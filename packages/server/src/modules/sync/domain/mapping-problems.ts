import type { OurField, OutsideField } from './field.ts';

type Mapping = {
  readonly field: string;
  readonly outsideField: string;
  readonly authority: string;
  readonly valueMap: readonly { readonly ours: string; readonly theirs: string }[] | null;
};
export type MappingProblem = {
  readonly field: string | null;
  readonly outsideField: string | null;
  readonly code: 'gone' | 'demanded' | 'read_only' | 'value_gone' | 'value_unmapped' | 'kind';
  readonly sentence: string;
};

/** What is wrong with a mapping today: fields that are gone, demands nobody meets, picklists that drifted. */
export function mappingProblems(mappings: readonly Mapping[], ours: readonly OurField[], theirs: readonly OutsideField[]): MappingProblem[] {
  if (theirs.length === 0) return [];
  const problems: MappingProblem[] = [];
  const ofTheirs = new Map(theirs.map((field) => [field.key, field]));
  const ofOurs = new Map(ours.map((field) => [field.key, field]));
  for (const mapping of mappings) {
    if (mapping.authority === 'none') continue;
    const their = ofTheirs.get(mapping.outsideField);
    const our = ofOurs.get(mapping.field);
    const at = { field: mapping.field, outsideField: mapping.outsideField };
    if (!their) {
      problems.push({ ...at, code: 'gone', sentence: `Their field “${mapping.outsideField}” is not there any more. Nothing is synced for it.` });
      continue;
    }
    if (mapping.authority !== 'theirs' && !their.writable)
      problems.push({ ...at, code: 'read_only', sentence: `“${their.label}” cannot be set from outside, so only theirs can decide.` });
    if (mapping.authority === 'theirs' && our && !our.writable)
      problems.push({ ...at, code: 'read_only', sentence: `“${our.label}” is worked out here and cannot be set by them.` });
    if (their.choices.length > 0 && our) problems.push(...valueProblems(mapping, our, their));
    if (their.choices.length === 0 && our && mapping.valueMap === null && clash(our.type, their.type))
      problems.push({ ...at, code: 'kind', sentence: `“${our.label}” holds a ${words(our.type)} and “${their.label}” a ${words(their.type)}.` });
  }
  const mapped = new Set(mappings.filter((mapping) => mapping.authority !== 'none').map((mapping) => mapping.outsideField));
  for (const field of theirs)
    if (field.required === 'always' && field.writable && !mapped.has(field.key))
      problems.push({ field: null, outsideField: field.key, code: 'demanded', sentence: `They demand “${field.label}”, and nothing of ours goes there.` });
  return problems;
}

function valueProblems(mapping: Mapping, our: OurField, their: OutsideField): MappingProblem[] {
  const at = { field: mapping.field, outsideField: mapping.outsideField };
  const allowed = new Set(their.choices.map((choice) => choice.value));
  const pairs = mapping.valueMap ?? our.choices.map(({ value }) => ({ ours: value, theirs: value }));
  const gone = pairs
    .filter((pair) => !allowed.has(pair.theirs))
    .map((pair): MappingProblem => ({
      ...at,
      code: 'value_gone',
      sentence: `Their value “${pair.theirs}” of “${their.label}” is not in their list any more.`,
    }));
  const known = new Set(pairs.map((pair) => pair.theirs));
  const unmapped =
    // Values that are carried as they are need no pair.
    mapping.authority === 'ours' || (mapping.valueMap === null && our.choices.length === 0)
      ? []
      : their.choices
          .filter((choice) => !known.has(choice.value))
          .map((choice): MappingProblem => ({
            ...at,
            code: 'value_unmapped',
            sentence: `Their value “${choice.label}” of “${their.label}” has no value of ours: a record that has it will wait for a person.`,
          }));
  const said = new Set(pairs.map((pair) => pair.ours));
  const unsaid =
    mapping.authority === 'theirs' || mapping.valueMap === null
      ? []
      : our.choices
          .filter((choice) => !said.has(choice.value))
          .map((choice): MappingProblem => ({
            ...at,
            code: 'value_unmapped',
            sentence: `Our value “${choice.label}” has no value of theirs in “${their.label}”.`,
          }));
  return [...gone, ...unmapped, ...unsaid];
}

const textual = new Set(['text', 'long_text', 'choice']);
const clash = (a: string, b: string): boolean =>
  a !== b &&
  !(textual.has(a) && textual.has(b)) &&
  !(numeric.has(a) && numeric.has(b)) &&
  !(days.has(a) && days.has(b)) &&
  a !== 'reference' &&
  b !== 'reference' &&
  !textual.has(b);
const numeric = new Set(['number', 'money']);
const days = new Set(['date', 'instant']);
const words = (type: string): string => type.replaceAll('_', ' ');
