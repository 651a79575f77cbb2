import type { Context } from './context.ts';
import type { Tx } from './db/database.ts';

/** An act in somebody's inbox that stands for a record of another module (a registration, a lead) and ends by what happens to it. */
export type RecordAct = {
  readonly kind: string;
  readonly title: string;
  readonly detail: string | null;
  readonly dealId: string | null;
  readonly partnerId: string | null;
  readonly assigneeId: string | null;
  readonly assigneeRole: string | null;
  readonly dueAt: string | null;
  readonly recordId: string;
};

/** The inbox, as every module that leaves something to a person needs it. */
export type Inbox = {
  readonly openAct: (tx: Tx, context: Context, act: RecordAct) => Promise<void>;
  /** Closes every open act of a record, saying what became of it. */
  readonly closeActs: (tx: Tx, context: Context, recordId: string, outcome: string) => Promise<void>;
};
