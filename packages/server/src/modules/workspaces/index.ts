export { createWorkspace, listWorkspaces, type NewWorkspace, type Workspace } from './create-workspace.ts';
