import type { FastifyInstance } from 'fastify';
import { importFiles, type FilesImport, type FilesReport } from './from-files.ts';
import { importRoutes } from './routes.ts';
import type { Engine } from './engine.ts';
import { createRunner } from './runner.ts';
import { getImport, startUndo, upload, type Upload } from './service.ts';
import type { Context } from '../../platform/context.ts';
import { mountImportUpload, type UploadRouteOptions } from './upload-route.ts';
import type { ImportDetail } from './view.ts';

export { openTable, TableError } from './reader/index.ts';
export { amountReader, companyKey, dateReader, keysOf, keyString, picklistLabel, picklistValue, quantityReader, targetOf } from './domain/index.ts';
export type { Fields, FieldValue, Money, Reference, ReferenceEntry } from './domain/index.ts';
export type * from './ports.ts';
export type { Engine } from './engine.ts';
export type { FileResult, FilesImport, FilesReport } from './from-files.ts';
export type { Upload } from './service.ts';

export type ImportsModule = ReturnType<typeof createImportsModule>;

export function createImportsModule(engine: Omit<Engine, 'stopping'>) {
  const runner = createRunner(engine);
  const deps = { engine: runner.engine, runner };
  return {
    routes: importRoutes(deps),
    upload: (context: Context, file: Upload): Promise<ImportDetail> => upload(deps, context, file),
    mountUpload: (app: FastifyInstance, options: UploadRouteOptions): Promise<void> => mountImportUpload(app, deps, options),
    importFiles: (context: Context, files: FilesImport): Promise<FilesReport> => importFiles(deps, context, files),
    /** To its end, as the command line does. */
    async undo(context: Context, id: string): Promise<ImportDetail> {
      await startUndo(deps, context, id);
      await runner.idle();
      return getImport(deps, context, id);
    },
    resumeUnfinished: runner.resumeUnfinished,
    idle: runner.idle,
    stop: runner.stop,
  };
}
