export { startSimulators } from './start-simulators.ts';
export type { RunningSimulators, StartOptions } from './start-simulators.ts';
export type { Control, SimulatorState } from './core/control.ts';
export { noFaults } from './core/faults.ts';
export type { FaultSettings } from './core/faults.ts';
export type { Subscription } from './core/events.ts';
export { ActRefused, simulatorNames } from './core/simulator.ts';
export type { ActorAct, RecordList, SimulatedRequest, SimulatedResponse, Simulator, SimulatorName, World } from './core/simulator.ts';
