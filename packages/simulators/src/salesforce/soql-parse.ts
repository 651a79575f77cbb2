import { refused } from './errors.ts';
import type { Refused } from './errors.ts';

export type Literal =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'date'; readonly text: string }
  | { readonly kind: 'instant'; readonly text: string }
  | { readonly kind: 'span'; readonly name: string; readonly count: number | undefined };
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like' | 'in' | 'not in';
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'compare'; readonly path: string; readonly operator: Comparison; readonly values: readonly Literal[] };
export type Order = { readonly path: string; readonly descending: boolean; readonly nullsLast: boolean };
export type Soql = {
  readonly object: string;
  readonly fields: readonly string[];
  readonly counts: boolean;
  readonly where: Condition | undefined;
  readonly order: readonly Order[];
  readonly limit: number | undefined;
  readonly offset: number;
};

type Token = { readonly kind: 'word' | 'text' | 'sign' | 'instant' | 'date' | 'number' | 'end'; readonly text: string; readonly at: number };

const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['instant', /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:?\d\d)/y],
  ['date', /\d{4}-\d\d-\d\d/y],
  ['number', /[+-]?\d+(?:\.\d+)?/y],
  ['text', /'(?:[^'\\]|\\.)*'/y],
  ['word', /[A-Za-z_][\w.]*/y],
  ['sign', /<>|!=|<=|>=|[=<>(),:]/y],
];

export const malformed = (message: string): Refused => refused(400, 'MALFORMED_QUERY', message);

