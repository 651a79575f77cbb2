import { meantText } from './mojibake.ts';
import { isCurrency } from './money.ts';
import { checkRowRules } from './row-rules.ts';
import { fieldOf } from './targets.ts';
import { foldText } from './text.ts';
import type { FieldValue, Fields, MissingReference, Problem, Severity, Target, TargetField, TargetKind } from './types.ts';
import type { References, ValueFixes } from './value-fixes.ts';
import { isBlank, MAX_TEXT, parseValue } from './values.ts';
import type { ParseOptions } from './values.ts';

export type PlanOptions = {
  /** Per field key: what the profile found or the person chose for the column. */
  readonly fields?: Readonly<Record<string, ParseOptions>>;
  readonly currency?: string;
  /** Without an index for a kind, its references stay unresolved texts and nothing is said. */
  readonly references?: References;
  readonly whenUnknown?: Partial<Readonly<Record<TargetKind, MissingReference>>>;
};

/** Only column and field matter here, so a proposed mapping fits as it is. */
export type MappedColumn = { readonly column: string; readonly field: string | null };

export type InputRow = {
  readonly rowNumber: number;
  readonly cells: readonly string[];
  readonly problem?: { readonly code: string; readonly sentence: string };
};

export type PlannedRow = {
  readonly rowNumber: number;
  readonly fields: Fields;
  readonly problems: readonly Problem[];
  readonly outcome: 'ok' | 'warning' | 'error';
};

type Bound = { index: number; column: string; field: TargetField; fixes: Readonly<Record<string, string | null>> | undefined; options: ParseOptions };

const problem = (column: string | null, code: string, sentence: string, severity: Severity): Problem => ({ column, code, sentence, severity });
const lowerFirst = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1);

function bindColumns(target: Target, mapping: readonly MappedColumn[], fixes: ValueFixes, options: PlanOptions): Bound[] {
  const bound: Bound[] = [];
  for (const [index, { column, field: key }] of mapping.entries()) {
    if (key === null) continue;
    const field = fieldOf(target, key);
    if (!field) throw new RangeError(`${target.plural} have no field "${key}"`);
    if (bound.some((other) => other.field.key === key)) throw new RangeError(`two columns are mapped to "${key}"`);
    bound.push({ index, column, field, fixes: fixes[key], options: { ...(options.currency ? { currency: options.currency } : {}), ...options.fields?.[key] } });
  }
  return bound;
}

function resolve(field: TargetField, text: string, column: string, options: PlanOptions): { value?: FieldValue; problem?: Problem } {
  const kind = field.reference;
  if (!kind) return { value: text };
  const index = options.references?.[kind];
  const unresolved = { target: kind, text, id: null };
  if (!index) return { value: unresolved };
  const found = index.find(text);
  if (found === 'several') return { problem: problem(column, 'ambiguous-reference', `More than one ${kind} is called "${text}".`, 'error') };
  if (found) return { value: { target: kind, text, id: found.id } };
  const policy = field.whenUnknown === undefined ? (options.whenUnknown?.[kind] ?? 'error') : (options.whenUnknown?.[kind] ?? field.whenUnknown);
  const nearest = policy === 'create' ? null : index.suggest(text);
  const meant = nearest ? ` Did you mean "${nearest.label}"?` : '';
  if (policy === 'create')
    return { value: unresolved, problem: problem(column, 'new-reference', `No ${kind} is called "${text}"; it will be created.`, 'warning') };
  if (policy === 'warning')
    return { problem: problem(column, 'unknown-reference', `No ${kind} is called "${text}"; ${lowerFirst(field.label)} stays empty.${meant}`, 'warning') };
  return { problem: problem(column, 'unknown-reference', `No ${kind} is called "${text}".${meant}`, 'error') };
}

/** Suggestions cost time, so each unknown name of a reference column is resolved once. */
function createResolver(options: PlanOptions): typeof resolve {
  const known = new Map<string, ReturnType<typeof resolve>>();
  const most = 50_000;
  return (field, text, column) => {
    const key = `${field.key}\u0000${text}`;
    const cached = known.get(key);
    if (cached) return cached;
    const fresh = resolve(field, text, column, options);
    if (known.size < most) known.set(key, fresh);
    return fresh;
  };
}

