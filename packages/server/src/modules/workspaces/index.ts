export { readBrand, setBrand, type Brand, type Logo, type NewBrand } from './brand.ts';
export { createWorkspace, listWorkspaces, type NewWorkspace, type Workspace } from './create-workspace.ts';
