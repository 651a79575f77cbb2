import type { Org } from './org.ts';
import type { Field, FieldType, ObjectDefinition } from './schema.ts';

const urlsOf = (object: string, version: string): object => {
  const root = `/services/data/v${version}/sobjects/${object}`;
  return { sobject: root, describe: `${root}/describe`, rowTemplate: `${root}/{ID}` };
};

export function summary(definition: ObjectDefinition, version: string): object {
  const { name, label, labelPlural, prefix, createable, updateable, deletable, mergeable } = definition;
  return {
    activateable: false,
    createable,
    custom: false,
    customSetting: false,
    deletable,
    deprecatedAndHidden: false,
    feedEnabled: false,
    keyPrefix: prefix,
    label,
    labelPlural,
    layoutable: true,
    mergeable,
    mruEnabled: true,
    name,
    queryable: true,
    replicateable: true,
    retrieveable: true,
    searchable: true,
    triggerable: true,
    undeletable: deletable,
    updateable,
    urls: urlsOf(name, version),
  };
}

export function described(org: Org, definition: ObjectDefinition, version: string): object {
  const children = [...org.definitions.values()].flatMap((child) =>
    child.fields
      .filter((field) => field.referenceTo.includes(definition.name) && field.name !== 'MasterRecordId')
      .map((field) => ({
        cascadeDelete: false,
        childSObject: child.name,
        deprecatedAndHidden: false,
        field: field.name,
        relationshipName: null,
        restrictedDelete: false,
      })),
  );
  return {
    ...summary(definition, version),
    childRelationships: children,
    fields: definition.fields.filter((field) => field.access !== 'none').map(fieldDescribed),
    recordTypeInfos: [],
    supportedScopes: [{ label: 'All', name: 'everything' }],
  };
}

const soapTypes: Readonly<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  string: 'xsd:string',
  textarea: 'xsd:string',
  picklist: 'xsd:string',
  email: 'xsd:string',
  phone: 'xsd:string',
  url: 'xsd:string',
  currency: 'xsd:double',
  double: 'xsd:double',
  percent: 'xsd:double',
  int: 'xsd:int',
  boolean: 'xsd:boolean',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
};

function fieldDescribed(field: Field): object {
  const isNumber = ['currency', 'double', 'percent'].includes(field.type);
  const filterable = !(field.type === 'textarea' && field.length > 255);
  return {
    name: field.name,
    label: field.label,
    type: field.type,
    soapType: soapTypes[field.type],
    length: field.length,
    byteLength: field.length * 3,
    precision: isNumber ? 18 : 0,
    scale: field.scale,
    digits: field.type === 'int' ? 8 : 0,
    nillable: !field.required && field.type !== 'boolean' && field.type !== 'id',
    createable: field.createable && field.access === 'edit',
    updateable: field.updateable && field.access === 'edit',
    custom: field.custom,
    externalId: field.externalId,
    unique: field.unique,
    caseSensitive: field.caseSensitive,
    idLookup: field.externalId || field.type === 'id',
    nameField: field.name === 'Name',
    defaultedOnCreate: field.type === 'boolean' || field.name === 'OwnerId' || field.picklist.some((value) => value.defaultValue),
    calculated: false,
    calculatedFormula: null,
    autoNumber: false,
    filterable,
    sortable: filterable,
    groupable: filterable && !isNumber,
    aggregatable: true,
    permissionable: !field.required,
    deprecatedAndHidden: false,
    defaultValue: field.type === 'boolean' ? false : null,
    inlineHelpText: null,
    restrictedPicklist: field.restricted,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    polymorphicForeignKey: false,
    extraTypeInfo: null,
    picklistValues: field.picklist.map((value) => ({
      active: value.active,
      defaultValue: value.defaultValue,
      label: value.label,
      validFor: null,
      value: value.value,
    })),
  };
}
