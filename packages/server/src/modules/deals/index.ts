import { bulkRemove, bulkUpdate } from './bulk-change.ts';
import { bulkInsert } from './bulk-insert.ts';
import { moveStage, setNextStep, updateDeal } from './change-deal.ts';
import { createDeal } from './create-deal.ts';
import { dealProjection } from './deal-projection.ts';
import { factsForCosell } from './facts.ts';
import { attachFile } from './files.ts';
import { addParticipant } from './participants.ts';
import { dealsRoutes, type DealsDeps } from './routes.ts';
import { logTouch } from './touches.ts';

/** Deals with their routes, for HTTP; and for other modules, functions that work inside the caller's transaction and right. */
export const createDealsModule = (deps: DealsDeps) => ({
  routes: dealsRoutes(deps),
  facts: factsForCosell,
  createDeal,
  updateDeal,
  addParticipant,
  logTouch,
  setNextStep,
  moveStage,
  attachFile,
  bulkInsert,
  bulkUpdate,
  bulkRemove,
  projection: dealProjection,
});
export type DealsModule = ReturnType<typeof createDealsModule>;

export { addParticipant, attachFile, bulkInsert, bulkRemove, bulkUpdate, dealProjection, factsForCosell, logTouch, moveStage, setNextStep };
export type { BulkChange, Refusal } from './bulk-change.ts';
export type { BulkDeal, BulkInsertOptions } from './bulk-insert.ts';
export type { DealFacts } from './domain/deal.ts';
export type { DealForCosell } from './facts.ts';
export type { NewParticipant } from './participants.ts';
export type { DealsPorts, WorkFigures } from './ports.ts';
export type { DealsDeps } from './routes.ts';
export type { NewTouch } from './touches.ts';
