import { insertWorkspaceWithOwner } from '../compose/first-run.ts';
import { withModules } from './with-modules.ts';

export async function createWorkspaceCommand(options: { slug: string; name: string; owner: string; currency: string }): Promise<void> {
  await withModules(async ({ database }) => {
    const { password } = await insertWorkspaceWithOwner(database, {
      slug: options.slug,
      name: options.name,
      baseCurrency: options.currency,
      ownerEmail: options.owner,
      ownerName: options.owner.split('@')[0] ?? options.owner,
      now: new Date(),
      sample: false,
    });
    console.log(`Workspace ${options.slug} is ready. ${options.owner} signs in with the password ${password}`);
  });
}
