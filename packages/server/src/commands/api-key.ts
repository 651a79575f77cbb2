import type { StaffRole } from '@entente/contracts/permissions';
import { systemContext } from '../platform/system-actor.ts';
import { withModules } from './with-modules.ts';

export async function createApiKeyCommand(options: { workspace: string; role: StaffRole; name: string }): Promise<void> {
  await withModules(async ({ modules, workspaceId }) => {
    const create = modules.handlers['apiKeys.create'];
    if (!create) throw new Error('apiKeys.create has no handler');
    const key = await create(
      systemContext(await workspaceId(options.workspace), 'Command line', new Date()),
      { params: undefined, query: undefined, body: { name: options.name, role: options.role } },
      { ifVersion: null },
    );
    console.log(key.secret);
  });
}
