import type { EventBus } from './events.ts';
import type { Faults } from './faults.ts';
import type { Ids } from './ids.ts';
import type { VirtualClock } from './virtual-clock.ts';

export const simulatorNames = ['aws', 'microsoft', 'google', 'salesforce', 'hubspot'] as const;
export type SimulatorName = (typeof simulatorNames)[number];

/** A request as it reached one simulator: the path begins after the simulator's own prefix. */
export type SimulatedRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The address under which this simulator is reached, without a slash at the end; for links in answers. */
  readonly base: string;
};
/** An object is sent as JSON; a string or bytes as they are. */
export type SimulatedResponse = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | object;
};

/** What a person of the outside world does: a reviewer approves, a buyer accepts. Offered by the control API and on the page. */
export type ActorAct = {
  /** Such as `approve-opportunity`. */
  readonly name: string;
  readonly title: string;
  readonly fields: readonly { readonly name: string; readonly label: string; readonly required: boolean; readonly choices?: readonly string[] }[];
  /** @throws {ActRefused} with a sentence, when the state of the record forbids it. */
  run(input: Readonly<Record<string, string>>): unknown;
};
export class ActRefused extends Error {
  override readonly name = 'ActRefused';
}

/** Records for people to look at, the newest first. */
export type RecordList = { readonly title: string; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

export type Simulator = {
  readonly name: SimulatorName;
  readonly title: string;
  handle(request: SimulatedRequest): Promise<SimulatedResponse> | SimulatedResponse;
  readonly acts: readonly ActorAct[];
  records(): readonly RecordList[];
  /** Lets time-driven things happen (expiries, tasks that end). Called often, and whenever the virtual clock is moved. */
  tick(): void;
  /** All of its state as JSON, so that a restart goes on where it was. */
  save(): unknown;
  load(state: unknown): void;
  reset(): void;
};

/** What every simulator shares. */
export type World = { readonly clock: VirtualClock; readonly faults: Faults; readonly events: EventBus; readonly ids: Ids };
export type CreateSimulator = (world: World) => Simulator;
