import type { InvalidField } from '@entente/kernel';
import { collapse, type Prepared } from './account.ts';

export type ContactFields = {
  readonly accountId: string;
  readonly name: string;
  readonly email: string | null;
  readonly title: string | null;
  readonly phone: string | null;
  readonly externalId: string | null;
};
export type ContactInput = { readonly accountId: string; readonly name: string } & {
  readonly [Key in 'email' | 'title' | 'phone' | 'externalId']?: string | null | undefined;
};
export type ContactChanges = { readonly [Key in keyof ContactFields]?: ContactFields[Key] | undefined };

export const prepareContact = (input: ContactInput): Prepared<ContactFields> =>
  applyContactChanges({ accountId: input.accountId, name: '', email: null, title: null, phone: null, externalId: null }, input);

export function applyContactChanges(before: ContactFields, changes: ContactChanges): Prepared<ContactFields> {
  const problems: InvalidField[] = [];
  const value: ContactFields = {
    accountId: changes.accountId ?? before.accountId,
    name: changes.name === undefined ? before.name : collapse(changes.name),
    email: optional(changes.email, before.email)?.toLowerCase() ?? null,
    title: optional(changes.title, before.title),
    phone: optional(changes.phone, before.phone),
    externalId: optional(changes.externalId, before.externalId),
  };
  if (value.name === '') problems.push({ path: 'name', code: 'empty', sentence: 'A contact needs a name.' });
  if (value.email !== null && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.email))
    problems.push({ path: 'email', code: 'not_an_address', sentence: `“${value.email}” is not a mail address.` });
  return { value, problems };
}

export function changedContactKeys(before: ContactFields, after: ContactFields): (keyof ContactFields)[] {
  return (Object.keys(before) as (keyof ContactFields)[]).filter((key) => before[key] !== after[key]);
}

const optional = (change: string | null | undefined, before: string | null): string | null =>
  change === undefined ? before : change === null || change.trim() === '' ? null : change.trim();
