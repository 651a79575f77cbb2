export type Phase = 'draft' | 'sending' | 'released' | 'accepted' | 'expired' | 'withdrawn';
export type Definition = {
  readonly states: readonly { readonly key: string; readonly label: string; readonly means: Phase; readonly next: readonly string[] }[];
  readonly initial: string;
  readonly fields: readonly {
    readonly key: string;
    readonly label: string;
    readonly type: 'text' | 'number' | 'date' | 'money' | 'choice' | 'yes_no';
    readonly required: boolean;
    readonly choices?: readonly string[] | undefined;
  }[];
};
export type DefinitionIssue = { readonly field: string; readonly code: string; readonly sentence: string; readonly severity: 'blocks' | 'warning' };

/** What is wrong with a definition, before anything is sold by it. */
export function definitionIssues(definition: Definition): DefinitionIssue[] {
  const issues: DefinitionIssue[] = [];
  const say = (severity: 'blocks' | 'warning', field: string, code: string, sentence: string): void => void issues.push({ severity, field, code, sentence });
  const keys = definition.states.map((state) => state.key);
  const known = new Set(keys);
  keys.forEach((key, index) => keys.indexOf(key) !== index && say('blocks', `states.${index}.key`, 'duplicate', `There are two states “${key}”.`));
  const initial = definition.states.find((state) => state.key === definition.initial);
  if (!initial) say('blocks', 'initial', 'unknown', `The first state “${definition.initial}” is none of the states.`);
  else if (initial.means !== 'draft') say('blocks', 'initial', 'meaning', `The first state must mean draft: an offer is ours until it is sent.`);
  definition.states.forEach((state, index) => {
    for (const next of state.next)
      if (!known.has(next)) say('blocks', `states.${index}.next`, 'unknown', `“${state.key}” leads to “${next}”, which is none of the states.`);
    if (state.next.includes(state.key)) say('blocks', `states.${index}.next`, 'circle', `“${state.key}” leads to itself.`);
  });
  const reached = reachable(definition);
  definition.states.forEach((state, index) => {
    if (initial && known.has(state.key) && !reached.has(state.key)) say('warning', `states.${index}`, 'unreachable', `No offer can come to “${state.label}”.`);
  });
  if (!definition.states.some((state) => state.means === 'accepted'))
    say('blocks', 'states', 'meaning', 'One state must mean accepted, or nothing could ever be sold.');
  const fields = definition.fields.map((field) => field.key);
  definition.fields.forEach((field, index) => {
    if (fields.indexOf(field.key) !== index) say('blocks', `fields.${index}.key`, 'duplicate', `There are two fields “${field.key}”.`);
    if (field.type === 'choice' && (field.choices ?? []).length === 0)
      say('blocks', `fields.${index}.choices`, 'required', `“${field.label}” is a choice without anything to choose.`);
  });
  return issues;
}

function reachable(definition: Definition): Set<string> {
  const next = new Map(definition.states.map((state) => [state.key, state.next]));
  const found = new Set<string>();
  const open = [definition.initial];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (found.has(key)) continue;
    found.add(key);
    open.push(...(next.get(key) ?? []));
  }
  return found;
}

export const stateOf = (definition: Definition, key: string): Definition['states'][number] | null =>
  definition.states.find((state) => state.key === key) ?? null;
export const nextOf = (definition: Definition, key: string): { key: string; label: string }[] =>
  (stateOf(definition, key)?.next ?? []).flatMap((next) => {
    const state = stateOf(definition, next);
    return state ? [{ key: state.key, label: state.label }] : [];
  });

export type Move = { readonly ok: true; readonly means: Phase } | { readonly ok: false; readonly sentence: string };
export function moveTo(definition: Definition, from: string, to: string): Move {
  const target = stateOf(definition, to);
  const at = stateOf(definition, from)?.label ?? from;
  if (!target) return { ok: false, sentence: `This marketplace has no state “${to}”. It knows ${definition.states.map((state) => state.key).join(', ')}.` };
  const next = nextOf(definition, from);
  if (next.some((state) => state.key === to)) return { ok: true, means: target.means };
  const may = next.map((state) => `“${state.label}”`).join(' or ');
  return {
    ok: false,
    sentence: may === '' ? `The offer is “${at}”, which is final.` : `The offer is “${at}”; from there it can become ${may}, not “${target.label}”.`,
  };
}

export type FieldValues = Readonly<Record<string, string | number | boolean>>;
export function fieldIssues(definition: Definition, values: FieldValues): DefinitionIssue[] {
  const issues: DefinitionIssue[] = [];
  const say = (key: string, code: string, sentence: string): void => void issues.push({ severity: 'blocks', field: `fields.${key}`, code, sentence });
  const known = new Map(definition.fields.map((field) => [field.key, field]));
  for (const key of Object.keys(values)) if (!known.has(key)) say(key, 'unknown', `This marketplace has no field “${key}”.`);
  for (const field of definition.fields) {
    const value = values[field.key];
    if (value === undefined || value === '') {
      if (field.required) say(field.key, 'required', `“${field.label}” is missing.`);
      continue;
    }
    if ((field.type === 'number' || field.type === 'money') && (typeof value !== 'number' || !Number.isFinite(value)))
      say(field.key, 'type', `“${field.label}” must be a number.`);
    if (field.type === 'money' && typeof value === 'number' && !Number.isSafeInteger(value))
      say(field.key, 'type', `“${field.label}” must be a whole number of minor units.`);
    if (field.type === 'yes_no' && typeof value !== 'boolean') say(field.key, 'type', `“${field.label}” must be yes or no.`);
    if (field.type === 'date' && !(typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value)))
      say(field.key, 'type', `“${field.label}” must be a date.`);
    if (field.type === 'text' && typeof value !== 'string') say(field.key, 'type', `“${field.label}” must be a text.`);
    if (field.type === 'choice' && !(field.choices ?? []).includes(String(value)))
      say(field.key, 'choice', `“${field.label}” must be one of ${(field.choices ?? []).join(', ')}.`);
  }
  return issues;
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
