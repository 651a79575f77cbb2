import { isRecord } from './kit/json.ts';
import type { Json } from './kit/json.ts';

/** JSON Patch (RFC 6902) as the referrals service takes it: `add` and `replace` only. */
export type PatchOutcome =
  | { readonly ok: true; readonly document: Json; readonly touched: readonly string[] }
  | { readonly ok: false; readonly message: string };

export function applyPatch(document: Json, patch: unknown): PatchOutcome {
  if (!Array.isArray(patch) || patch.length === 0) return { ok: false, message: 'The body is an array of JSON Patch operations.' };
  let current: unknown = structuredClone(document);
  const touched: string[] = [];
  for (const [index, operation] of patch.entries()) {
    if (!isRecord(operation)) return { ok: false, message: `Operation ${index} is not an object.` };
    const { op, path } = operation;
    if (op !== 'add' && op !== 'replace') return { ok: false, message: `Operation ${index}: only 'add' and 'replace' are supported.` };
    if (typeof path !== 'string' || !path.startsWith('/')) return { ok: false, message: `Operation ${index}: the path must begin with a slash.` };
    if (!('value' in operation)) return { ok: false, message: `Operation ${index}: the value is missing.` };
    const parts = path
      .slice(1)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (parts.some((part) => part === '__proto__' || part === 'constructor' || part === 'prototype'))
      return { ok: false, message: `Operation ${index}: the path is not allowed.` };
    const next = put(current, parts, operation.value, op);
    if (next === unreachable) return { ok: false, message: `Operation ${index}: the target location '${path}' was not found.` };
    current = next;
    touched.push(path);
  }
  return isRecord(current) ? { ok: true, document: current, touched } : { ok: false, message: 'The document is gone.' };
}

const unreachable = Symbol('unreachable');

function put(value: unknown, [head, ...rest]: readonly string[], wanted: unknown, op: 'add' | 'replace'): unknown {
  if (head === undefined) return wanted;
  if (Array.isArray(value)) {
    const list: unknown[] = [...value];
    const at = head === '-' ? list.length : /^(?:0|[1-9]\d*)$/.test(head) ? Number(head) : -1;
    if (rest.length > 0) {
      if (at < 0 || at >= list.length) return unreachable;
      const inner = put(list[at], rest, wanted, op);
      if (inner === unreachable) return unreachable;
      list[at] = inner;
      return list;
    }
    if (at < 0 || at > list.length || (op === 'replace' && at >= list.length)) return unreachable;
    list.splice(at, op === 'add' ? 0 : 1, wanted);
    return list;
  }
  if (!isRecord(value)) return unreachable;
  if (rest.length > 0 || op === 'replace') {
    if (!(head in value)) return unreachable;
    const inner = put(value[head], rest, wanted, op);
    return inner === unreachable ? unreachable : { ...value, [head]: inner };
  }
  return { ...value, [head]: wanted };
}
