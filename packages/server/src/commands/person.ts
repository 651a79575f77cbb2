import type { StaffRole } from '@entente/contracts/permissions';
import { systemContext } from '../platform/system-actor.ts';
import { withModules } from './with-modules.ts';

export async function createPersonCommand(options: { workspace: string; email: string; name: string; role: StaffRole }): Promise<void> {
  await withModules(async ({ modules, workspaceId }) => {
    const context = systemContext(await workspaceId(options.workspace), 'Command line', new Date());
    const invite = modules.handlers['people.invite'];
    if (!invite) throw new Error('people.invite has no handler');
    const person = await invite(
      context,
      { params: undefined, query: undefined, body: { email: options.email, name: options.name, role: options.role } },
      { ifVersion: null },
    );
    console.log(`${person.name} (${person.email}) is ${person.role.replaceAll('_', ' ')} and was invited by mail.`);
  });
}
