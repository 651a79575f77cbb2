import type { Result } from '@entente/contracts/client';
import { t } from '../../../lib/i18n/i18n.ts';
import type { Tone } from '../../../ui/badge.tsx';

export type Endpoint = Result<'webhooks.get'>;
export type Delivery = Result<'webhooks.deliveries'>['items'][number];
export type OpenDelivery = Result<'webhooks.delivery'>;
export type EventType = Delivery['eventType'];
export type Group = Result<'webhooks.eventTypes'>['items'][number]['group'];

export const groups = [
  'deals',
  'registrations',
  'leads',
  'cases',
  'records',
  'rules',
  'work',
  'connections',
  'cosell',
  'marketplaces',
  'billing',
] as const satisfies readonly Group[];
export const deliveryStates = ['waiting', 'delivered', 'failed'] as const;
export const deliveryTones: Readonly<Record<Delivery['state'], Tone>> = { waiting: 'accent', delivered: 'ok', failed: 'bad' };

/** The one word that says how an endpoint is. */
export function stateOf(endpoint: Endpoint): { id: 'active' | 'failing' | 'throttled' | 'disabled'; tone: Tone } {
  if (endpoint.status === 'disabled') return { id: 'disabled', tone: 'neutral' };
  if (endpoint.throttledUntil !== null) return { id: 'throttled', tone: 'warn' };
  if (endpoint.failingSince !== null) return { id: 'failing', tone: 'bad' };
  return { id: 'active', tone: 'ok' };
}

export const eventSentence = (type: EventType): string => t(`webhooks.event.${type}`);
export const nameOf = (endpoint: Pick<Endpoint, 'description' | 'urlShown'>): string =>
  endpoint.description === '' ? endpoint.urlShown : endpoint.description;

/** Days of whoever looks, as instants; null when they are no span. */
export function spanOfDays(from: string, to: string): { from: string; to: string } | null {
  const [start, last] = [new Date(`${from}T00:00:00`), new Date(`${to}T00:00:00`)];
  if (Number.isNaN(start.getTime()) || Number.isNaN(last.getTime()) || start > last) return null;
  last.setDate(last.getDate() + 1);
  return { from: start.toISOString(), to: last.toISOString() };
}

/** A body as it was sent, with breaks where it is JSON. */
export function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
