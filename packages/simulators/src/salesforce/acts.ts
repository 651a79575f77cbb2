import type { ActorAct } from '../core/simulator.ts';
import { ActRefused } from '../core/simulator.ts';
import { asked, optional, positive } from '../crm/acts.ts';
import type { ActInput as Input } from '../crm/acts.ts';
import { act } from './org-act.ts';
import type { JsonObject } from '../crm/answers.ts';
import { newTransaction } from './api.ts';
import type { Parts } from './api.ts';
import { bulkCreate } from './bulk-create.ts';
import { publicKey } from './oauth.ts';
import { longId } from './record-ids.ts';
import { person, userNamed } from './sample-org.ts';
import type { ObjectDefinition } from './schema.ts';
import { setupActs } from './setup-acts.ts';
import type { Writer } from './writes.ts';

const editable = ['Account', 'Contact', 'Opportunity', 'OpportunityLineItem', 'Product2', 'User'];
const idField = asked('id', 'Record id');
const eventField = optional('event', 'What the event bus tells', ['full', 'gap', 'nothing']);

export function salesforceActs(parts: Parts): readonly ActorAct[] {
  const { org, writes, oauth, limit } = parts;
  const record = (text: string | undefined): { definition: ObjectDefinition; id: string } => {
    const id = longId(text ?? '');
    const definition = id === undefined ? undefined : org.objectOf(id);
    if (id === undefined || !definition) throw new ActRefused('There is no record with this id.');
    return { definition, id };
  };
  const writer = (event?: string): Writer => ({ ...person(org), event: event === 'gap' ? 'gap' : event === 'nothing' ? 'none' : 'full' });
  const edit = (input: Input, body: JsonObject): unknown => {
    const { definition, id } = record(input['id']);
    return { id: writes.update(definition, id, body, writer(input['event'])).id };
  };
  const closedStage = (won: boolean): string => {
    const stage = org.stages.find((one) => one.closed && one.won === won);
    if (!stage) throw new ActRefused(`The org has no stage for ${won ? 'won' : 'lost'} opportunities.`);
    return stage.apiName;
  };
  return [
    act('edit-field', 'A user edits a field', [idField, asked('field', 'Field'), optional('value', 'New value, empty for none'), eventField], (input) =>
      edit(input, { [input['field'] ?? '']: input['value'] ?? null }),
    ),
    act(
      'create-opportunity',
      'A user creates an opportunity',
      [
        asked('name', 'Name'),
        optional('accountId', 'Account id'),
        optional('stage', 'Stage'),
        optional('amount', 'Amount'),
        optional('closeDate', 'Close date'),
        optional('currency', 'Currency'),
        eventField,
      ],
      (input) => {
        const definition = org.definitions.get('Opportunity');
        if (!definition) throw new ActRefused('The org has no opportunities.');
        const body = {
          Name: input['name'] ?? '',
          StageName: input['stage'] ?? org.stages[0]?.apiName ?? '',
          CloseDate: input['closeDate'] ?? new Date(org.now() + 30 * 86_400_000).toISOString().slice(0, 10),
          ...(input['accountId'] === undefined ? {} : { AccountId: input['accountId'] }),
          ...(input['amount'] === undefined ? {} : { Amount: Number(input['amount']) }),
          ...(input['currency'] === undefined ? {} : { CurrencyIsoCode: input['currency'] }),
        };
        return { id: writes.insert(definition, body, writer(input['event'])).id };
      },
    ),
    act('win-opportunity', 'A user wins an opportunity', [idField, eventField], (input) => edit(input, { StageName: closedStage(true) })),
    act('lose-opportunity', 'A user loses an opportunity', [idField, eventField], (input) => edit(input, { StageName: closedStage(false) })),
    act('delete-record', 'A user deletes a record', [idField, eventField], (input) => {
      const { definition, id } = record(input['id']);
      return { id: writes.remove(definition, id, writer(input['event'])).id };
    }),
    act('undelete-record', 'A user restores a record from the recycle bin', [idField, eventField], (input) => {
      const { definition, id } = record(input['id']);
      return { id: writes.restore(definition, id, writer(input['event'])).id };
    }),
    act(
      'merge-records',
      'A user merges two accounts or two contacts',
      [asked('masterId', 'Id of the record that stays'), asked('loserId', 'Id of the record that goes'), eventField],
      (input) => {
        const { definition, id } = record(input['masterId']);
        const loser = record(input['loserId']);
        if (loser.definition.name !== definition.name) throw new ActRefused('Only records of the same object can be merged.');
        return { id: writes.merge(definition, id, loser.id, writer(input['event'])).id, merged: loser.id };
      },
    ),
    act(
      'bulk-create',
      'An import creates many records at once',
      [
        asked('object', 'Object', ['Account', 'Contact', 'Opportunity']),
        asked('count', 'How many'),
        optional('events', 'What the event bus tells', ['each', 'overflow', 'none']),
      ],
      (input) => {
        const object = input['object'] === 'Account' || input['object'] === 'Contact' ? input['object'] : 'Opportunity';
        const events = input['events'] === 'overflow' || input['events'] === 'none' ? input['events'] : 'each';
        return bulkCreate(parts, object, positive(input['count'], 'How many', 500_000), events);
      },
    ),
    act('lock-record', 'A long transaction holds a record', [idField, optional('seconds', 'For how many seconds')], (input) => {
      const { id } = record(input['id']);
      org.locks.set(id, org.now() + positive(input['seconds'] ?? '60', 'Seconds', 86_400) * 1000);
      return { id };
    }),
    act(
      'emit-gap',
      'The event bus tells of changes without their content',
      [
        asked('object', 'Object', editable),
        asked('kind', 'Kind', ['GAP_CREATE', 'GAP_UPDATE', 'GAP_DELETE', 'GAP_UNDELETE', 'GAP_OVERFLOW']),
        optional('ids', 'Record ids, with commas'),
      ],
      (input) => {
        const ids = (input['ids'] ?? '').split(',').flatMap((one) => longId(one.trim()) ?? []);
        const type = gapTypes.find((one) => one === input['kind']) ?? 'GAP_OVERFLOW';
        if (ids.length === 0 && type !== 'GAP_OVERFLOW') throw new ActRefused('Name the records of the gap.');
        parts.events.publish({
          entity: input['object'] ?? '',
          ids: type === 'GAP_OVERFLOW' ? ['000000000000000AAA'] : ids,
          type,
          origin: '',
          transaction: newTransaction(org),
          sequence: 1,
          user: person(org).user,
          changed: [],
          version: null,
        });
        return { ids };
      },
    ),
    act(
      'register-app',
      'An admin registers a connected app',
      [
        asked('clientId', 'Consumer key'),
        optional('clientSecret', 'Consumer secret'),
        optional('publicKey', 'Certificate or public key (PEM), for the JWT bearer flow'),
        optional('username', 'User it runs as'),
      ],
      (input) => {
        const runAs = userNamed(org, input['username'] ?? 'integration@acme.example');
        if (runAs === '') throw new ActRefused('There is no user with this name.');
        const pem = input['publicKey'];
        if (pem !== undefined && !publicKey(pem)) throw new ActRefused('The certificate or public key cannot be read.');
        oauth.apps.set(input['clientId'] ?? '', {
          clientId: input['clientId'] ?? '',
          clientSecret: input['clientSecret'] ?? '',
          publicKey: pem ?? null,
          runAs,
        });
        return { clientId: input['clientId'], username: input['username'] ?? 'integration@acme.example' };
      },
    ),
    act('issue-refresh-token', 'A user lets an app act for them', [asked('clientId', 'Consumer key')], (input) => {
      const app = oauth.apps.get(input['clientId'] ?? '');
      if (!app) throw new ActRefused('There is no connected app with this consumer key.');
      return { refreshToken: oauth.tokens.refresh({ user: app.runAs, app: app.clientId, scopes: ['api', 'refresh_token'] }) };
    }),
    act('revoke-tokens', 'An admin revokes all sessions', [optional('refreshTokens', 'Refresh tokens too', ['yes', 'no'])], (input) => ({
      revoked: oauth.tokens.revokeAll(input['refreshTokens'] === 'yes'),
    })),
    act('expire-sessions', 'All sessions end by time', [], () => ({ expired: oauth.tokens.expireAll(oauth.realNow()) })),
    act('set-request-limit', 'The daily request limit of the org changes', [asked('max', 'Requests a day')], (input) => {
      limit.setMax(positive(input['max'], 'Requests a day', 100_000_000));
      return limit.save();
    }),
    ...setupActs(parts),
  ];
}

const gapTypes = ['GAP_CREATE', 'GAP_UPDATE', 'GAP_DELETE', 'GAP_UNDELETE', 'GAP_OVERFLOW'] as const;
