import { systemContext } from '../platform/system-actor.ts';
import { withModules } from './with-modules.ts';

export async function importCommand(paths: string[], options: { workspace: string; dryRun?: boolean; target?: string }): Promise<void> {
  await withModules(async ({ modules, workspaceId }) => {
    const context = systemContext(await workspaceId(options.workspace), 'Command line', new Date());
    const clean = await modules.imports.importFromFiles({
      context,
      paths,
      target: options.target,
      dryRun: options.dryRun === true,
      log: (line) => console.log(line),
    });
    if (!clean) process.exitCode = 2;
  });
}

export async function undoImportCommand(id: string, options: { workspace: string }): Promise<void> {
  await withModules(async ({ modules, workspaceId }) => {
    await modules.imports.undo({
      context: systemContext(await workspaceId(options.workspace), 'Command line', new Date()),
      id,
      log: (line) => console.log(line),
    });
  });
}
