/** One thing that waited for a partner, from opened to decided. */
export type ResponseTime = { readonly partnerId: string; readonly hours: number };
export type Response = { readonly medianHours: number | null; readonly samples: number };

export const noResponse: Response = { medianHours: null, samples: 0 };

/** The middle time: one forgotten act of three weeks says less about a partner than nine answers within a day. */
export function responseOf(hours: readonly number[]): Response {
  const sorted = hours.filter((each) => Number.isFinite(each) && each >= 0).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return noResponse;
  const lower = sorted.length % 2 === 1 ? upper : (sorted[middle - 1] ?? upper);
  // Two decimals are half a minute; more would make every night a change.
  return { medianHours: Math.round(((lower + upper) / 2) * 100) / 100, samples: sorted.length };
}

export function responsesByPartner(times: readonly ResponseTime[]): Map<string, Response> {
  return new Map([...Map.groupBy(times, (time) => time.partnerId)].map(([partnerId, own]) => [partnerId, responseOf(own.map((time) => time.hours))]));
}
