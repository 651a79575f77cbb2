import type { FaultSettings } from './faults.ts';
import { noFaults } from './faults.ts';
import { ActRefused, simulatorNames } from './simulator.ts';
import type { RecordList, SimulatedRequest, SimulatedResponse, Simulator, SimulatorName, World } from './simulator.ts';
import type { Subscription } from './events.ts';
import type { Surface } from './http.ts';

export type SimulatorState = {
  readonly name: SimulatorName;
  readonly title: string;
  readonly faults: FaultSettings;
  readonly records: readonly RecordList[];
  readonly acts: readonly { readonly name: string; readonly title: string; readonly fields: Simulator['acts'][number]['fields'] }[];
};
/** What a test or a demonstration does to the outside world; the control API is the same over HTTP. */
export type Control = {
  state(): { readonly clock: { readonly now: string; readonly aheadMs: number }; readonly simulators: readonly SimulatorState[] };
  advance(milliseconds: number): void;
  setFaults(simulator: SimulatorName, change: Partial<FaultSettings>): FaultSettings;
  /** @throws {ActRefused} */
  act(simulator: SimulatorName, act: string, fields?: Readonly<Record<string, string>>): unknown;
  subscribe(subscription: Omit<Subscription, 'id'>): Subscription;
  unsubscribe(id: string): void;
  settle(): Promise<void>;
  /** All simulators, or one. Subscriptions and the clock stay. */
  reset(simulator?: SimulatorName): void;
};

export function createControl(world: World, simulators: ReadonlyMap<SimulatorName, Simulator>, changed: (part: string) => void): Control {
  const simulator = (name: SimulatorName): Simulator => {
    const found = simulators.get(name);
    if (found === undefined) throw new ActRefused(`There is no simulator named ${name}.`);
    return found;
  };
  return {
    state: () => ({
      clock: { now: world.clock.now().toISOString(), aheadMs: world.clock.aheadMs },
      simulators: [...simulators.values()].map((one) => ({
        name: one.name,
        title: one.title,
        faults: world.faults.of(one.name),
        records: one.records(),
        acts: one.acts.map(({ name, title, fields }) => ({ name, title, fields })),
      })),
    }),
    advance(milliseconds) {
      world.clock.advance(milliseconds);
      for (const name of simulators.keys()) changed(name);
      changed('core');
    },
    setFaults(name, change) {
      simulator(name);
      world.faults.set(name, change);
      changed('core');
      return world.faults.of(name);
    },
    act(name, actName, fields = {}) {
      const act = simulator(name).acts.find((one) => one.name === actName);
      if (act === undefined) throw new ActRefused(`${simulator(name).title} has no act named ${actName}.`);
      const given = checkedFields(act.fields, fields);
      const result = act.run(given);
      changed(name);
      return result;
    },
    subscribe(subscription) {
      simulator(subscription.simulator);
      const saved = world.events.subscribe(subscription);
      changed('core');
      return saved;
    },
    unsubscribe(id) {
      world.events.unsubscribe(id);
      changed('core');
    },
    settle: () => world.events.settle(),
    reset(name) {
      for (const one of name === undefined ? simulators.values() : [simulator(name)]) {
        one.reset();
        changed(one.name);
      }
    },
  };
}

type Field = Simulator['acts'][number]['fields'][number];
function checkedFields(fields: readonly Field[], given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const unknown = Object.keys(given).find((name) => !fields.some((field) => field.name === name));
  if (unknown !== undefined) throw new ActRefused(`This act has no field named ${unknown}.`);
  const filled: Record<string, string> = {};
  for (const field of fields) {
    const value = given[field.name]?.trim() ?? '';
    if (value === '') {
      if (field.required) throw new ActRefused(`${field.label} is needed.`);
      continue;
    }
    if (field.choices !== undefined && !field.choices.includes(value)) throw new ActRefused(`${field.label} must be one of: ${field.choices.join(', ')}.`);
    filled[field.name] = value;
  }
  return filled;
}

