export type Span = { readonly startsAt: number; readonly endsAt: number };

/** Clipped to the window, in order, and joined where they overlap or touch: what is left says only "taken". */
export function joinSpans(spans: readonly Span[], from: number, until: number): Span[] {
  const inside = spans
    .map(({ startsAt, endsAt }) => ({ startsAt: Math.max(startsAt, from), endsAt: Math.min(endsAt, until) }))
    .filter(({ startsAt, endsAt }) => endsAt > startsAt)
    .sort((a, b) => a.startsAt - b.startsAt);
  const joined: { startsAt: number; endsAt: number }[] = [];
  for (const span of inside) {
    const last = joined.at(-1);
    if (last !== undefined && span.startsAt <= last.endsAt) last.endsAt = Math.max(last.endsAt, span.endsAt);
    else joined.push({ ...span });
  }
  return joined;
}
