import { companyName, dealName, personName } from '../crm/sample-names.ts';
import type { Parts } from './api.ts';
import { newTransaction } from './api.ts';
import { overflowId } from './change-events.ts';
import { withDerived } from './derived.ts';
import { recordHistory } from './history.ts';
import { wholeSeconds } from './org.ts';
import type { Row } from './org.ts';
import { person } from './sample-org.ts';
import type { Values } from './values.ts';

/** Above this many changes in one transaction Salesforce gives up single events and tells of an overflow. */
export const overflowAbove = 100_000;
/** Beyond this many, a push for each would only drown the receivers: they get the overflow, the journal has all. */
const mostPushes = 200;

/** One import: all records of it have the same SystemModstamp, as records of one batch do. */
export function bulkCreate(
  parts: Parts,
  object: 'Account' | 'Contact' | 'Opportunity',
  count: number,
  events: 'each' | 'overflow' | 'none',
): { readonly first: string; readonly last: string; readonly stamp: string } {
  const { org } = parts;
  const writer = person(org);
  const stamp = wholeSeconds(org.now());
  const accounts = [...org.store('Account').all()].filter((row) => !row.deleted).map((row) => row.id);
  const transaction = newTransaction(org);
  const told = events === 'each' ? Math.min(count, overflowAbove) : 0;
  let first = '';
  let last = '';
  for (let number = 0; number < count; number += 1) {
    const values = sampleValues(parts, object, number, accounts);
    const row: Row = {
      id: org.newId(object),
      stamp,
      created: stamp,
      deleted: false,
      master: null,
      values: { ...withDerived(org, object, values, values), OwnerId: writer.user, CreatedById: writer.user, LastModifiedById: writer.user },
    };
    org.put(object, row);
    recordHistory(org, object, undefined, row, writer.user);
    if (number < told)
      parts.events.publish(
        {
          entity: object,
          ids: [row.id],
          type: 'CREATE',
          origin: '',
          transaction,
          sequence: number + 1,
          user: writer.user,
          changed: createdNames(row),
          version: row,
        },
        count > mostPushes,
      );
    first ||= row.id;
    last = row.id;
  }
  const isOverflow = events === 'overflow' || (events === 'each' && count > overflowAbove);
  const overflow = {
    entity: object,
    ids: [overflowId],
    type: 'GAP_OVERFLOW',
    origin: '',
    transaction,
    sequence: told + 1,
    user: writer.user,
    changed: [],
    version: null,
  } as const;
  if (isOverflow) parts.events.publish(overflow);
  else if (events === 'each' && count > mostPushes) parts.events.push({ number: parts.events.journal.last, at: org.now(), entry: overflow });
  return { first, last, stamp: new Date(stamp).toISOString() };
}

/** The same list for all records of one shape, so that 100,000 events do not keep 100,000 lists. */
const shapes = new Map<string, readonly string[]>();
function createdNames(row: Row): readonly string[] {
  const names = Object.keys(row.values).filter((name) => row.values[name] !== null);
  const key = names.join();
  const known = shapes.get(key) ?? [...names, 'CreatedDate', 'LastModifiedDate'];
  shapes.set(key, known);
  return known;
}

function sampleValues(parts: Parts, object: 'Account' | 'Contact' | 'Opportunity', number: number, accounts: readonly string[]): Values {
  const account = accounts[number % Math.max(1, accounts.length)] ?? null;
  switch (object) {
    case 'Account':
      return { Name: companyName(number), BillingCountry: 'United States', NumberOfEmployees: 10 + (number % 5000) };
    case 'Contact': {
      const { first, last } = personName(number);
      return { AccountId: account, FirstName: first, LastName: last, Email: `${first}.${last.replaceAll(' ', '')}.${number}@example.com`.toLowerCase() };
    }
    case 'Opportunity':
      return {
        AccountId: account,
        Name: dealName(number),
        StageName: parts.org.stages[number % parts.org.stages.length]?.apiName ?? null,
        Amount: 1000 + (number % 900) * 250,
        CloseDate: new Date(parts.org.now() + (number % 365) * 86_400_000).toISOString().slice(0, 10),
      };
  }
}
