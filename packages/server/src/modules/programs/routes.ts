import { notFound } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { createProgram, publish, saveDraft, updateProgram } from './edit-program.ts';
import type { Result } from '@entente/contracts';
import { definitionOf, ensureStandard } from './find-program.ts';
import { ruleOn } from './domain/rule.ts';
import type { ProgramsPorts } from './ports.ts';
import { replayResult, startReplay } from './replay.ts';
import { programDetail, programRow, programRows, publishedVersion } from './store.ts';

export type ProgramsDeps = { readonly database: Database; readonly ports: ProgramsPorts; readonly startReplay: (tenantId: string, id: string) => void };
type ProgramOperation = Extract<keyof Handlers, `programs.${string}`>;

export function programsRoutes(deps: ProgramsDeps): Pick<Handlers, ProgramOperation> {
  const { database, ports } = deps;
  const reading = <Value>(context: Context, work: Parameters<typeof database.inTenant<Value>>[1]): Promise<Value> => {
    requireScope(context, 'programs:read');
    return database.inTenant(context.tenantId, work);
  };
  const writing = <Value>(context: Context, work: Parameters<typeof database.inTenant<Value>>[1]): Promise<Value> => {
    requireScope(context, 'programs:write');
    return database.inTenant(context.tenantId, work);
  };
  return {
    'programs.list': (context) =>
      reading(context, async (tx) => {
        await ensureStandard(tx, context.tenantId, context.now);
        return { items: (await programRows(tx, context.tenantId)).map(programRow) };
      }),
    'programs.get': (context, { params }) => reading(context, (tx) => programDetail(tx, context.tenantId, params.id)),
    'programs.version': (context, { params }) => reading(context, (tx) => publishedVersion(tx, context.tenantId, params.id, params.number)),
    'programs.create': (context, { body }) => writing(context, (tx) => createProgram(tx, context, body)),
    'programs.update': (context, { params, body }, { ifVersion }) => writing(context, (tx) => updateProgram(tx, context, params.id, ifVersion, body)),
    'programs.saveDraft': (context, { params, body }, { ifVersion }) => writing(context, (tx) => saveDraft(tx, context, params.id, ifVersion, body.definition)),
    'programs.discardDraft': (context, { params }, { ifVersion }) => writing(context, (tx) => saveDraft(tx, context, params.id, ifVersion, null)),
    'programs.publish': (context, { params, body }, { ifVersion }) => writing(context, (tx) => publish(tx, context, params.id, ifVersion, body.note ?? null)),
    'programs.try': (context, { params, body }) =>
      reading(context, async (tx) => {
        const past = await ports.pastRegistration(tx, context.tenantId, body.registrationId);
        if (!past) throw notFound('registration');
        const program = await programDetail(tx, context.tenantId, params.id);
        const definition = body.definition ?? program.draft ?? (await definitionOf(tx, context.tenantId, params.id)).definition;
        const ruled = ruleOn(definition, past.facts);
        const number = body.definition || program.draft ? 0 : (program.liveVersion ?? 0);
        return {
          before: past.ruled.ruling as Result<'programs.try'>['before'],
          after: { ...ruled, trace: [...ruled.trace], programId: params.id, programName: program.name, programVersion: number, at: context.now.toISOString() },
        };
      }),
    'programs.replay': async (context, { params, body }) => {
      const id = await writing(context, (tx) => startReplay(tx, context, ports, params.id, body.definition));
      deps.startReplay(context.tenantId, id);
      return database.inTenant(context.tenantId, (tx) => replayResult(tx, context.tenantId, params.id, id));
    },
    'programs.replayResult': (context, { params }) => reading(context, (tx) => replayResult(tx, context.tenantId, params.id, params.childId)),
  };
}
