import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { createNumbers, type Series } from '../../platform/numbers.ts';
import { bulkRemove, bulkUpdate } from './bulk-change.ts';
import { bulkInsertWith } from './bulk-insert.ts';
import { moveStage, setNextStep, updateDeal } from './change-deal.ts';
import { addComment, dealExists } from './comments.ts';
import { createDeal, type NewDeal } from './create-deal.ts';
import { customFields, factsOfDeals, setFacts } from './custom-fields.ts';
import { dealProjection } from './deal-projection.ts';
import { addRoute, followRoute, launchedRoutes, nextOfRoute, updateRoute } from './deal-routes.ts';
import { factsForCosell } from './facts.ts';
import { attachFile } from './files.ts';
import { completeHandoff, handoffTimes } from './handoffs.ts';
import { addParticipant, endParticipant, updateParticipant } from './participants.ts';
import { dealsRoutes, type DealsDeps } from './routes.ts';
import { setLines } from './set-lines.ts';
import { shareCredit } from './share-credit.ts';
import { logTouch } from './touches.ts';

const DEAL_NUMBERS: Series = { name: 'deal', beforeFirst: 10_000, block: 50 };

/** Deals with their routes, for HTTP; and for other modules, functions that work inside the caller's transaction and right. */
export const createDealsModule = (deps: DealsDeps) => {
  const takeNumbers = createNumbers(deps.database, DEAL_NUMBERS);
  return {
    routes: dealsRoutes(deps, takeNumbers),
    facts: factsForCosell,
    createDeal: (tx: Tx, context: Context, deal: NewDeal) => createDeal(tx, context, deal, takeNumbers),
    updateDeal,
    addParticipant,
    endParticipant,
    updateParticipant,
    completeHandoff,
    addComment,
    logTouch,
    setNextStep,
    moveStage,
    attachFile,
    bulkInsert: bulkInsertWith(takeNumbers),
    bulkUpdate,
    bulkRemove,
    projection: dealProjection,
    handoffTimes,
    shareCredit,
    customFields,
    factsOfDeals,
    setFacts,
    addRoute,
    updateRoute,
    followRoute,
    nextOfRoute,
    launchedRoutes,
    exists: dealExists,
  };
};
export type DealsModule = ReturnType<typeof createDealsModule>;

export { addParticipant, attachFile, bulkRemove, bulkUpdate, dealProjection, factsForCosell, logTouch, moveStage, setLines, setNextStep, updateDeal };
export type { BulkChange, Refusal } from './bulk-change.ts';
export type { BulkDeal, BulkInsertOptions } from './bulk-insert.ts';
export type { DealFacts } from './domain/deal.ts';
export type { DealForCosell } from './facts.ts';
export type { NewParticipant } from './participants.ts';
export type { DealsPorts, WorkFigures } from './ports.ts';
export { nextStates } from './domain/route-machine.ts';
export type { DealsDeps } from './routes.ts';
export type { NewTouch } from './touches.ts';
