import type { ActorAct } from '../core/simulator.ts';
import { ActRefused } from '../core/simulator.ts';
import { asked, optional, positive } from '../crm/acts.ts';
import type { ActInput } from '../crm/acts.ts';
import type { Parts } from './api.ts';
import { Refused } from './errors.ts';
import { bulkCreate, person } from './sample-portal.ts';
import { crmScopes } from './oauth.ts';
import { portalId } from './portal.ts';
import { optionsOf, property } from './schema.ts';
import type { Property, PropertyType, Stage } from './schema.ts';
import { withStage } from './settings-api.ts';
import type { Writer } from './writes.ts';

const objects = ['deals', 'companies', 'contacts', 'products', 'line_items'] as const;
const types = ['string', 'number', 'date', 'datetime', 'enumeration', 'bool'] as const satisfies readonly PropertyType[];
const objectField = asked('object', 'Object', objects);
const idField = asked('id', 'Record id');
const eventField = optional('event', 'What the events tell', ['full', 'nothing']);

/** A refusal of the portal is a refusal of the act. */
function act(name: string, title: string, fields: ActorAct['fields'], run: (input: ActInput) => unknown): ActorAct {
  return {
    name,
    title,
    fields,
    run(input) {
      try {
        return run(input);
      } catch (error) {
        if (error instanceof Refused) throw new ActRefused(error.message);
        throw error;
      }
    },
  };
}

