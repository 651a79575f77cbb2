import type { Org, Row } from './org.ts';
import type { Value } from './values.ts';

/** Fields of the opportunity whose changes are kept, as an admin would choose them (an org may choose twenty). */
const tracked = ['StageName', 'Amount', 'CloseDate', 'OwnerId', 'Name', 'NextStep', 'Probability', 'AccountId', 'ForecastCategoryName'];
const snapshotFields = ['StageName', 'Amount', 'CloseDate', 'Probability'];

export function recordHistory(org: Org, object: string, before: Row | undefined, after: Row, user: string): void {
  if (object !== 'Opportunity') return;
  const { values } = after;
  if (!before) {
    fieldChange(org, after, 'created', null, null, user);
    snapshot(org, after, user);
    return;
  }
  const changed = tracked.filter((name) => (before.values[name] ?? null) !== (values[name] ?? null));
  for (const name of changed) fieldChange(org, after, name, before.values[name] ?? null, values[name] ?? null, user);
  if (changed.some((name) => snapshotFields.includes(name))) snapshot(org, after, user, before);
}

/** A reference leaves two rows under the name of its relationship: one with the ids, one with the names. */
function fieldChange(org: Org, row: Row, name: string, before: Value, after: Value, user: string): void {
  const field = org.definitions.get('Opportunity')?.fields.find((one) => one.name === name);
  const common = { OpportunityId: row.id, Field: field?.relationshipName ?? name, CreatedById: user };
  keep(org, 'OpportunityFieldHistory', row, { ...common, DataType: dataType(field?.type), OldValue: before, NewValue: after });
  if (field?.type !== 'reference') return;
  const nameOf = (id: Value): Value => (id === null ? null : (org.store(field.referenceTo[0] ?? '').get(String(id))?.values['Name'] ?? null));
  keep(org, 'OpportunityFieldHistory', row, { ...common, DataType: 'Text', OldValue: nameOf(before), NewValue: nameOf(after) });
}

function snapshot(org: Org, row: Row, user: string, before?: Row): void {
  const { StageName = null, Amount = null, ExpectedRevenue = null, CloseDate = null, Probability = null, ForecastCategoryName = null } = row.values;
  keep(org, 'OpportunityHistory', row, {
    OpportunityId: row.id,
    StageName,
    Amount,
    ExpectedRevenue,
    CloseDate,
    Probability,
    ForecastCategory: ForecastCategoryName,
    PrevAmount: before?.values['Amount'] ?? null,
    PrevCloseDate: before?.values['CloseDate'] ?? null,
    CreatedById: user,
  });
}

function keep(org: Org, object: string, about: Row, values: Record<string, Value>): void {
  org.put(object, { id: org.newId(object), stamp: about.stamp, created: about.stamp, deleted: false, master: null, values });
}

function dataType(type: string | undefined): string {
  switch (type) {
    case 'currency':
      return 'Currency';
    case 'date':
      return 'DateOnly';
    case 'reference':
      return 'EntityId';
    case 'percent':
      return 'Percent';
    default:
      return 'Text';
  }
}
