import { hash } from 'node:crypto';
import type { Leg } from './legs.ts';

/** All that a transaction says. What its hash is made from, and nothing that comes later. */
export type Content = {
  readonly id: string;
  readonly template: string;
  readonly cause: string;
  readonly factOn: string;
  readonly bookedOn: string;
  readonly period: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly dealId: string | null;
  readonly memo: string;
  readonly reverses: string | null;
  readonly reason: string | null;
  /** Canonical texts. */
  readonly ruleVersions: string;
  readonly facts: string;
  readonly legs: readonly Leg[];
};

/** The same text for the same value, whatever the order its keys were written or stored in. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const parts: string[] = [];
  const record = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(record).sort()) if (record[key] !== undefined) parts.push(`${JSON.stringify(key)}:${canonical(record[key])}`);
  return `{${parts.join()}}`;
}

const sha256 = (text: string): string => hash('sha256', text);

export function contentHash(content: Content): string {
  const said = [
    content.id,
    content.template,
    content.cause,
    content.factOn,
    content.bookedOn,
    content.period,
    content.createdAt,
    content.createdBy,
    content.dealId,
    content.memo,
    content.reverses,
    content.reason,
    content.legs.map(({ purpose, party, currency, amountMinor, lineId }) => [purpose, party, currency, amountMinor.toString(), lineId]),
  ];
  return sha256(`${JSON.stringify(said)}${content.ruleVersions}${content.facts}`);
}

/** What the first seal of a workspace is chained to. */
export const FIRST = '0'.repeat(64);

export const sealHash = (previous: string, sequence: number, transactionId: string, content: string): string =>
  sha256(`${previous} ${sequence} ${transactionId} ${content}`);