function tokens(soql: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < soql.length) {
    if (/\s/.test(soql[at] ?? '')) {
      at += 1;
      continue;
    }
    const token = patterns.map(([kind, pattern]) => ({ kind, text: matchAt(pattern, soql, at) })).find((one) => one.text !== undefined);
    if (token?.text === undefined) throw malformed(`unexpected token: '${soql[at] ?? ''}' at position ${at}`);
    found.push({ kind: token.kind, text: token.text, at });
    at += token.text.length;
  }
  return [...found, { kind: 'end', text: '<EOF>', at }];
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Deep nesting is refused before it can exhaust the stack. */
const deepest = 50;

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(soql: string) {
    this.#tokens = tokens(soql);
  }

  query(): Soql {
    this.#expect('select');
    const fields = this.#fields();
    this.#expect('from');
    const object = this.#word();
    const alias =
      this.#isWord('where', 'order', 'limit', 'offset', 'group', 'having', 'for', 'all', 'with', 'using') || this.#peek().kind !== 'word'
        ? undefined
        : this.#word();
    const bare = (path: string): string =>
      alias !== undefined && path.toLowerCase().startsWith(`${alias.toLowerCase()}.`) ? path.slice(alias.length + 1) : stripObject(path, object);
    const where = this.#taken('where') ? this.#either(bare, 0) : undefined;
    const order = this.#taken('order') ? this.#order(bare) : [];
    const limit = this.#taken('limit') ? this.#whole() : undefined;
    const offset = this.#taken('offset') ? this.#whole() : 0;
    if (this.#peek().kind !== 'end') throw malformed(`unexpected token: '${this.#peek().text}' at position ${this.#peek().at}`);
    if (offset > 2000) throw refused(400, 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000');
    const counts = fields.length === 1 && fields[0] === 'COUNT()';
    return { object, fields: counts ? [] : fields.map(bare), counts, where, order, limit, offset };
  }

  #fields(): string[] {
    const fields: string[] = [];
    do {
      if (this.#peek().text === '(') throw malformed('Sub-queries are not simulated');
      const word = this.#word();
      if (!this.#taken('(')) fields.push(word);
      else if (word.toLowerCase() === 'count' && this.#taken(')')) fields.push('COUNT()');
      else if (word.toLowerCase() === 'fields') {
        fields.push(`FIELDS(${this.#word().toUpperCase()})`);
        this.#expect(')');
      } else throw malformed(`The function ${word} is not simulated`);
    } while (this.#taken(','));
    if (fields.includes('COUNT()') && fields.length > 1) throw malformed('Grouped query, count() must be the only element in the select list');
    return fields;
  }

  #either(bare: (path: string) => string, depth: number): Condition {
    return this.#joined('or', bare, depth, () => this.#both(bare, depth));
  }

  #both(bare: (path: string) => string, depth: number): Condition {
    return this.#joined('and', bare, depth, () => this.#single(bare, depth));
  }

  #joined(kind: 'and' | 'or', _bare: unknown, depth: number, part: () => Condition): Condition {
    if (depth > deepest) throw malformed('The condition is nested too deeply');
    const first = part();
    const parts = [first];
    while (this.#taken(kind)) parts.push(part());
    return parts.length === 1 ? first : { kind, parts };
  }

  #single(bare: (path: string) => string, depth: number): Condition {
    if (this.#taken('not')) return { kind: 'not', part: this.#single(bare, depth + 1) };
    if (this.#taken('(')) {
      const inner = this.#either(bare, depth + 1);
      this.#expect(')');
      return inner;
    }
    const path = bare(this.#word());
    const operator = this.#operator();
    if (operator !== 'in' && operator !== 'not in') return { kind: 'compare', path, operator, values: [this.#literal()] };
    this.#expect('(');
    if (this.#isWord('select')) throw malformed('Semi-joins are not simulated');
    const values = [this.#literal()];
    while (this.#taken(',')) values.push(this.#literal());
    this.#expect(')');
    return { kind: 'compare', path, operator, values };
  }

  #operator(): Comparison {
    const token = this.#next();
    const text = token.text.toLowerCase();
    if (text === '=' || text === '!=' || text === '<' || text === '<=' || text === '>' || text === '>=' || text === 'like' || text === 'in') return text;
    if (text === '<>') return '!=';
    if (text === 'not' && this.#taken('in')) return 'not in';
    throw malformed(`unexpected token: '${token.text}' at position ${token.at}`);
  }

  #literal(): Literal {
    const token = this.#next();
    const lower = token.text.toLowerCase();
    switch (token.kind) {
      case 'text':
        return {
          kind: 'text',
          text: token.text
            .slice(1, -1)
            .replaceAll(/\\(.)/g, (_, letter: string) =>
              letter === 'n' ? '\n' : letter === 't' ? '\t' : letter === '%' || letter === '_' ? `\\${letter}` : letter,
            ),
        };
      case 'number':
        return { kind: 'number', number: Number(token.text) };
      case 'date':
        return { kind: 'date', text: token.text };
      case 'instant':
        return { kind: 'instant', text: token.text };
      case 'word':
        if (lower === 'null') return { kind: 'null' };
        if (lower === 'true' || lower === 'false') return { kind: 'boolean', value: lower === 'true' };
        return { kind: 'span', name: token.text.toUpperCase(), count: this.#taken(':') ? this.#whole() : undefined };
      case 'sign':
      case 'end':
        throw malformed(`unexpected token: '${token.text}' at position ${token.at}`);
    }
  }

  #order(bare: (path: string) => string): Order[] {
    this.#expect('by');
    const order: Order[] = [];
    do {
      const path = bare(this.#word());
      const descending = this.#taken('desc') || (this.#taken('asc') && false);
      let nullsLast = false;
      if (this.#taken('nulls')) nullsLast = this.#taken('last') || (this.#expect('first'), false);
      order.push({ path, descending, nullsLast });
    } while (this.#taken(','));
    return order;
  }

  #whole(): number {
    const token = this.#next();
    if (!/^\d+$/.test(token.text)) throw malformed(`unexpected token: '${token.text}' at position ${token.at}`);
    return Number(token.text);
  }

  #word(): string {
    const token = this.#next();
    if (token.kind !== 'word') throw malformed(`unexpected token: '${token.text}' at position ${token.at}`);
    return token.text;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '<EOF>', at: 0 };
  }

  #next(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #isWord(...words: readonly string[]): boolean {
    return words.includes(this.#peek().text.toLowerCase());
  }

  #taken(text: string): boolean {
    if (this.#peek().kind === 'text' || this.#peek().text.toLowerCase() !== text) return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string): void {
    const token = this.#peek();
    if (!this.#taken(text)) throw malformed(`expecting '${text}', found '${token.text}' at position ${token.at}`);
  }
}

const stripObject = (path: string, object: string): string =>
  path.toLowerCase().startsWith(`${object.toLowerCase()}.`) ? path.slice(object.length + 1) : path;

export function parseSoql(soql: string): Soql {
  if (soql.length > 100_000) throw refused(414, 'URI_TOO_LONG', 'The query is longer than 100,000 characters');
  return new Parser(soql).query();
}
