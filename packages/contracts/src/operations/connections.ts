import { z } from 'zod';
import { operation } from '../operation.ts';
import { byId, cursor, id, instant, limit, name, note, page, pageQuery, version } from '../shapes.ts';

/** A value as both sides can hold it: money in whole minor units, days as YYYY-MM-DD, instants as ISO 8601 UTC. */
export const fieldValue = z.union([z.string().max(32_000), z.number(), z.boolean(), z.null(), z.array(z.string().max(1000)).max(200)]);
export const outsideSystem = z.enum(['salesforce', 'hubspot', 'rest', 'aws', 'microsoft', 'google']);
export const connectionUse = z.enum(['crm', 'cosell', 'marketplace']);
export const environment = z.enum(['live', 'sandbox', 'simulator']);
export const recordKind = z.enum(['deal', 'account', 'contact', 'product', 'person']);
/** Who decides a field: they do, we do, whoever changed it last, a person each time, or nobody (it is not synced). */
export const authority = z.enum(['theirs', 'ours', 'newest', 'propose', 'none']);
export const fieldType = z.enum(['text', 'long_text', 'number', 'money', 'date', 'instant', 'yes_no', 'choice', 'choices', 'reference']);
export const viewStatus = z.enum(['new', 'same', 'waiting', 'locked', 'conflict', 'failed', 'gone']);
export const issueShape = z.object({
  field: z.string().nullable(),
  code: z.string(),
  severity: z.enum(['blocks_save', 'blocks_submit', 'blocks_stage', 'warning']),
  sentence: z.string(),
});

const connectionRow = z.object({
  id,
  system: outsideSystem,
  uses: z.array(connectionUse),
  name: z.string(),
  environment,
  account: z.string(),
  baseUrl: z.string().nullable(),
  status: z.enum(['active', 'paused', 'stopped']),
  statusSentence: z.string().nullable(),
  statusAt: instant,
  /** Nothing is sent before this moment, after a run of failures. */
  resumesAt: instant.nullable(),
  lastReadAt: instant.nullable(),
  lastWroteAt: instant.nullable(),
  waiting: z.number().int(),
  conflicts: z.number().int(),
  failures: z.number().int(),
  version,
});
const formField = z.object({
  key: z.string(),
  label: z.string(),
  kind: z.enum(['text', 'secret', 'long_secret', 'url', 'choice', 'yes_no', 'number']),
  required: z.boolean(),
  choices: z.array(z.string()).optional(),
  help: z.string().nullable(),
});
const objectRow = z.object({
  id,
  kind: recordKind,
  object: z.string(),
  createsHere: z.boolean(),
  createsThere: z.boolean(),
  describedAt: instant.nullable(),
  readAt: instant.nullable(),
  walking: z.boolean(),
  walked: z.number().int(),
  views: z.number().int(),
  mapped: z.number().int(),
  version,
});
const connectionDetail = connectionRow.extend({
  settings: z.record(z.string(), z.unknown()),
  /** Which credentials are kept; their values never leave. */
  credentials: z.array(z.string()),
  /** Where the other side sends its events. */
  eventUrl: z.string(),
  objects: z.array(objectRow),
  createdBy: z.string(),
  createdAt: instant,
});
const ourField = z.object({
  key: z.string(),
  label: z.string(),
  type: fieldType,
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
  writable: z.boolean(),
});
const theirField = z.object({
  key: z.string(),
  label: z.string(),
  type: fieldType,
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
  /** What they demand: never, always, or under a condition that `condition` tells. */
  required: z.enum(['no', 'always', 'conditional']),
  condition: z.string().nullable(),
  writable: z.boolean(),
  createOnly: z.boolean(),
});
const mapping = z.object({
  field: z.string().max(80),
  outsideField: z.string().max(200),
  authority,
  valueMap: z
    .array(z.object({ ours: z.string().max(500), theirs: z.string().max(500) }))
    .max(500)
    .nullable(),
});
const mappingProblem = z.object({ field: z.string().nullable(), outsideField: z.string().nullable(), code: z.string(), sentence: z.string() });
const objectMapping = objectRow.extend({
  ours: z.array(ourField),
  theirs: z.array(theirField),
  mappings: z.array(mapping),
  /** Values that drifted, fields that are gone, demands that nothing meets. */
  problems: z.array(mappingProblem),
});

