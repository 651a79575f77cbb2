import { isObject, textOf } from '../crm/answers.ts';
import { bodyOf, listIn, noContent, ok } from './api.ts';
import type { Handler } from './api.ts';
import { invalid, notFound, Refused } from './errors.ts';
import { property } from './schema.ts';
import type { Option, Pipeline, Property, PropertyType, Stage } from './schema.ts';

const birth = '2024-01-01T00:00:00.000Z';
const types: readonly PropertyType[] = ['string', 'number', 'date', 'datetime', 'enumeration', 'bool'];

/** `properties/{type}`: what fields there are, and making, changing and archiving custom ones. */
export const propertiesApi: Handler = ({ portal }, call) => {
  const [type = '', name] = call.path;
  const kind = portal.kind(type);
  const visible = (portal.properties.get(kind.name) ?? []).filter((one) => !one.hidden && one.archived === (call.query.get('archived') === 'true'));
  if (name === undefined) {
    if (call.method === 'GET') return ok({ results: visible.map(propertyShown) });
    if (call.method !== 'POST') throw notFound();
    const body = bodyOf(call);
    const newName = textOf(body['name']) ?? '';
    if (!/^[a-z][a-z0-9_]*$/.test(newName))
      throw invalid(`Property name ${newName} must begin with a letter and have only small letters, digits and underscores`);
    if (portal.property(kind, newName)) throw new Refused(409, 'OBJECT_ALREADY_EXISTS', `A property named '${newName}' already exists.`);
    const made = fromBody(
      property(newName, types.find((one) => one === body['type']) ?? 'string', { custom: true, hasUniqueValue: body['hasUniqueValue'] === true }),
      body,
    );
    portal.setProperty(kind, made);
    return ok(propertyShown(made), 201);
  }
  const known = visible.find((one) => one.name === name);
  if (!known) throw notFound(`Property ${name} does not exist`);
  if (call.method === 'GET') return ok(propertyShown(known));
  if (call.method === 'PATCH') {
    const changed = fromBody(known, bodyOf(call));
    portal.setProperty(kind, changed);
    return ok(propertyShown(changed));
  }
  if (call.method !== 'DELETE' || !known.custom) throw invalid('This property cannot be archived');
  portal.setProperty(kind, { ...known, archived: true });
  return noContent;
};

function fromBody(known: Property, body: ReturnType<typeof bodyOf>): Property {
  const options = listIn(body, 'options').flatMap((one, index): Option[] =>
    isObject(one)
      ? [
          {
            label: textOf(one['label']) ?? '',
            value: textOf(one['value']) ?? '',
            displayOrder: Number(one['displayOrder'] ?? index),
            hidden: one['hidden'] === true,
          },
        ]
      : [],
  );
  return {
    ...known,
    label: textOf(body['label']) ?? known.label,
    fieldType: textOf(body['fieldType']) ?? known.fieldType,
    groupName: textOf(body['groupName']) ?? known.groupName,
    options: body['options'] === undefined ? known.options : options,
  };
}

const propertyShown = (one: Property): object => ({
  name: one.name,
  label: one.label,
  type: one.type,
  fieldType: one.fieldType,
  description: '',
  groupName: one.groupName,
  options: one.options.map((option) => ({ ...option, description: '' })),
  displayOrder: -1,
  calculated: one.readOnly,
  externalOptions: false,
  archived: one.archived,
  hasUniqueValue: one.hasUniqueValue,
  hidden: false,
  hubspotDefined: !one.custom,
  formField: false,
  createdAt: birth,
  updatedAt: birth,
  modificationMetadata: { archivable: one.custom, readOnlyDefinition: !one.custom, readOnlyOptions: !one.custom, readOnlyValue: one.readOnly },
});

/** `pipelines/deals`: stages have ids, which are not their labels. */
export const pipelinesApi: Handler = ({ portal }, call) => {
  const [type = '', pipelineId, stagesWord, stageId] = call.path;
  if (portal.kind(type).name !== 'deals') return ok({ results: [] });
  if (pipelineId === undefined) return ok({ results: portal.pipelines.map(pipelineShown) });
  const pipeline = portal.pipelines.find((one) => one.id === pipelineId);
  if (!pipeline) throw notFound(`Pipeline ${pipelineId} does not exist`);
  if (stagesWord === undefined && call.method === 'GET') return ok(pipelineShown(pipeline));
  if (stagesWord !== 'stages') throw notFound();
  if (stageId === undefined && call.method === 'GET') return ok({ results: pipeline.stages.map(stageShown) });
  const stage = pipeline.stages.find((one) => one.id === stageId);
  if (!stage) throw notFound(`Stage ${stageId ?? ''} does not exist`);
  if (call.method === 'GET') return ok(stageShown(stage));
  if (call.method !== 'PATCH') throw notFound();
  const changed = { ...stage, label: textOf(bodyOf(call)['label']) ?? stage.label };
  portal.pipelines = withStage(portal.pipelines, changed);
  return ok(stageShown(changed));
};

export const withStage = (pipelines: readonly Pipeline[], changed: Stage): readonly Pipeline[] =>
  pipelines.map((one) => ({ ...one, stages: one.stages.map((stage) => (stage.id === changed.id ? changed : stage)) }));

const pipelineShown = (one: Pipeline): object => ({
  id: one.id,
  label: one.label,
  displayOrder: one.displayOrder,
  stages: one.stages.map(stageShown),
  archived: false,
  createdAt: birth,
  updatedAt: birth,
});
const stageShown = (one: Stage): object => ({
  id: one.id,
  label: one.label,
  displayOrder: one.displayOrder,
  metadata: { isClosed: String(one.closed), probability: one.probability.toFixed(1) },
  writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
  archived: false,
  createdAt: birth,
  updatedAt: birth,
});

/** `owners`: people who can own records. */
export const ownersApi: Handler = ({ portal }, call) => {
  if (call.method !== 'GET') throw notFound();
  const [id] = call.path;
  const email = call.query.get('email');
  const shown = portal.owners
    .filter((one) => email === null || one.email === email)
    .map((one) => ({ ...one, type: 'PERSON', createdAt: birth, updatedAt: birth }));
  if (id === undefined) return ok({ results: shown });
  const owner = shown.find((one) => (call.query.get('idProperty') === 'userId' ? String(one.userId) : one.id) === id);
  if (!owner) throw notFound();
  return ok(owner);
};
