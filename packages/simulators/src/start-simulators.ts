import type { AddressInfo } from 'node:net';
import { createAws } from './aws/index.ts';
import { createControl, controlSurface } from './core/control.ts';
import type { Control } from './core/control.ts';
import { createEventBus } from './core/event-bus.ts';
import type { Subscription } from './core/events.ts';
import type { FaultSettings } from './core/faults.ts';
import { Faults } from './core/faults.ts';
import { createHttpServer } from './core/http.ts';
import { createIds, seededRandom } from './core/ids.ts';
import { simulatorNames } from './core/simulator.ts';
import type { CreateSimulator, Simulator, SimulatorName, World } from './core/simulator.ts';
import { createStateFile, readState } from './core/state-file.ts';
import { VirtualClock } from './core/virtual-clock.ts';
import { createGoogle } from './google/index.ts';
import { createHubspot } from './hubspot/index.ts';
import { createMicrosoft } from './microsoft/index.ts';
import { pageSurface } from './page/page.ts';
import { createSalesforce } from './salesforce/index.ts';

export type StartOptions = {
  /** 0: any free port. */
  readonly port: number;
  readonly host?: string;
  /** Where the state is kept. Without it, everything is forgotten at the end. */
  readonly file?: string;
  /** The real time in milliseconds, for tests that hold it still. */
  readonly real?: () => number;
  /** Chance repeats for the same seed. */
  readonly seed?: number;
  readonly simulators?: readonly SimulatorName[];
};
export type RunningSimulators = {
  readonly url: string;
  readonly world: World;
  readonly simulators: ReadonlyMap<SimulatorName, Simulator>;
  readonly control: Control;
  stop(): Promise<void>;
};

type CoreState = {
  readonly aheadMs: number;
  readonly ids: Readonly<Record<string, number>>;
  readonly faults: readonly (readonly [SimulatorName, FaultSettings])[];
  readonly subscriptions: readonly Subscription[];
};
const creators: Readonly<Record<SimulatorName, CreateSimulator>> = {
  aws: createAws,
  microsoft: createMicrosoft,
  google: createGoogle,
  salesforce: createSalesforce,
  hubspot: createHubspot,
};
const tickEveryMs = 250;

export async function startSimulators(options: StartOptions): Promise<RunningSimulators> {
  const seed = options.seed ?? 1;
  const saved = options.file === undefined ? undefined : await readState(options.file);
  const core = saved?.core as CoreState | undefined;
  const real = options.real ?? Date.now;
  const clock = new VirtualClock({ real, aheadMs: core?.aheadMs ?? 0 });
  const faults = new Faults(seededRandom(seed));
  const ids = createIds(seed);
  if (core !== undefined) ids.load(core.ids);
  for (const [name, settings] of core?.faults ?? []) faults.set(name, settings);

  let changed: (part: string) => void = () => undefined;
  const events = createEventBus({
    faults,
    now: () => clock.now(),
    newId: () => `subscription-${ids.next('subscription')}`,
    emitted: (name) => changed(name),
  });
  events.load(core?.subscriptions ?? []);
  const world: World = { clock, faults, events, ids };
  const simulators = new Map<SimulatorName, Simulator>();
  for (const name of options.simulators ?? simulatorNames) {
    const simulator = creators[name](world);
    if (saved?.[name] !== undefined && saved[name] !== null) simulator.load(saved[name]);
    simulators.set(name, simulator);
  }

  const saveCore = (): CoreState => ({
    aheadMs: clock.aheadMs,
    ids: ids.save(),
    faults: [...simulators.keys()].map((name) => [name, faults.of(name)] as const),
    subscriptions: events.subscriptions(),
  });
  const parts = Object.fromEntries([['core', saveCore] as const, ...[...simulators].map(([name, simulator]) => [name, () => simulator.save()] as const)]);
  const file = options.file === undefined ? undefined : createStateFile(options.file, parts);
  changed = (part) => {
    file?.changed(part);
    // The numbers that were given away are kept with the core, and a simulator that changed may have taken some.
    file?.changed('core');
  };

  const tick = (): void => {
    for (const simulator of simulators.values()) simulator.tick();
  };
  clock.onMoved(tick);
  const ticking = setInterval(tick, tickEveryMs);
  const control = createControl(world, simulators, changed);
  const server = createHttpServer({ simulators, faults, changed, surfaces: [controlSurface(control, world), pageSurface(control, world)] });
  const host = options.host ?? '127.0.0.1';
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, host, resolve);
    });
  } catch (error) {
    clearInterval(ticking);
    events.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  let stopped: Promise<void> | undefined;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    world,
    simulators,
    control,
    stop() {
      stopped ??= (async () => {
        clearInterval(ticking);
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        server.closeAllConnections();
        await closed;
        events.close();
        for (const name of simulators.keys()) file?.changed(name);
        file?.changed('core');
        await file?.close();
      })();
      return stopped;
    },
  };
}
