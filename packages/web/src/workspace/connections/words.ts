import type { Result } from '@entente/contracts/client';
import type { CallInput } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import type { Tone } from '../../ui/badge.tsx';

export type ConnectionRow = Result<'connections.list'>['items'][number];
export type Connection = Result<'connections.get'>;
export type OutsideSystem = Result<'connections.systems'>['items'][number];
export type FormField = OutsideSystem['settings'][number];
export type ConnectionObject = Connection['objects'][number];
export type Health = Result<'connections.health'>;
export type NewConnection = CallInput<'connections.create'>['body'];

type State = { id: 'active' | 'holding' | 'paused' | 'stopped'; tone: Tone };

/** The one word that says how a connection is. */
export function stateOf(connection: Pick<ConnectionRow, 'status' | 'resumesAt'>): State {
  if (connection.status === 'stopped') return { id: 'stopped', tone: 'bad' };
  if (connection.status === 'paused') return { id: 'paused', tone: 'neutral' };
  return connection.resumesAt === null ? { id: 'active', tone: 'ok' } : { id: 'holding', tone: 'warn' };
}

export const systemLabel = (system: ConnectionRow['system']): string => t(`connections.system.${system}`);
export const environmentTones: Readonly<Record<ConnectionRow['environment'], Tone>> = { live: 'accent', sandbox: 'neutral', simulator: 'neutral' };
export const kindLabel = (kind: ConnectionObject['kind']): string => t(`connections.kind.${kind}`);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** What was sent or came back, for the eye: a text that is JSON is broken into lines. */
export function readable(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2) ?? '';
  try {
    const parsed: unknown = JSON.parse(value);
    return isRecord(parsed) ? JSON.stringify(parsed, null, 2) : value;
  } catch {
    return value;
  }
}