/** `/_control/…` over the same acts. Writing needs a JSON content type, so that no foreign page in a browser can do it unasked. */
export function controlSurface(control: Control, world: World): Surface {
  return async (request) => {
    if (!request.path.startsWith('/_control')) return undefined;
    try {
      return (await controlAnswer(control, world, request)) ?? { status: 404, body: { error: 'The control API has nothing here.' } };
    } catch (error) {
      if (error instanceof ActRefused || error instanceof RangeError) return { status: 409, body: { error: error.message } };
      if (error instanceof BadControlRequest) return { status: 400, body: { error: error.message } };
      throw error;
    }
  };
}

class BadControlRequest extends Error {}

async function controlAnswer(control: Control, world: World, request: SimulatedRequest): Promise<SimulatedResponse | undefined> {
  const [, , area, first, second] = request.path.split('/').map(decodeURIComponent);
  const key = `${request.method} ${area ?? ''}`;
  if (key === 'GET state') return { status: 200, body: control.state() };
  if (key === 'GET events') return { status: 200, body: { events: world.events.recent() } };
  if (key === 'GET subscriptions') return { status: 200, body: { subscriptions: world.events.subscriptions() } };
  if (key === 'DELETE subscriptions' && first !== undefined) {
    control.unsubscribe(first);
    return { status: 204 };
  }
  if (request.method !== 'POST' && request.method !== 'PUT') return undefined;
  const body = jsonBody(request);
  switch (key) {
    case 'POST clock': {
      if (!Number.isSafeInteger(body.advanceMs) || Number(body.advanceMs) < 0)
        throw new BadControlRequest('advanceMs is a whole number of milliseconds, not below 0.');
      control.advance(Number(body.advanceMs));
      return { status: 200, body: control.state().clock };
    }
    case 'PUT faults':
      return { status: 200, body: control.setFaults(simulatorName(first), faultChange(body)) };
    case 'POST acts': {
      const result = control.act(simulatorName(first), second ?? '', textFields('fields' in body ? body.fields : body));
      return { status: 200, body: { result: result ?? null } };
    }
    case 'POST subscriptions': {
      const url = text(body.url, 'url');
      if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new BadControlRequest('url is an http or https address.');
      return { status: 201, body: control.subscribe({ simulator: simulatorName(body.simulator), url, secret: text(body.secret, 'secret') }) };
    }
    case 'POST settle':
      await control.settle();
      return { status: 200, body: { events: world.events.recent() } };
    case 'POST reset':
      control.reset(body.simulator === undefined ? undefined : simulatorName(body.simulator));
      return { status: 204 };
    default:
      return undefined;
  }
}

function jsonBody(request: SimulatedRequest): Record<string, unknown> {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) throw new BadControlRequest('Send the body as application/json.');
  let value: unknown;
  try {
    value = request.body.length === 0 ? {} : JSON.parse(request.body.toString('utf8'));
  } catch {
    throw new BadControlRequest('The body is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadControlRequest('The body is a JSON object.');
  return value as Record<string, unknown>;
}

function simulatorName(value: unknown): SimulatorName {
  const name = simulatorNames.find((candidate) => candidate === value);
  if (name === undefined) throw new BadControlRequest(`simulator is one of: ${simulatorNames.join(', ')}.`);
  return name;
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw new BadControlRequest(`${name} is a text.`);
  return value;
}

function textFields(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadControlRequest('The fields are a JSON object.');
  const entries = Object.entries(value).filter(([, field]) => field !== null);
  const wrong = entries.find(([, field]) => !['string', 'number', 'boolean'].includes(typeof field));
  if (wrong !== undefined) throw new BadControlRequest(`The field ${wrong[0]} is a text.`);
  return Object.fromEntries(entries.map(([name, field]) => [name, String(field)]));
}

const shares = new Set(['loseEvents', 'doubleEvents', 'reorderEvents', 'throttle', 'failBefore', 'failAfter']);
function faultChange(body: Record<string, unknown>): Partial<FaultSettings> {
  for (const [name, value] of Object.entries(body)) {
    if (!(name in noFaults)) throw new BadControlRequest(`There is no fault named ${name}.`);
    if (name === 'quotas') {
      if (typeof value !== 'boolean') throw new BadControlRequest('quotas is true or false.');
      continue;
    }
    const highest = shares.has(name) ? 1 : 600_000;
    if (typeof value !== 'number' || !(value >= 0 && value <= highest)) throw new BadControlRequest(`${name} is a number from 0 to ${highest}.`);
  }
  return body as Partial<FaultSettings>;
}
