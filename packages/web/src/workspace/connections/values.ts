import { minorDigits } from '@entente/kernel';
import type { Result } from '@entente/contracts/client';

type Field = Result<'conflicts.list'>['items'][number];
export type FieldValue = Field['ours'];
export type FieldType = Field['type'];
export type Choice = Field['choices'][number];

export const isList = (value: FieldValue): value is string[] => Array.isArray(value);
export const isBlank = (value: FieldValue): boolean => value === null || value === '' || (isList(value) && value.length === 0);

/** What stands in an input for a value, and back: null where what was typed is no value of that type. */
export function typedText(value: FieldValue, type: FieldType, currency: string | null): string {
  if (isBlank(value)) return '';
  if (isList(value)) return value.join('\n');
  if (type === 'money' && typeof value === 'number') return String(value / 10 ** digitsOf(currency));
  if (type === 'instant' && typeof value === 'string') return value.slice(0, 16);
  return String(value);
}

export type Typed = { ok: true; value: FieldValue } | { ok: false };

export function valueOfText(text: string, type: FieldType, currency: string | null): Typed {
  const plain = text.trim();
  if (plain === '') return { ok: true, value: null };
  if (type === 'number' || type === 'money') {
    const figure = Number(plain);
    if (!Number.isFinite(figure)) return { ok: false };
    return { ok: true, value: type === 'money' ? Math.round(figure * 10 ** digitsOf(currency)) : figure };
  }
  if (type === 'yes_no') return plain === 'true' || plain === 'false' ? { ok: true, value: plain === 'true' } : { ok: false };
  if (type === 'choices')
    return {
      ok: true,
      value: [
        ...new Set(
          plain
            .split('\n')
            .map((part) => part.trim())
            .filter(Boolean),
        ),
      ],
    };
  if (type === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(plain) ? { ok: true, value: plain } : { ok: false };
  if (type === 'instant') {
    const at = Date.parse(/[zZ]|[+-]\d{2}:?\d{2}$/.test(plain) ? plain : `${plain}Z`);
    return Number.isNaN(at) ? { ok: false } : { ok: true, value: new Date(at).toISOString() };
  }
  return { ok: true, value: text };
}

const digitsOf = (currency: string | null): number => minorDigits(currency ?? 'EUR');