export const viewField = z.object({
  field: z.string(),
  label: z.string(),
  outsideField: z.string(),
  type: fieldType,
  authority,
  ours: fieldValue,
  theirs: fieldValue,
  /** Theirs in our words; null where it cannot be said. */
  theirsHere: fieldValue,
  differs: z.boolean(),
  /** It will be written there when the lock is gone or the task has run. */
  queued: z.boolean(),
  locked: z.boolean(),
  conflictId: id.nullable(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
});
export const cloudStepShape = z.object({
  id,
  step: z.enum(['submit', 'respond', 'invite', 'link', 'unlink']),
  status: z.enum(['waiting', 'under_way', 'done', 'failed']),
  sentence: z.string().nullable(),
  issues: z.array(issueShape),
  createdBy: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export const dealView = z.object({
  id,
  connectionId: id,
  connectionName: z.string(),
  system: outsideSystem,
  uses: z.array(connectionUse),
  kind: recordKind,
  routeId: id.nullable(),
  outsideId: z.string().nullable(),
  outsideUrl: z.string().nullable(),
  status: viewStatus,
  sentence: z.string().nullable(),
  /** The review or life cycle over there, in their words and in ours. */
  state: z.object({ key: z.string(), label: z.string(), stage: z.string().nullable(), sentence: z.string().nullable() }).nullable(),
  locked: z.object({ fields: z.union([z.literal('all'), z.array(z.string())]), sentence: z.string(), until: instant.nullable() }).nullable(),
  fields: z.array(viewField),
  steps: z.array(cloudStepShape),
  links: z.array(z.object({ type: z.string(), id: z.string(), label: z.string().nullable() })),
  /** What must happen next on this view, whose it is, and until when. */
  next: z.object({ sentence: z.string(), owner: z.string().nullable(), dueAt: instant.nullable() }).nullable(),
  readAt: instant.nullable(),
  agreedAt: instant.nullable(),
  version,
});

const reading = { audience: 'workspace', scope: 'connections:read', assistant: 'read' } as const;
const writing = { audience: 'workspace', scope: 'connections:write', assistant: 'none' } as const;
const inObject = z.object({ id, childId: id });

export const connections = {
  'connections.systems': operation({
    method: 'GET',
    path: '/connection-systems',
    summary: 'Outside systems that can be connected, and what each asks for',
    ...reading,
    output: z.object({
      items: z.array(
        z.object({
          system: outsideSystem,
          label: z.string(),
          uses: z.array(connectionUse),
          settings: z.array(formField),
          credentials: z.array(formField),
          /** Where the simulator of this system answers, when one runs beside this installation. */
          simulatorUrl: z.string().nullable(),
        }),
      ),
    }),
  }),
  'connections.list': operation({
    method: 'GET',
    path: '/connections',
    summary: 'Connections with how they are',
    ...reading,
    output: z.object({ items: z.array(connectionRow) }),
  }),
  'connections.get': operation({ method: 'GET', path: '/connections/:id', summary: 'One connection', ...reading, params: byId, output: connectionDetail }),
  'connections.create': operation({
    method: 'POST',
    path: '/connections',
    summary: 'Connect an outside system; its address is checked and its credentials are sealed',
    ...writing,
    body: z.object({
      system: outsideSystem,
      name,
      environment,
      baseUrl: z.string().trim().max(500).nullish(),
      account: z.string().trim().min(1).max(200),
      settings: z.record(z.string().max(80), z.unknown()).default({}),
      credentials: z.record(z.string().max(80), z.string().max(20_000)),
    }),
    output: connectionDetail,
    status: 201,
  }),
  'connections.update': operation({
    method: 'PATCH',
    path: '/connections/:id',
    summary: 'Change its name, address or settings',
    ...writing,
    versioned: true,
    params: byId,
    body: z.object({
      name: name.optional(),
      baseUrl: z.string().trim().max(500).nullish(),
      account: z.string().trim().min(1).max(200).optional(),
      settings: z.record(z.string().max(80), z.unknown()).optional(),
    }),
    output: connectionDetail,
  }),
  'connections.setCredentials': operation({
    method: 'POST',
    path: '/connections/:id/credentials',
    summary: 'Replace credentials; a stopped connection goes on',
    ...writing,
    params: byId,
    body: z.object({ credentials: z.record(z.string().max(80), z.string().max(20_000)) }),
    output: connectionDetail,
  }),
  'connections.pause': operation({
    method: 'POST',
    path: '/connections/:id/pause',
    summary: 'Hold everything that goes in and out, or go on',
    ...writing,
    params: byId,
    body: z.object({ paused: z.boolean() }),
    output: connectionDetail,
  }),
  'connections.test': operation({
    method: 'POST',
    path: '/connections/:id/test',
    summary: 'Ask the other side who we are and what we may',
    ...writing,
    params: byId,
    output: z.object({ works: z.boolean(), sentence: z.string(), milliseconds: z.number().int() }),
  }),
  'connections.remove': operation({
    method: 'DELETE',
    path: '/connections/:id',
    summary: 'End a connection; nothing is deleted on either side',
    ...writing,
    params: byId,
    output: z.object({ id }),
  }),
  'connections.describe': operation({
    method: 'POST',
    path: '/connections/:id/describe',
    summary: 'Read again which fields and values the other side has',
    ...writing,
    params: byId,
    output: connectionDetail,
  }),
  'connections.mapping': operation({
    method: 'GET',
    path: '/connections/:id/objects/:childId',
    summary: 'Both sides’ fields, how they are mapped, and what is wrong with that',
    ...reading,
    params: inObject,
    output: objectMapping,
  }),
  'connections.setMapping': operation({
    method: 'PUT',
    path: '/connections/:id/objects/:childId',
    summary: 'Set the mapping; values already there are not touched until they change or are synced again on purpose',
    ...writing,
    versioned: true,
    params: inObject,
    body: z.object({ createsHere: z.boolean(), createsThere: z.boolean(), mappings: z.array(mapping).max(300) }),
    output: objectMapping,
  }),
  'connections.tryRecord': operation({
    method: 'POST',
    path: '/connections/:id/objects/:childId/try',
    summary: 'What this mapping would do to one record, without doing it',
    ...writing,
    params: inObject,
    body: z.object({
      outsideId: z.string().trim().max(200).nullish(),
      recordId: id.nullish(),
      mappings: z.array(mapping).max(300).optional(),
    }),
    output: z.object({
      outsideId: z.string().nullable(),
      recordId: id.nullable(),
      recordLabel: z.string().nullable(),
      fields: z.array(
        viewField.extend({ outcome: z.enum(['same', 'write_here', 'write_there', 'conflict', 'locked', 'ignored', 'untranslated']), becomes: fieldValue }),
      ),
      issues: z.array(issueShape),
    }),
  }),
  'connections.owners': operation({
    method: 'GET',
    path: '/connections/:id/owners',
    summary: 'Owners over there who are nobody here, and who they were said to be',
    ...reading,
    params: byId,
    output: z.object({
      items: z.array(
        z.object({
          outsideId: z.string(),
          name: z.string().nullable(),
          email: z.string().nullable(),
          /** How many records of theirs are tied to ours. */
          records: z.number().int(),
          answer: z.enum(['open', 'person', 'nobody']),
          personId: id.nullable(),
          personName: z.string().nullable(),
          personEmail: z.string().nullable(),
        }),
      ),
      /** There are more than are listed; those with the most records come first. */
      more: z.boolean(),
      /** Why names are missing: the other side did not tell them. */
      sentence: z.string().nullable(),
    }),
  }),
  'connections.setOwners': operation({
    method: 'PUT',
    path: '/connections/:id/owners',
    summary: 'Say who owners over there are here, or that they are nobody; their records are looked at again',
    ...writing,
    params: byId,
    body: z.object({
      owners: z
        .array(z.object({ outsideId: z.string().trim().min(1).max(200), answer: z.enum(['open', 'person', 'nobody']), personId: id.nullish() }))
        .min(1)
        .max(200),
    }),
    output: z.object({ records: z.number().int() }),
  }),
  'connections.walk': operation({
    method: 'POST',
    path: '/connections/:id/objects/:childId/walk',
    summary: 'Read everything once, behind live work; progress is a job',
    ...writing,
    params: inObject,
    output: z.object({ jobId: id }),
    status: 202,
  }),
  'connections.health': operation({
    method: 'GET',
    path: '/connections/:id/health',
    summary: 'How far behind it is, what waits, and how much differs',
    ...reading,
    params: byId,
    output: z.object({
      waiting: z.object({ live: z.number().int(), backfill: z.number().int(), oldestSince: instant.nullable() }),
      byStatus: z.record(z.string(), z.number().int()),
      lastHour: z.object({ in: z.number().int(), out: z.number().int(), failed: z.number().int(), medianMilliseconds: z.number().nullable() }),
      budget: z.array(z.object({ name: z.string(), perSecond: z.number(), left: z.number().nullable(), resetsAt: instant.nullable() })),
      audits: z.array(
        z.object({
          at: instant,
          compared: z.number().int(),
          differing: z.number().int(),
          missingHere: z.number().int(),
          missingThere: z.number().int(),
          examples: z.array(
            z.object({ kind: recordKind, outsideId: z.string().nullable(), recordId: id.nullable(), label: z.string(), fields: z.array(z.string()) }),
          ),
        }),
      ),
    }),
  }),
  'connections.audit': operation({
    method: 'POST',
    path: '/connections/:id/audit',
    summary: 'Compare both sides now, without changing either',
    ...writing,
    params: byId,
    output: z.object({ jobId: id }),
    status: 202,
  }),
  'connections.log': operation({
    method: 'GET',
    path: '/connections/:id/log',
    summary: 'What was read and written, newest first',
    ...reading,
    params: byId,
    query: z.object({ ...pageQuery, viewId: id.optional() }),
    output: page(
      z.object({
        id,
        at: instant,
        direction: z.enum(['in', 'out']),
        act: z.string(),
        fields: z.array(z.string()),
        sentence: z.string().nullable(),
        milliseconds: z.number().int().nullable(),
        viewId: id.nullable(),
        dealId: id.nullable(),
        dealName: z.string().nullable(),
      }),
    ),
  }),
  'connections.messages': operation({
    method: 'GET',
    path: '/connections/:id/messages',
    summary: 'What the other side sent us, newest first',
    ...reading,
    params: byId,
    query: z.object({ cursor: cursor.optional(), limit }),
    output: page(
      z.object({
        id,
        type: z.string(),
        outsideId: z.string().nullable(),
        times: z.number().int(),
        outcome: z.string().nullable(),
        receivedAt: instant,
        body: z.unknown(),
      }),
    ),
  }),
  'connections.replay': operation({
    method: 'POST',
    path: '/connections/:id/replay',
    summary: 'Handle all kept messages once more; where nothing was lost, nothing changes',
    ...writing,
    params: byId,
    body: z.object({ since: instant.nullish() }),
    output: z.object({ messages: z.number().int() }),
    status: 202,
  }),

  'conflicts.list': operation({
    method: 'GET',
    path: '/conflicts',
    summary: 'Fields on which two systems disagree and a person decides',
    ...reading,
    query: z.object({ ...pageQuery, connectionId: id.optional(), dealId: id.optional(), status: z.enum(['open', 'resolved', 'passed']).default('open') }),
    output: page(
      z.object({
        id,
        viewId: id,
        connectionId: id,
        connectionName: z.string(),
        system: outsideSystem,
        kind: recordKind,
        recordId: id,
        recordLabel: z.string(),
        dealId: id.nullable(),
        dealNumber: z.number().int().nullable(),
        outsideId: z.string().nullable(),
        field: z.string(),
        label: z.string(),
        type: fieldType,
        reason: z.enum(['both_changed', 'they_propose', 'we_propose', 'untranslated']),
        sentence: z.string(),
        agreed: fieldValue,
        ours: fieldValue,
        theirs: fieldValue,
        oursAt: instant.nullable(),
        theirsAt: instant.nullable(),
        choices: z.array(z.object({ value: z.string(), label: z.string() })),
        status: z.enum(['open', 'resolved', 'passed']),
        resolution: z.enum(['ours', 'theirs', 'value']).nullable(),
        resolvedBy: z.string().nullable(),
        resolvedAt: instant.nullable(),
        openedAt: instant,
        version,
      }),
    ),
  }),
  'conflicts.resolve': operation({
    method: 'POST',
    path: '/conflicts/:id/resolve',
    summary: 'Keep ours, take theirs, or set a third value on both sides',
    audience: 'workspace',
    scope: 'conflicts:decide',
    assistant: 'propose',
    versioned: true,
    params: byId,
    body: z.object({ with: z.enum(['ours', 'theirs', 'value']), value: fieldValue.optional() }),
    output: z.object({ id, status: z.enum(['open', 'resolved', 'passed']), version }),
  }),
  'conflicts.reopen': operation({
    method: 'POST',
    path: '/conflicts/:id/reopen',
    summary: 'Take back a decision that has not gone out yet',
    audience: 'workspace',
    scope: 'conflicts:decide',
    assistant: 'none',
    params: byId,
    output: z.object({ id, status: z.enum(['open', 'resolved', 'passed']), version }),
  }),

  'failures.list': operation({
    method: 'GET',
    path: '/sync-failures',
    summary: 'Records that could not be synced, each with what was sent, what came back and what to do',
    ...reading,
    query: z.object({
      ...pageQuery,
      connectionId: id.optional(),
      dealId: id.optional(),
      status: z.enum(['open', 'retried', 'skipped', 'passed']).default('open'),
    }),
    output: page(
      z.object({
        id,
        connectionId: id,
        connectionName: z.string(),
        system: outsideSystem,
        kind: recordKind,
        viewId: id.nullable(),
        recordId: id.nullable(),
        recordLabel: z.string().nullable(),
        dealId: id.nullable(),
        outsideId: z.string().nullable(),
        direction: z.enum(['in', 'out']),
        failure: z.string(),
        sentence: z.string(),
        issues: z.array(z.object({ field: z.string().nullable(), label: z.string().nullable(), code: z.string(), sentence: z.string() })),
        request: z.unknown(),
        response: z.unknown(),
        status: z.enum(['open', 'retried', 'skipped', 'passed']),
        at: instant,
        closedAt: instant.nullable(),
        closedBy: z.string().nullable(),
        version,
      }),
    ),
  }),
  'failures.retry': operation({
    method: 'POST',
    path: '/sync-failures/:id/retry',
    summary: 'Try again, after mending our values where some are given',
    audience: 'workspace',
    scope: 'conflicts:decide',
    assistant: 'propose',
    params: byId,
    body: z.object({ set: z.record(z.string().max(80), fieldValue).optional() }),
    output: z.object({ id }),
  }),
  'failures.skip': operation({
    method: 'POST',
    path: '/sync-failures/:id/skip',
    summary: 'Let it be, until the record changes again',
    audience: 'workspace',
    scope: 'conflicts:decide',
    assistant: 'none',
    params: byId,
    body: z.object({ note: note.optional() }),
    output: z.object({ id }),
  }),

  'views.ofDeal': operation({
    method: 'GET',
    path: '/deals/:id/views',
    summary: 'What each outside system holds of the deal, field by field, with who has authority',
    audience: 'workspace',
    scope: 'deals:read',
    assistant: 'read',
    params: byId,
    output: z.object({
      items: z.array(dealView),
      /** Connections in which the deal has no record yet, and whether one may be made. */
      absent: z.array(z.object({ connectionId: id, connectionName: z.string(), system: outsideSystem, uses: z.array(connectionUse), mayCreate: z.boolean() })),
    }),
  }),
  'views.link': operation({
    method: 'POST',
    path: '/deals/:id/views',
    summary: 'Make the deal’s record in an outside system, or tie it to one that is there',
    audience: 'workspace',
    scope: 'deals:write',
    assistant: 'propose',
    params: byId,
    body: z.object({ connectionId: id, outsideId: z.string().trim().min(1).max(200).nullish() }),
    output: dealView,
    status: 201,
  }),
  'views.unlink': operation({
    method: 'DELETE',
    path: '/outside-views/:id',
    summary: 'Untie the deal from the outside record; both stay as they are',
    audience: 'workspace',
    scope: 'deals:write',
    assistant: 'none',
    params: byId,
    output: z.object({ id }),
  }),
  'views.refresh': operation({
    method: 'POST',
    path: '/outside-views/:id/refresh',
    summary: 'Look at the outside record now',
    audience: 'workspace',
    scope: 'deals:read',
    assistant: 'read',
    params: byId,
    output: dealView,
  }),
  'views.history': operation({
    method: 'GET',
    path: '/outside-views/:id/history',
    summary: 'What the fields of the outside record were before, newest first: who changed what, and when',
    audience: 'workspace',
    scope: 'deals:read',
    assistant: 'read',
    params: byId,
    query: z.object(pageQuery),
    output: page(
      z.object({
        id,
        at: instant,
        /** A person or an app over there, by name. */
        who: z.string().nullable(),
        /** Ours, where the mapping knows the field. */
        field: z.string().nullable(),
        label: z.string(),
        outsideField: z.string(),
        type: fieldType,
        /** In our words where there is a translation, else as they have it. */
        old: fieldValue,
        new: fieldValue,
        /** As they had it. */
        oldThere: fieldValue,
        newThere: fieldValue,
        choices: z.array(z.object({ value: z.string(), label: z.string() })),
      }),
    ).extend({
      /** Whether the system tells of the past at all. */
      kept: z.boolean(),
      readAt: instant.nullable(),
      /** Why it could not be read the last time. */
      sentence: z.string().nullable(),
    }),
  }),

  'customFields.list': operation({
    method: 'GET',
    path: '/custom-fields',
    summary: 'Facts of a deal beyond its own: those co-sell asks for and those of this workspace',
    audience: 'workspace',
    scope: 'deals:read',
    assistant: 'read',
    output: z.object({
      items: z.array(
        z.object({
          key: z.string(),
          label: z.string(),
          type: fieldType,
          choices: z.array(z.object({ value: z.string(), label: z.string() })),
          builtIn: z.boolean(),
          active: z.boolean(),
          version: z.number().int(),
        }),
      ),
    }),
  }),
  'customFields.set': operation({
    method: 'PUT',
    path: '/custom-fields/:key',
    summary: 'Add a field of this workspace, or change its label and choices',
    ...writing,
    params: z.object({ key: z.string().regex(/^[a-z][a-z0-9_]{1,40}$/) }),
    body: z.object({
      label: name,
      type: z.enum(['text', 'long_text', 'number', 'money', 'date', 'yes_no', 'choice', 'choices']),
      choices: z.array(z.string().trim().min(1).max(200)).max(300).default([]),
      active: z.boolean().default(true),
    }),
    output: z.object({ key: z.string(), version: z.number().int() }),
  }),
  'deals.facts': operation({
    method: 'GET',
    path: '/deals/:id/facts',
    summary: 'The facts of a deal beyond its own columns',
    audience: 'workspace',
    scope: 'deals:read',
    assistant: 'read',
    params: byId,
    output: z.object({ facts: z.record(z.string(), fieldValue) }),
  }),
  'deals.setFacts': operation({
    method: 'PATCH',
    path: '/deals/:id/facts',
    summary: 'Set facts of a deal; null clears one',
    audience: 'workspace',
    scope: 'deals:write',
    assistant: 'propose',
    params: byId,
    body: z.object({ set: z.record(z.string().max(80), fieldValue) }),
    output: z.object({ facts: z.record(z.string(), fieldValue) }),
  }),
};
