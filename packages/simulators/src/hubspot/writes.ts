import type { Json, JsonObject } from '../crm/answers.ts';
import { invalid, notFound, Refused } from './errors.ts';
import type { PortalEvents } from './portal-events.ts';
import type { Past, Portal, Row, Source } from './portal.ts';
import type { ObjectKind } from './schema.ts';
import { coerced } from './values.ts';
import type { Problem } from './values.ts';

export type Writer = { readonly source: Source; readonly silent?: boolean };
/** HubSpot keeps the last twenty values of a property. */
const mostPast = 20;

export class Writes {
  readonly #portal: Portal;
  readonly #events: PortalEvents;

  constructor(portal: Portal, events: PortalEvents) {
    this.#portal = portal;
    this.#events = events;
  }

  create(kind: ObjectKind, given: JsonObject, writer: Writer): Row {
    const values = this.#validated(kind, given, undefined);
    const missing = (this.#portal.properties.get(kind.name) ?? []).find((one) => one.required && !values[one.name]);
    if (missing)
      throw invalid(
        `Property values were not valid: [${JSON.stringify({ isValid: false, message: `${missing.label} is required`, error: 'REQUIRED_FIELD', name: missing.name })}]`,
      );
    const stamp = this.#portal.now();
    const row: Row = {
      id: this.#portal.newId(),
      stamp,
      created: stamp,
      archived: null,
      mergedInto: null,
      source: writer.source,
      values: this.#derived(kind, values, values),
      history: {},
    };
    this.#portal.put(kind, row);
    if (!writer.silent) this.#events.created(kind, row, writer.source);
    return row;
  }

  update(kind: ObjectKind, id: string, given: JsonObject, writer: Writer): Row {
    const before = this.living(kind, id);
    const values = this.#validated(kind, given, before);
    const after = this.#derived(kind, { ...before.values, ...values }, values);
    const changed = Object.keys(after).filter((name) => (after[name] ?? '') !== (before.values[name] ?? ''));
    // HubSpot leaves a record alone when nothing changes in it.
    if (changed.length === 0) return before;
    return this.#write(kind, before, after, changed, writer);
  }

  archive(kind: ObjectKind, id: string, writer: Writer): void {
    const before = this.#portal.store(kind).get(id);
    // Deleting what is not there is no error in HubSpot.
    if (!before || before.archived !== null) return;
    const row: Row = { ...before, archived: this.#portal.now() };
    this.#portal.put(kind, row);
    if (!writer.silent) this.#events.removed(kind, row, writer.source);
  }

  restore(kind: ObjectKind, id: string, writer: Writer): Row {
    const before = this.#portal.store(kind).get(id);
    if (!before || before.archived === null) throw notFound('The record is not in the recycle bin');
    if (before.mergedInto !== null) throw invalid('A merged record cannot be restored');
    const row: Row = { ...before, archived: null, stamp: this.#portal.now() };
    this.#portal.put(kind, row);
    if (!writer.silent) this.#events.restored(kind, row, writer.source);
    return row;
  }

  /** The winner keeps its id and its values, and takes those it has none of. Reading the loser's id gives the winner. */
  merge(kind: ObjectKind, winnerId: string, loserId: string, writer: Writer): Row {
    if (!kind.mergeable) throw invalid(`Objects of type ${kind.typeId} cannot be merged`);
    if (winnerId === loserId) throw invalid('Cannot merge an object with itself');
    const winner = this.living(kind, winnerId);
    const loser = this.living(kind, loserId);
    const taken = Object.keys(loser.values).filter((name) => !winner.values[name] && loser.values[name]);
    this.#portal.associations.move(kind, loser.id, winner.id);
    this.#portal.put(kind, { ...loser, archived: this.#portal.now(), mergedInto: winner.id });
    const merged = [winner.values['hs_merged_object_ids'], loser.id].filter(Boolean).join(';');
    const after = { ...winner.values, ...Object.fromEntries(taken.map((name) => [name, loser.values[name] ?? ''])), hs_merged_object_ids: merged };
    const source: Source = { type: 'MERGE_OBJECTS', id: writer.source.id };
    const row = this.#write(kind, winner, after, [...taken, 'hs_merged_object_ids'], { ...writer, source, silent: true });
    if (!writer.silent) this.#events.merged(kind, row, [loser.id], taken.length, writer.source);
    return row;
  }

  living(kind: ObjectKind, id: string): Row {
    let row = this.#portal.store(kind).get(id);
    while (row?.mergedInto) row = this.#portal.store(kind).get(row.mergedInto);
    if (!row || row.archived !== null) throw notFound();
    return row;
  }

  /** @throws {Refused} as a write of the same would. */
  check(kind: ObjectKind, given: JsonObject, before: Row | undefined): void {
    this.#validated(kind, given, before);
  }

  #write(kind: ObjectKind, before: Row, values: Record<string, string>, changed: readonly string[], writer: Writer): Row {
    const stamp = this.#portal.now();
    const history: Record<string, readonly Past[]> = { ...before.history };
    for (const name of changed) {
      const first: Past[] = before.values[name] === undefined ? [] : [{ value: before.values[name], at: before.created, source: before.source }];
      history[name] = [{ value: values[name] ?? '', at: stamp, source: writer.source }, ...(before.history[name] ?? first)].slice(0, mostPast);
    }
    const row: Row = { ...before, stamp, values, history };
    this.#portal.put(kind, row);
    if (!writer.silent) this.#events.changed(kind, row, changed, writer.source);
    return row;
  }

  #validated(kind: ObjectKind, given: JsonObject, before: Row | undefined): Record<string, string> {
    const values: Record<string, string> = {};
    const problems: Problem[] = [];
    for (const [name, value] of Object.entries(given)) {
      const property = this.#portal.property(kind, name);
      if (!property || property.hidden) problems.push(complaint(name, 'PROPERTY_DOESNT_EXIST', `Property "${name}" does not exist`));
      else if (property.readOnly) problems.push(complaint(name, 'READ_ONLY_VALUE', `"${name}" is a read only property; its value cannot be set.`));
      else {
        const stored = coerced(property, value as Json);
        if (typeof stored !== 'string') problems.push(stored);
        else values[name] = stored;
      }
    }
    if (kind.name === 'deals') problems.push(...this.#wrongStage(values, before));
    if (values['hubspot_owner_id'] && !this.#portal.owners.some((one) => one.id === values['hubspot_owner_id']))
      problems.push(complaint('hubspot_owner_id', 'INVALID_OWNER_ID', `${values['hubspot_owner_id']} was not a valid owner id.`));
    if (problems.length > 0)
      throw invalid(
        `Property values were not valid: ${JSON.stringify(problems)}`,
        problems.map((one) => ({ message: one.message, code: one.error, context: { propertyName: [one.name] } })),
      );
    this.#checkUnique(kind, values, before?.id);
    return values;
  }

  #wrongStage(values: Record<string, string>, before: Row | undefined): Problem[] {
    const id = values['dealstage'];
    if (id === undefined && before === undefined) return [];
    const found = this.#portal.stage(id ?? before?.values['dealstage']);
    const pipeline = values['pipeline'] ?? (id === undefined ? before?.values['pipeline'] : undefined);
    if (found && (pipeline === undefined || pipeline === found.pipeline.id)) return [];
    const allowed = (this.#portal.pipelines.find((one) => one.id === pipeline)?.stages ?? this.#portal.pipelines.flatMap((one) => one.stages)).map(
      (one) => one.id,
    );
    return [complaint('dealstage', 'INVALID_OPTION', `${id ?? ''} was not one of the allowed options: [${allowed.join(', ')}]`)];
  }

  #checkUnique(kind: ObjectKind, values: Record<string, string>, id: string | undefined): void {
    for (const one of this.#portal.properties.get(kind.name) ?? []) {
      const value = one.hasUniqueValue ? values[one.name] : undefined;
      const holder = value ? this.#portal.byUnique(kind, one.name, value) : undefined;
      if (holder === undefined || holder === id) continue;
      if (one.name === 'email') throw new Refused(409, 'CONFLICT', `Contact already exists. Existing ID: ${holder}`);
      throw invalid(
        `Property values were not valid: ${JSON.stringify([complaint(one.name, 'CONFLICTING_UNIQUE_VALUE', `${holder} already has that value.`)])}`,
        [{ message: `${holder} already has that value.`, code: 'CONFLICTING_UNIQUE_VALUE', context: { propertyName: [one.name] } }],
      );
    }
  }

  /** What HubSpot computes. */
  #derived(kind: ObjectKind, values: Record<string, string>, given: Record<string, string>): Record<string, string> {
    if (kind.name === 'line_items') return { ...values, amount: String(Number(values['price'] ?? 0) * Number(values['quantity'] ?? 1)) };
    if (kind.name !== 'deals') return values;
    const found = this.#portal.stage(values['dealstage']);
    if (!found) return values;
    const { stage, pipeline } = found;
    const isNewlyClosed = stage.closed && given['dealstage'] !== undefined && given['closedate'] === undefined && !values['closedate'];
    return {
      ...values,
      pipeline: pipeline.id,
      hs_is_closed: String(stage.closed),
      hs_is_closed_won: String(stage.probability === 1),
      hs_is_closed_lost: String(stage.closed && stage.probability === 0),
      hs_deal_stage_probability: String(stage.probability),
      ...(values['amount'] ? { hs_projected_amount: String(Number(values['amount']) * stage.probability) } : {}),
      ...(isNewlyClosed ? { closedate: new Date(this.#portal.now()).toISOString() } : {}),
    };
  }
}

const complaint = (name: string, error: string, message: string): Problem => ({ isValid: false, message, error, name, localizedErrorMessage: message });
