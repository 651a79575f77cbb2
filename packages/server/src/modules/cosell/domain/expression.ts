import { Environment } from '@marcbachmann/cel-js';
import type { ASTNode } from '@marcbachmann/cel-js';

/**
 * Conditions of plays: CEL (Common Expression Language) over four declared variables, checked for types before they are stored.
 * Nothing here throws: a bad condition or bad facts give a typed error with one sentence.
 */

export const MAX_EXPRESSION_LENGTH = 1000;
const MAX_LIST_FACTS = 200;
const MAX_NESTED_LOOPS = 2;

type FieldType = 'string' | 'int' | 'double' | 'bool' | 'list<string>';

/** What a condition may read. A fact that is not known reads as '', 0, false or an empty list. */
export const EXPRESSION_FIELDS = {
  deal: {
    id: 'string',
    number: 'string',
    name: 'string',
    stage: 'string',
    status: 'string',
    currency: 'string',
    amountMinor: 'int',
    amount: 'double',
    industry: 'string',
    region: 'string',
    country: 'string',
    closeOn: 'string',
    daysOpen: 'int',
    daysSinceActivity: 'int',
    daysInStage: 'int',
    daysToClose: 'int',
    closeSlips: 'int',
    productIds: 'list<string>',
    lineKinds: 'list<string>',
    routes: 'list<string>',
    roles: 'list<string>',
    partnerIds: 'list<string>',
    participants: 'int',
    openRoles: 'list<string>',
  },
  account: {
    id: 'string',
    name: 'string',
    industry: 'string',
    region: 'string',
    country: 'string',
    employees: 'int',
    isCustomer: 'bool',
    openDeals: 'int',
    wonDeals: 'int',
    daysToRenewal: 'int',
    usageChangePercent: 'double',
  },
  event: { type: 'string', at: 'string', from: 'string', to: 'string', amountMinor: 'int', days: 'int', percent: 'double', source: 'string' },
  partner: {
    id: 'string',
    name: 'string',
    types: 'list<string>',
    roles: 'list<string>',
    regions: 'list<string>',
    countries: 'list<string>',
    industries: 'list<string>',
    score: 'double',
    winRate: 'double',
    capacityFree: 'int',
    matched: 'int',
  },
} as const satisfies Record<string, Record<string, FieldType>>;

export type ExpressionVariable = keyof typeof EXPRESSION_FIELDS;
type FactValue = string | number | bigint | boolean | null | undefined | readonly string[];
export type ExpressionFacts = { readonly [variable in ExpressionVariable]?: { readonly [field in keyof (typeof EXPRESSION_FIELDS)[variable]]?: FactValue } };

export interface ExpressionError {
  readonly code: 'too_long' | 'empty' | 'syntax' | 'unknown_name' | 'type' | 'not_a_condition' | 'not_allowed' | 'evaluation';
  readonly sentence: string;
  /** Half-open range of characters, when the place is known. */
  readonly position: { readonly start: number; readonly end: number } | null;
}

export type ExpressionResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ExpressionError };

export interface CompiledCondition {
  readonly source: string;
  readonly evaluate: (facts: ExpressionFacts) => ExpressionResult<boolean>;
}

function createEnvironment(): Environment {
  const environment = new Environment({ limits: { maxAstNodes: 300, maxDepth: 40, maxListElements: 100, maxMapEntries: 20, maxCallArguments: 8 } });
  for (const [name, fields] of Object.entries(EXPRESSION_FIELDS)) environment.registerVariable({ name, schema: { ...fields } });
  return environment;
}

const environment = createEnvironment();

/** An empty condition is always true, so that a play without one fires on its trigger alone. */
export function compileCondition(source: string): ExpressionResult<CompiledCondition> {
  if (source.length > MAX_EXPRESSION_LENGTH) {
    return failure('too_long', `The condition has ${source.length} characters; at most ${MAX_EXPRESSION_LENGTH} are allowed.`, null);
  }
  if (source.trim() === '') return { ok: true, value: { source, evaluate: () => ({ ok: true, value: true }) } };
  try {
    const parsed = environment.parse(source);
    const refused = refusedPart(parsed.ast, 0);
    if (refused !== null) return { ok: false, error: refused };
    const checked = parsed.check();
    if (!checked.valid) return { ok: false, error: explain(checked.error, source, 'type') };
    if (checked.type !== 'bool')
      return failure('not_a_condition', `The condition must answer yes or no, but it gives ${checked.type ?? 'something else'}.`, {
        start: 0,
        end: source.length,
      });
    return { ok: true, value: { source, evaluate: (facts) => run(parsed, facts, source) } };
  } catch (error) {
    return { ok: false, error: explain(error, source, 'syntax') };
  }
}