export function hubspotActs(parts: Parts): readonly ActorAct[] {
  const { portal, writes, oauth } = parts;
  const writer = (input: ActInput): Writer => ({ source: person, silent: input['event'] === 'nothing' });
  const kindOf = (input: ActInput): ReturnType<typeof portal.kind> => portal.kind(input['object'] ?? 'deals');
  const deals = portal.kind('deals');
  const propertyOf = (input: ActInput): Property => {
    const found = portal.property(kindOf(input), input['property'] ?? '');
    if (!found) throw new ActRefused(`There is no property ${input['property'] ?? ''}.`);
    return found;
  };
  const close = (input: ActInput, probability: number): unknown => {
    const row = writes.living(deals, input['id'] ?? '');
    const stage = portal.pipelines.find((one) => one.id === row.values['pipeline'])?.stages.find((one) => one.closed && one.probability === probability);
    if (!stage) throw new ActRefused('The pipeline has no such stage.');
    return { id: writes.update(deals, row.id, { dealstage: stage.id }, writer(input)).id };
  };
  const stageOf = (text: string | undefined): Stage => {
    const stage = portal.pipelines.flatMap((one) => one.stages).find((one) => one.id === text || one.label === text);
    if (!stage) throw new ActRefused('There is no such stage.');
    return stage;
  };
  return [
    act(
      'edit-property',
      'A user edits a property',
      [objectField, idField, asked('property', 'Property'), optional('value', 'New value, empty for none'), eventField],
      (input) => ({
        id: writes.update(kindOf(input), input['id'] ?? '', { [input['property'] ?? '']: input['value'] ?? '' }, writer(input)).id,
      }),
    ),
    act(
      'create-deal',
      'A user creates a deal',
      [
        asked('name', 'Name'),
        optional('stage', 'Stage, by id or label'),
        optional('amount', 'Amount'),
        optional('closeDate', 'Close date'),
        optional('companyId', 'Company id'),
        eventField,
      ],
      (input) => {
        const stage = input['stage'] === undefined ? portal.pipelines[0]?.stages[0] : stageOf(input['stage']);
        const row = writes.create(
          deals,
          { dealname: input['name'] ?? '', dealstage: stage?.id ?? '', amount: input['amount'] ?? '', closedate: input['closeDate'] ?? '' },
          writer(input),
        );
        if (input['companyId'] !== undefined)
          portal.associations.add(deals, row.id, portal.kind('companies'), writes.living(portal.kind('companies'), input['companyId']).id, [341]);
        return { id: row.id };
      },
    ),
    act('win-deal', 'A user wins a deal', [idField, eventField], (input) => close(input, 1)),
    act('lose-deal', 'A user loses a deal', [idField, eventField], (input) => close(input, 0)),
    act('delete-record', 'A user deletes a record', [objectField, idField, eventField], (input) => {
      const row = writes.living(kindOf(input), input['id'] ?? '');
      writes.archive(kindOf(input), row.id, writer(input));
      return { id: row.id };
    }),
    act('restore-record', 'A user restores a record from the recycle bin', [objectField, idField, eventField], (input) => ({
      id: writes.restore(kindOf(input), input['id'] ?? '', writer(input)).id,
    })),
    act(
      'merge-records',
      'A user merges two records',
      [objectField, asked('winnerId', 'Id of the record that stays'), asked('loserId', 'Id of the record that goes'), eventField],
      (input) => ({
        id: writes.merge(kindOf(input), input['winnerId'] ?? '', input['loserId'] ?? '', writer(input)).id,
        merged: input['loserId'],
      }),
    ),
    act(
      'bulk-create',
      'An import creates many records at once',
      [asked('object', 'Object', ['deals', 'companies', 'contacts']), asked('count', 'How many'), eventField],
      (input) => bulkCreate(parts, input['object'] ?? 'deals', positive(input['count'], 'How many', 500_000), input['event'] === 'nothing'),
    ),
    act(
      'add-property',
      'An admin adds a property',
      [
        objectField,
        asked('property', 'Property'),
        asked('type', 'Type', types),
        optional('label', 'Label'),
        optional('values', 'Options, with commas'),
        optional('unique', 'Unique', ['yes', 'no']),
      ],
      (input) => {
        const name = input['property'] ?? '';
        if (!/^[a-z][a-z0-9_]*$/.test(name))
          throw new ActRefused('The name of a property begins with a letter and has only small letters, digits and underscores.');
        if (portal.property(kindOf(input), name)) throw new ActRefused('The property is there already.');
        const options = (input['values'] ?? '')
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== '');
        const base = { custom: true, hasUniqueValue: input['unique'] === 'yes', ...(input['label'] === undefined ? {} : { label: input['label'] }) };
        portal.setProperty(
          kindOf(input),
          property(name, types.find((one) => one === input['type']) ?? 'string', options.length > 0 ? { ...base, options: optionsOf(options) } : base),
        );
        return { property: name };
      },
    ),
    act(
      'set-options',
      'An admin changes the options of a property',
      [objectField, asked('property', 'Property'), asked('values', 'Options, with commas')],
      (input) => {
        const known = propertyOf(input);
        if (known.type !== 'enumeration') throw new ActRefused('The property has no options.');
        portal.setProperty(kindOf(input), {
          ...known,
          options: optionsOf(
            (input['values'] ?? '')
              .split(',')
              .map((one) => one.trim())
              .filter((one) => one !== ''),
          ),
        });
        return { property: known.name };
      },
    ),
    act(
      'require-property',
      'An admin makes a property required, or not',
      [objectField, asked('property', 'Property'), optional('required', 'Required', ['yes', 'no'])],
      (input) => {
        portal.setProperty(kindOf(input), { ...propertyOf(input), required: input['required'] !== 'no' });
        return { property: input['property'] };
      },
    ),
    act(
      'set-property-access',
      'An admin changes what the app may do with a property',
      [objectField, asked('property', 'Property'), asked('access', 'May', ['edit', 'read', 'none'])],
      (input) => {
        portal.setProperty(kindOf(input), { ...propertyOf(input), readOnly: input['access'] === 'read', hidden: input['access'] === 'none' });
        return { property: input['property'], access: input['access'] };
      },
    ),
    act('rename-stage', 'An admin renames a stage: its id stays', [asked('stage', 'Stage, by id or label'), asked('name', 'New label')], (input) => {
      const stage = stageOf(input['stage']);
      portal.pipelines = withStage(portal.pipelines, { ...stage, label: input['name'] ?? stage.label });
      return { id: stage.id };
    }),
    act('register-app', 'A developer registers an app', [asked('clientId', 'Client id'), asked('clientSecret', 'Client secret')], (input) => {
      oauth.apps.set(input['clientId'] ?? '', { clientId: input['clientId'] ?? '', clientSecret: input['clientSecret'] ?? '' });
      return { clientId: input['clientId'] };
    }),
    act('issue-refresh-token', 'A user installs an app', [asked('clientId', 'Client id')], (input) => {
      const app = oauth.apps.get(input['clientId'] ?? '');
      if (!app) throw new ActRefused('There is no app with this client id.');
      return { refreshToken: oauth.tokens.refresh({ user: String(portalId), app: app.clientId, scopes: crmScopes }), portalId };
    }),
    act('revoke-tokens', 'A user takes the access of all apps away', [optional('refreshTokens', 'Refresh tokens too', ['yes', 'no'])], (input) => ({
      revoked: oauth.tokens.revokeAll(input['refreshTokens'] === 'yes'),
    })),
    act('expire-tokens', 'All access tokens end by time', [], () => ({ expired: oauth.tokens.expireAll(oauth.realNow()) })),
  ];
}
