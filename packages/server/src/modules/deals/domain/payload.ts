/** What an event carries, read without trust: other versions of the product wrote some of them. */
export type Payload = Readonly<Record<string, unknown>>;

export const text = (payload: Payload, key: string): string | null => (typeof payload[key] === 'string' && payload[key] !== '' ? payload[key] : null);
export const count = (payload: Payload, key: string): number | null => (typeof payload[key] === 'number' ? payload[key] : null);
export const partner = (payload: Payload): string => text(payload, 'partnerName') ?? 'A partner';
export const quoted = (value: string | null): string => (value === null ? '' : ` “${value}”`);
export const because = (payload: Payload): string => (text(payload, 'reason') ? `: ${text(payload, 'reason')}` : '');