export function evaluateCondition(source: string, facts: ExpressionFacts): ExpressionResult<boolean> {
  const compiled = compileCondition(source);
  return compiled.ok ? compiled.value.evaluate(facts) : compiled;
}

function run(parsed: (context: Record<string, unknown>) => unknown, facts: ExpressionFacts, source: string): ExpressionResult<boolean> {
  try {
    const answer = parsed(completeFacts(facts));
    if (typeof answer !== 'boolean') return failure('evaluation', 'The condition did not answer yes or no.', null);
    return { ok: true, value: answer };
  } catch (error) {
    return { ok: false, error: explain(error, source, 'evaluation') };
  }
}

/** Every declared field present with its declared type: a missing fact must not turn into a run-time fault. */
function completeFacts(facts: ExpressionFacts): Record<string, Record<string, unknown>> {
  const context: Record<string, Record<string, unknown>> = {};
  for (const [name, fields] of Object.entries(EXPRESSION_FIELDS)) {
    const given: Readonly<Record<string, FactValue>> = { ...facts[name as ExpressionVariable] };
    context[name] = Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, asType(given[field], type)]));
  }
  return context;
}

function asType(value: FactValue, type: FieldType): unknown {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : '';
    case 'bool':
      return value === true;
    case 'int':
      return typeof value === 'bigint' ? value : BigInt(typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) : 0);
    case 'double':
      return typeof value === 'number' && Number.isFinite(value) ? value : typeof value === 'bigint' ? Number(value) : 0;
    case 'list<string>':
      return Array.isArray(value) ? value.filter((item) => typeof item === 'string').slice(0, MAX_LIST_FACTS) : [];
  }
}

const LOOPS = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** Patterns can run for ever on crafted text and nested loops multiply, so neither gets in. */
function refusedPart(node: ASTNode, loops: number): ExpressionError | null {
  const isCall = node.op === 'call' || node.op === 'rcall';
  const name = isCall ? node.args[0] : null;
  if (name === 'matches') return notAllowed('Patterns (matches) are not allowed in conditions; use contains, startsWith or endsWith.', node);
  const depth = name !== null && LOOPS.has(name) ? loops + 1 : loops;
  if (depth > MAX_NESTED_LOOPS) return notAllowed(`At most ${MAX_NESTED_LOOPS} loops (exists, all, filter, map) may be nested.`, node);
  for (const child of childrenOf(node.args)) {
    const refused = refusedPart(child, depth);
    if (refused !== null) return refused;
  }
  return null;
}

function notAllowed(sentence: string, node: ASTNode): ExpressionError {
  return { code: 'not_allowed', sentence: `${sentence}${place(node.range.start)}`, position: { start: node.range.start, end: node.range.end } };
}

function childrenOf(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap((arg) => childrenOf(arg));
  return isNode(args) ? [args] : [];
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value && 'range' in value;
}

function failure(code: ExpressionError['code'], sentence: string, position: ExpressionError['position']): { ok: false; error: ExpressionError } {
  return { ok: false, error: { code, sentence, position } };
}

function place(start: number): string {
  return ` (at character ${start + 1})`;
}

function explain(error: unknown, source: string, kind: 'syntax' | 'type' | 'evaluation'): ExpressionError {
  const summary = textOf(error, 'summary') ?? (error instanceof Error ? (error.message.split('\n')[0] ?? '') : '');
  const code = textOf(error, 'code') ?? '';
  const position = rangeOf(error, source);
  const at = position === null ? '' : place(position.start);
  if (code === 'unknown_variable' || code === 'no_such_key') {
    const known = Object.keys(EXPRESSION_FIELDS).join(', ');
    const hint = code === 'unknown_variable' ? `; a condition can read ${known}` : '';
    return { code: 'unknown_name', sentence: `${summary}${hint}${at}.`, position };
  }
  const start = { syntax: 'The condition cannot be read', type: 'The condition does not fit together', evaluation: 'The condition could not be evaluated' }[
    kind
  ];
  const stage = kind === 'type' && code === 'unexpected_token' ? 'syntax' : kind;
  return { code: stage, sentence: `${start}: ${summary === '' ? 'unknown fault' : summary}${at}.`, position };
}

function textOf(error: unknown, key: 'summary' | 'code'): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : null;
}

function rangeOf(error: unknown, source: string): ExpressionError['position'] {
  if (typeof error !== 'object' || error === null) return null;
  const range: unknown = Reflect.get(error, 'range');
  if (typeof range !== 'object' || range === null) return null;
  const start: unknown = Reflect.get(range, 'start');
  const end: unknown = Reflect.get(range, 'end');
  return typeof start === 'number' && typeof end === 'number' ? { start: Math.min(start, source.length), end: Math.min(end, source.length) } : null;
}
