import type { ActorAct } from '../core/simulator.ts';
import { ActRefused } from '../core/simulator.ts';
import { asked, optional, positive } from '../crm/acts.ts';
import { act } from './org-act.ts';
import type { Parts } from './api.ts';
import { person } from './sample-org.ts';
import { field, pickValues } from './schema.ts';
import type { Field, FieldType, ObjectDefinition } from './schema.ts';
import { setStages } from './stages.ts';
import { fieldNamed } from './writes.ts';

const customTypes = [
  'string',
  'textarea',
  'picklist',
  'currency',
  'double',
  'int',
  'percent',
  'boolean',
  'date',
  'datetime',
  'email',
  'phone',
  'url',
] as const satisfies readonly FieldType[];
const objectField = asked('object', 'Object', ['Account', 'Contact', 'Opportunity', 'OpportunityLineItem', 'Product2']);
const fieldField = asked('field', 'Field');

/** What an admin changes in Setup. */
export function setupActs(parts: Parts): readonly ActorAct[] {
  const { org, writes } = parts;
  const objectNamed = (name: string | undefined): ObjectDefinition => {
    const definition = org.definition(name ?? '');
    if (!definition) throw new ActRefused('There is no such object.');
    return definition;
  };
  const existing = (object: string | undefined, name: string | undefined): { definition: ObjectDefinition; known: Field } => {
    const definition = objectNamed(object);
    const known = fieldNamed(definition, name ?? '');
    if (!known) throw new ActRefused(`${definition.label} has no field ${name ?? ''}.`);
    return { definition, known };
  };
  const picklist = (object: string | undefined, name: string | undefined): { definition: ObjectDefinition; known: Field } => {
    const found = existing(object, name);
    if (found.known.type !== 'picklist') throw new ActRefused(`${found.known.label} is not a picklist.`);
    return found;
  };
  const admin = { ...person(org), user: [...org.where('User', 'Username', 'admin@acme.example')][0]?.id ?? '' };
  return [
    act(
      'add-field',
      'An admin adds a custom field',
      [
        objectField,
        fieldField,
        asked('type', 'Type', customTypes),
        optional('label', 'Label'),
        optional('values', 'Picklist values, with commas'),
        optional('restricted', 'Only these values', ['yes', 'no']),
        optional('externalId', 'External id', ['yes', 'no']),
        optional('unique', 'Unique', ['yes', 'no']),
        optional('caseSensitive', 'Case-sensitive', ['yes', 'no']),
        optional('length', 'Length'),
      ],
      (input) => {
        const definition = objectNamed(input['object']);
        const name = input['field'] ?? '';
        const type = customTypes.find((one) => one === input['type']) ?? 'string';
        if (!/^[A-Za-z][A-Za-z0-9_]*__c$/.test(name))
          throw new ActRefused('The name of a custom field is made of letters, digits and underscores, and ends with __c.');
        if (fieldNamed(definition, name)) throw new ActRefused(`${definition.label} already has a field ${name}.`);
        const values = (input['values'] ?? '')
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== '');
        if (type === 'picklist' && values.length === 0) throw new ActRefused('A picklist needs values.');
        org.setField(
          definition.name,
          field(name, type, {
            picklist: pickValues(values),
            restricted: input['restricted'] === 'yes',
            externalId: input['externalId'] === 'yes',
            unique: input['unique'] === 'yes',
            caseSensitive: input['caseSensitive'] === 'yes',
            ...(input['label'] === undefined ? {} : { label: input['label'] }),
            ...(input['length'] === undefined ? {} : { length: positive(input['length'], 'Length', 131_072) }),
          }),
        );
        return { object: definition.name, field: name };
      },
    ),
    act('add-picklist-value', 'An admin adds a picklist value', [objectField, fieldField, asked('value', 'Value'), optional('label', 'Label')], (input) => {
      const { definition, known } = picklist(input['object'], input['field']);
      const value = input['value'] ?? '';
      if (known.picklist.some((one) => one.active && one.value === value)) throw new ActRefused('The value is there already.');
      if (known.name === 'StageName')
        setStages(
          org,
          [...org.stages, { apiName: value, label: input['label'] ?? value, probability: 50, closed: false, won: false, forecast: 'Pipeline' }],
          admin.user,
        );
      else
        org.setField(definition.name, {
          ...known,
          picklist: [...known.picklist.filter((one) => one.value !== value), { value, label: input['label'] ?? value, active: true, defaultValue: false }],
        });
      return { value };
    }),
    act(
      'remove-picklist-value',
      'An admin removes a picklist value',
      [objectField, fieldField, asked('value', 'Value'), optional('replaceWith', 'Value that takes its place in records')],
      (input) => {
        const { definition, known } = picklist(input['object'], input['field']);
        const { value = '', replaceWith } = input;
        if (!known.picklist.some((one) => one.active && one.value === value)) throw new ActRefused('There is no such value.');
        if (replaceWith !== undefined && !known.picklist.some((one) => one.active && one.value === replaceWith))
          throw new ActRefused('There is no such value to take its place.');
        if (known.name === 'StageName')
          setStages(
            org,
            org.stages.filter((one) => one.apiName !== value),
            admin.user,
          );
        else org.setField(definition.name, { ...known, picklist: known.picklist.map((one) => (one.value === value ? { ...one, active: false } : one)) });
        const rows = replaceWith === undefined ? [] : [...org.where(definition.name, known.name, value)];
        if (replaceWith !== undefined) writes.replaceEverywhere(definition, rows, { [known.name]: replaceWith }, { ...admin, sequence: { next: 0 } });
        return { changed: rows.length };
      },
    ),
    act(
      'rename-stage',
      'An admin renames a stage',
      [asked('stage', 'Stage, by its present name'), asked('name', 'New name'), optional('keepApiName', 'Only the label changes', ['yes', 'no'])],
      (input) => {
        const { stage = '', name = '' } = input;
        const known = org.stages.find((one) => one.apiName === stage || one.label === stage);
        if (!known) throw new ActRefused('There is no such stage.');
        if (org.stages.some((one) => one !== known && (one.apiName === name || one.label === name))) throw new ActRefused('Another stage has this name.');
        const renamed = { ...known, label: name, ...(input['keepApiName'] === 'yes' ? {} : { apiName: name }) };
        const rows = renamed.apiName === known.apiName ? [] : [...org.where('Opportunity', 'StageName', known.apiName)];
        setStages(
          org,
          org.stages.map((one) => (one === known ? renamed : one)),
          admin.user,
        );
        if (rows.length > 0) writes.replaceEverywhere(objectNamed('Opportunity'), rows, { StageName: renamed.apiName }, { ...admin, sequence: { next: 0 } });
        return { changed: rows.length };
      },
    ),
    act('require-field', 'An admin makes a field required, or not', [objectField, fieldField, optional('required', 'Required', ['yes', 'no'])], (input) => {
      const { definition, known } = existing(input['object'], input['field']);
      if (!known.createable) throw new ActRefused('The platform fills this field.');
      org.setField(definition.name, { ...known, required: input['required'] !== 'no' });
      return { field: known.name };
    }),
    act(
      'set-field-permission',
      'An admin changes what the integration user may do with a field',
      [objectField, fieldField, asked('access', 'May', ['edit', 'read', 'none'])],
      (input) => {
        const { definition, known } = existing(input['object'], input['field']);
        if (known.type === 'id') throw new ActRefused('The id is always visible.');
        org.setField(definition.name, { ...known, access: input['access'] === 'read' ? 'read' : input['access'] === 'none' ? 'none' : 'edit' });
        return { field: known.name, access: input['access'] };
      },
    ),
    act(
      'set-object-permission',
      'An admin hides an object from the integration user, or shows it',
      [asked('object', 'Object'), asked('access', 'May', ['read', 'none'])],
      (input) => {
        const definition = org.definition(input['object'] ?? '');
        if (!definition) throw new ActRefused(`There is no object ${input['object'] ?? ''}.`);
        org.definitions.set(definition.name, { ...definition, hidden: input['access'] === 'none' });
        return { object: definition.name, access: input['access'] };
      },
    ),
  ];
}
