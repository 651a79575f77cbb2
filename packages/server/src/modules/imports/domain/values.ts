import { getDomain } from 'tldts';
import { COUNTRIES } from './countries.ts';
import { parseDate } from './dates.ts';
import type { DateOrder } from './dates.ts';
import { parseInteger, parseMoney } from './money.ts';
import { findPicklistValue } from './picklist.ts';
import { refuse } from './types.ts';
import type { FieldValue, Parsed, TargetField } from './types.ts';

export type ParseOptions = {
  readonly dateOrder?: DateOrder | null;
  readonly decimal?: '.' | ',';
  readonly currency?: string;
  readonly multiplier?: 1 | 1_000 | 1_000_000;
};

export const MAX_TEXT = 10_000;
const EMAIL = /^[^\s@,;<>"()[\]\\]+@[^\s@,;<>"()[\]\\]+\.[^\s@,;<>"()[\]\\.]{2,}$/;
const YES = new Set(['true', 'yes', 'y', '1', 'x', 'on', 'active', 'ja', 'oui', 'si']);
const NO = new Set(['false', 'no', 'n', '0', 'off', 'inactive', 'nein', 'non']);
const BLANKS = new Set(['', '-', '--', '—', 'n/a', '#n/a', 'null', 'none', 'nil', '(blank)', 'na']);
const NOT_VALUES = new Set(['nan', 'infinity', '-infinity', '#ref!', '#value!', '#div/0!', '#name?', '#num!', '#null!', 'undefined', '[object object]']);

/** "n/a" and the like say that there is nothing. In free text only true blanks do: somebody may be called None. */
export function isBlank(text: string, field?: TargetField): boolean {
  const trimmed = text.trim();
  if (trimmed === '') return true;
  return field?.type !== 'text' && field?.type !== 'list' && BLANKS.has(trimmed.toLowerCase());
}

function parseUrl(text: string): Parsed<string> {
  const bad = refuse('bad-url', `"${text.slice(0, 80)}" is not a web address.`);
  if (text.length > 2_000) return bad;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || !getDomain(url.hostname)) return bad;
  return { ok: true, value: url.pathname === '/' && url.search === '' && url.hash === '' ? url.origin : url.href };
}

/** The registrable domain of whatever was written: 'https://www.acme.co.uk/x', 'jane@acme.co.uk' → 'acme.co.uk'. */
function parseDomain(text: string): Parsed<string> {
  const domain = text.length <= 2_000 && !/\s/.test(text) ? getDomain(text.includes('@') ? text.slice(text.lastIndexOf('@') + 1) : text) : null;
  return domain ? { ok: true, value: domain } : refuse('bad-domain', `"${text.slice(0, 80)}" is not a domain.`);
}

function parseText(text: string): Parsed<string> {
  if (text.length > MAX_TEXT)
    return refuse('text-too-long', `The text has ${text.length.toLocaleString('en')} characters; at most ${MAX_TEXT.toLocaleString('en')} fit.`);
  return { ok: true, value: text };
}

/** Reads one cell that is not blank. References are left to the planner, which knows the records. */
export function parseValue(field: TargetField, raw: string, options: ParseOptions = {}): Parsed<FieldValue> {
  const text = raw.trim();
  if (NOT_VALUES.has(text.toLowerCase())) return refuse('not-a-value', `"${text}" is an error of the exporting program, not a value.`);
  switch (field.type) {
    case 'text':
    case 'reference':
      return parseText(text);
    case 'email':
      return text.length <= 254 && EMAIL.test(text)
        ? { ok: true, value: text.toLowerCase() }
        : refuse('bad-email', `"${text.slice(0, 80)}" is not an e-mail address.`);
    case 'domain':
      return parseDomain(text.toLowerCase());
    case 'url':
      return parseUrl(text);
    case 'integer':
      return parseInteger(text, options.decimal);
    case 'money':
      return parseMoney(text, {
        currency: options.currency ?? 'USD',
        ...(options.decimal ? { decimal: options.decimal } : {}),
        ...(options.multiplier ? { multiplier: options.multiplier } : {}),
      });
    case 'date':
      return parseDate(text, options.dateOrder ?? null);
    case 'country': {
      const code = findPicklistValue(COUNTRIES, text);
      return code ? { ok: true, value: code } : refuse('unknown-country', `"${text.slice(0, 80)}" is not a known country.`);
    }
    case 'picklist': {
      const value = findPicklistValue(field.values ?? [], text);
      return value ? { ok: true, value } : refuse('unknown-value', `"${text.slice(0, 80)}" is not a known ${field.label.toLowerCase()}.`);
    }
    case 'boolean': {
      const word = text.toLowerCase();
      if (YES.has(word)) return { ok: true, value: true };
      return NO.has(word) ? { ok: true, value: false } : refuse('bad-boolean', `"${text.slice(0, 80)}" is neither yes nor no.`);
    }
    case 'list': {
      const parts = [
        ...new Set(
          text
            .split(/[;,|\n]/)
            .map((part) => part.trim())
            .filter((part) => part !== ''),
        ),
      ];
      const whole = parseText(text);
      return whole.ok ? { ok: true, value: parts } : whole;
    }
  }
}
