import { checkShape } from '../constraints/index.ts';
import { isObject } from '../wire/index.ts';
import type { JsonObject } from '../wire/index.ts';
import type { CatalogFault } from './catalog-errors.ts';
import { invalid, notSupported } from './catalog-errors.ts';
import { termProblems, valueProblems } from './detail-values.ts';
import { knownChange, knownEntityTypes, schemaProblems } from './details.ts';
import type { Change } from './model.ts';

const reference = /^\$([A-Za-z]{1,72})\.Entity\.Identifier$/;
export const referredName = (identifier: string): string | undefined => reference.exec(identifier)?.[1];
/** `offer-abc@3` names a revision; the entity is `offer-abc`. */
export const plainId = (identifier: string): string => identifier.replace(/@\d+$/, '');

/** The synchronous checks of StartChangeSet. @throws ValidationException with every fault found. */
export function readChanges(request: JsonObject, now: Date): Change[] {
  const changes = request['ChangeSet'];
  if (!Array.isArray(changes)) throw invalid([{ field: 'ChangeSet', message: 'A list of changes is needed.' }]);
  const count = checkShape('catalog', 'RequestedChangeList', changes);
  if (count !== undefined) throw invalid([{ field: 'ChangeSet', message: count.message }]);
  const faults: CatalogFault[] = [];
  const result = changes.flatMap((change: unknown, index) => readChange(change, `ChangeSet[${index}]`, now, faults) ?? []);
  checkNames(result, faults);
  if (faults.length > 0) throw invalid(faults);
  return result;
}

function readChange(change: unknown, path: string, now: Date, faults: CatalogFault[]): Change | undefined {
  const entity = isObject(change) ? change['Entity'] : undefined;
  if (!isObject(change) || !isObject(entity) || typeof change['ChangeType'] !== 'string' || typeof entity['Type'] !== 'string') {
    faults.push({ field: path, message: 'A change needs ChangeType and Entity with its Type.' });
    return undefined;
  }
  const { ChangeType: changeType, ChangeName: changeName } = change;
  const { Type: entityType, Identifier: identifier } = entity;
  if (!knownEntityTypes.has(entityType)) throw notSupported(`Entities of type ${entityType} are not supported.`);
  const where = { changeType, entityType, ...(typeof identifier === 'string' ? { entityId: identifier } : {}) };
  const fault = (field: string, message: string): undefined => {
    faults.push({ field: `${path}.${field}`, message, ...where });
    return undefined;
  };
  if (!knownChange(entityType, changeType)) {
    fault('ChangeType', `${changeType} is no change of ${entityType}.`);
    return undefined;
  }
  if (changeName !== undefined && (typeof changeName !== 'string' || !/^[a-zA-Z]{1,72}$/.test(changeName)))
    fault('ChangeName', 'A name has up to 72 letters and nothing else.');
  const creates = changeType.startsWith('Create');
  if (creates && identifier !== undefined) fault('Entity.Identifier', `${changeType} makes a new entity; leave the identifier out.`);
  if (!creates && typeof identifier !== 'string') fault('Entity.Identifier', `${changeType} needs the identifier of an entity.`);
  else if (!creates && referredName(String(identifier)) === undefined) {
    const wrong = checkShape('catalog', 'Identifier', identifier);
    if (wrong !== undefined) fault('Entity.Identifier', wrong.message);
  }
  const details = readDetails(change, fault);
  if (details === undefined) return undefined;
  for (const { field, message } of [
    ...schemaProblems(entityType, changeType, details),
    ...valueProblems(details, now, changeType === 'UpdateAvailability' && typeof identifier === 'string' && referredName(identifier) === undefined),
    ...termProblems(entityType, changeType, details),
  ]) {
    fault(`DetailsDocument.${field}`, message);
  }
  return {
    changeType,
    ...(typeof changeName === 'string' ? { changeName } : {}),
    entityType,
    ...(typeof identifier === 'string' ? { identifier: plainId(identifier) } : {}),
    details: withoutNulls(details) as JsonObject,
    errors: [],
  };
}

function readDetails(change: JsonObject, fault: (field: string, message: string) => undefined): JsonObject | undefined {
  const { Details: text, DetailsDocument: document } = change;
  if ((text === undefined) === (document === undefined)) return fault('Details', 'Provide either Details or DetailsDocument.');
  if (document !== undefined) return isObject(document) ? document : fault('DetailsDocument', 'The document must be an object.');
  const wrong = checkShape('catalog', 'Json', text);
  if (wrong !== undefined) return fault('Details', wrong.message);
  try {
    const value: unknown = JSON.parse(String(text));
    return isObject(value) ? value : fault('Details', 'The text must hold a JSON object.');
  } catch {
    return fault('Details', 'The text is not JSON.');
  }
}

/** A reference goes to the name of an earlier change that creates an entity of the same type. */
function checkNames(changes: readonly Change[], faults: CatalogFault[]): void {
  const named = new Map<string, Change>();
  for (const change of changes) {
    const name = change.identifier === undefined ? undefined : referredName(change.identifier);
    const target = name === undefined ? undefined : named.get(name);
    if (name !== undefined && target === undefined)
      faults.push({ field: 'Entity.Identifier', message: `No change before this one is named ${name}.`, changeType: change.changeType });
    if (target !== undefined && (target.entityType !== change.entityType || !target.changeType.startsWith('Create'))) {
      faults.push({
        field: 'Entity.Identifier',
        message: `The change named ${String(name)} does not create a ${change.entityType}.`,
        changeType: change.changeType,
      });
    }
    if (change.changeName === undefined) continue;
    if (named.has(change.changeName))
      faults.push({ field: 'ChangeName', message: `Two changes are named ${change.changeName}.`, changeType: change.changeType });
    named.set(change.changeName, change);
  }
}

/** The shapes let null stand for "not given". */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (one === null ? [] : [[key, withoutNulls(one)]])));
}
