import type { Json } from '../crm/call.ts';

export type Named = Readonly<Record<string, Json | undefined>>;

/** `${name}` alone becomes the value itself, whatever it is; within a text it becomes its text. Keys are filled in too. */
export function filled(template: Json, named: Named): Json {
  if (typeof template === 'string') {
    const alone = /^\$\{([^}]+)\}$/.exec(template);
    return alone ? (named[alone[1] ?? ''] ?? null) : filledText(template, named, String);
  }
  if (Array.isArray(template)) return template.map((item: Json) => filled(item, named));
  if (typeof template === 'object' && template !== null)
    return Object.fromEntries(
      Object.entries(template).map(([key, value]) => [filledText(key, named, String), value === undefined ? null : filled(value, named)]),
    );
  return template;
}

export const filledText = (template: string, named: Named, write: (text: string) => string): string =>
  template.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
    const value = named[name];
    return value === undefined || value === null
      ? ''
      : write(typeof value === 'object' ? (Array.isArray(value) ? value.join(',') : JSON.stringify(value)) : String(value));
  });

/** RFC 6901. */
export function at(value: Json | undefined, pointer: string): Json | undefined {
  let found: Json | undefined = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null) return undefined;
    found = Array.isArray(found)
      ? (found[Number(key)] as Json | undefined)
      : Object.hasOwn(found, key)
        ? (found as { [key: string]: Json | undefined })[key]
        : undefined;
  }
  return found;
}

/** A text or a number at a pointer, as a text; null for anything else. */
export function textAt(value: Json | undefined, pointer: string): string | null {
  const found = at(value, pointer);
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : null;
}