/** Prepares a planner once per file; the returned function turns each row into fields and problems and never throws. */
export function createRowPlanner(target: Target, mapping: readonly MappedColumn[], fixes: ValueFixes, options: PlanOptions): (row: InputRow) => PlannedRow {
  const bound = bindColumns(target, mapping, fixes, options);
  const columnOf = new Map(bound.map(({ field, column }) => [field.key, column]));
  const column = (key: string): string | null => columnOf.get(key) ?? null;
  const currencyAt = bound.find(({ field }) => field.key === 'currency');
  const awaited = target.fields.filter((field) => field.required || field.expected);
  const resolveOnce = createResolver(options);

  return (row) => {
    const problems: Problem[] = row.problem ? [problem(null, row.problem.code, row.problem.sentence, 'error')] : [];
    const fields: Record<string, FieldValue> = {};
    const tried = new Set<string>();
    const rowCurrency = currencyAt ? (row.cells[currencyAt.index] ?? '').trim().toUpperCase() : '';
    for (const { index, column: header, field, fixes: fixesOfField, options: parse } of bound) {
      let text = (row.cells[index] ?? '').trim();
      if (fixesOfField && text !== '' && text.length <= MAX_TEXT) {
        const key = foldText(text);
        if (Object.hasOwn(fixesOfField, key)) text = fixesOfField[key] ?? '';
      }
      if (isBlank(text, field)) continue;
      tried.add(field.key);
      if (text.includes('\0')) {
        problems.push(problem(header, 'nul-character', 'The cell contains a NUL character, which no text may hold.', 'error'));
        continue;
      }
      const meant = meantText(text);
      if (meant !== null)
        problems.push(problem(header, 'mojibake', `"${text.slice(0, 80)}" was saved in the wrong encoding; "${meant.slice(0, 80)}" was meant.`, 'warning'));
      const parsed = parseValue(field, text, field.type === 'money' && isCurrency(rowCurrency) ? { ...parse, currency: rowCurrency } : parse);
      if (!parsed.ok) {
        if (parsed.code === 'unknown-value' && field.open) {
          fields[field.key] = text;
          problems.push(problem(header, parsed.code, `"${text.slice(0, 80)}" is not a known ${lowerFirst(field.label)}; it is kept as written.`, 'warning'));
        } else problems.push(problem(header, parsed.code, parsed.sentence, 'error'));
        continue;
      }
      if (field.key === 'currency') {
        if (isCurrency(text.toUpperCase())) fields[field.key] = text.toUpperCase();
        else problems.push(problem(header, 'unknown-currency', `"${text.slice(0, 20)}" is not a currency.`, 'error'));
        continue;
      }
      if (field.type === 'reference') {
        const resolved = resolveOnce(field, text, header, options);
        if (resolved.problem) problems.push(resolved.problem);
        if (resolved.value !== undefined) fields[field.key] = resolved.value;
      } else fields[field.key] = parsed.value;
    }
    for (const field of awaited) {
      if (tried.has(field.key) || (!field.required && column(field.key) === null)) continue;
      problems.push(
        problem(
          column(field.key),
          field.required ? 'required' : 'missing',
          `The ${target.label.toLowerCase()} has no ${lowerFirst(field.label)}.`,
          field.required ? 'error' : 'warning',
        ),
      );
    }
    problems.push(...checkRowRules(target, fields, column));
    const outcome = problems.some(({ severity }) => severity === 'error') ? 'error' : problems.length > 0 ? 'warning' : 'ok';
    return { rowNumber: row.rowNumber, fields, problems, outcome };
  };
}

/** For a single row, such as one corrected in place; a whole file goes through createRowPlanner. */
export function planRow(target: Target, mapping: readonly MappedColumn[], fixes: ValueFixes, options: PlanOptions, row: InputRow): PlannedRow {
  return createRowPlanner(target, mapping, fixes, options)(row);
}
