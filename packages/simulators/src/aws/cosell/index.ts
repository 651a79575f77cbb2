import type { SimulatedRequest, SimulatedResponse } from '../../core/simulator.ts';
import type { AwsPart, CreateAwsPart } from '../part.ts';
import { AwsError, decodeJson, encodeError, encodeJson, isObject, targetOf } from '../wire/index.ts';
import { cosellActs } from './acts.ts';
import type { Cosell } from './context.ts';
import { text } from './context.ts';
import { escaped } from './escape.ts';
import { CosellEvents } from './events.ts';
import { expireInvitations } from './invitations.ts';
import { operations, quotaOf } from './operations.ts';
import { Quotas } from './quotas.ts';
import { cosellRecords } from './records.ts';
import { fieldError, invalidRequest } from './refusals.ts';
import { isSellingOperation } from './requests.ts';
import { CosellStore } from './store.ts';
import { catalogOfArn } from './tags.ts';
import { finishTasks } from './tasks.ts';
import { validated } from './validate.ts';

const service = 'AWSPartnerCentralSelling';

/** Partner Central's selling API: opportunities, their review, engagements and invitations. */
export const createCosell: CreateAwsPart = (world, shared) => {
  const store = new CosellStore();
  const cosell: Cosell = { world, accounts: shared.accounts, store, events: new CosellEvents(world, shared.accounts) };
  const quotas = new Quotas(world);
  const tick = (): void => {
    finishTasks(cosell);
    expireInvitations(cosell);
  };
  let requests = 0;

  function answer(request: SimulatedRequest): object {
    const name = targetOf(request)?.operation ?? '';
    if (!isSellingOperation(name)) throw new AwsError('UnknownOperationException', `${name} is not an operation of this simulator.`, { status: 404 });
    const account = shared.accounts.of(request);
    if (account === undefined) throw new AwsError('MissingAuthenticationTokenException', 'The request is not signed.', { status: 403 });
    quotas.take(account, quotaOf(name));
    tick();
    const input = validated(name, decodeJson(request));
    const catalog = 'ResourceArn' in input ? catalogOfArn(input.ResourceArn) : text(input.Catalog);
    if (catalog !== 'AWS' && catalog !== 'Sandbox') throw invalidRequest([fieldError('Catalog', 'INVALID_VALUE', 'The catalog is AWS or Sandbox.')]);
    return operations[name](cosell, { account, catalog, input });
  }

  function handle(request: SimulatedRequest): SimulatedResponse {
    requests += 1;
    const requestId = `cosell-${world.clock.now().getTime().toString(36)}-${requests.toString(36)}`;
    try {
      const body = escaped(answer(request));
      return encodeJson(request, isObject(body) ? body : {}, requestId);
    } catch (error) {
      if (error instanceof AwsError) return encodeError(request, error, requestId);
      throw error;
    }
  }

  const part: AwsPart = {
    handles: (request) => targetOf(request)?.service === service,
    handle,
    acts: cosellActs(cosell),
    records: () => cosellRecords(cosell),
    tick,
    save: () => store.save(),
    load: (state) => store.load(state),
    reset() {
      store.clear();
      quotas.clear();
    },
  };
  return part;
};
