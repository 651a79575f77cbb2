export type Happened = {
  readonly tenantId: string;
  readonly id: string;
  readonly type: string;
  readonly recordType: string;
  readonly recordId: string;
  readonly dealId: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: string;
};
export type Format = 'standard' | 'cloudevents';
export type Wishes = { readonly format: Format; readonly includeData: boolean };

/** Receivers are told to expect less than 20 kB. */
const MOST_BYTES = 20_000;
const contentTypes: Readonly<Record<Format, string>> = { standard: 'application/json', cloudevents: 'application/cloudevents+json; charset=utf-8' };

/** The id of a message, in its header and in the list of events: by it a receiver knows what it has had already. */
export const messageIdOf = (eventId: string): string => `msg_${eventId}`;

/**
 * Thin by default: which record, and nothing of it. Who is told reads the record through the API with its own rights, and as it
 * is by then; what was taken back between the event and its delivery is not told.
 */
export function dataOf(event: Happened, includeData: boolean): Record<string, unknown> {
  const thin = { recordType: event.recordType, recordId: event.recordId, dealId: event.dealId };
  return includeData ? { ...thin, event: event.payload } : thin;
}

export function envelopeOf(event: Happened, { format, includeData }: Wishes): Record<string, unknown> {
  const data = dataOf(event, includeData);
  if (format === 'standard') return { type: event.type, timestamp: event.at, data };
  return {
    specversion: '1.0',
    id: messageIdOf(event.id),
    source: `urn:uuid:${event.tenantId}`,
    type: event.type,
    time: event.at,
    subject: `${event.recordType}/${event.recordId}`,
    datacontenttype: 'application/json',
    data,
  };
}

export type Rendered = { readonly body: string; readonly contentType: string };

/** What is too large to be sent with its data is sent without. */
export function render(event: Happened, wishes: Wishes): Rendered {
  const body = JSON.stringify(envelopeOf(event, wishes));
  const contentType = contentTypes[wishes.format];
  if (Buffer.byteLength(body) <= MOST_BYTES || !wishes.includeData) return { body, contentType };
  return { body: JSON.stringify(envelopeOf(event, { ...wishes, includeData: false })), contentType };
}
