import { useNavigate, useSearch } from '@tanstack/react-router';

/** Filters, tabs and the open row live in the address, so that a view can be sent, kept and gone back to. */
export function useUrlState() {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  function text(key: string): string | undefined {
    const value = search[key];
    // The router reads "?q=123" as a number; for a filter it is what somebody typed.
    return typeof value === 'string' && value !== '' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }
  function oneOf<Id extends string>(key: string, known: readonly Id[]): Id | undefined {
    const value = text(key);
    return known.find((entry) => entry === value);
  }
  function set(changes: Record<string, string | boolean | undefined>): void {
    void navigate({ to: '.', search: (before: Record<string, unknown>) => ({ ...before, ...changes }), replace: true });
  }
  return { text, oneOf, set };
}
