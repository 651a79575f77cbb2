export { createWorkspace, listWorkspaces, type NewWorkspace, type Workspace } from './create-workspace.ts';
export { ownedTables } from './owned-tables.ts';
