export { launchBrowser } from './browser.ts';
export { buildPerson, buildWorkspace, type Person, type Workspace } from './builders.ts';
export { clusterVariable, fastFolder, givenCluster, ownCluster, testCluster, type ClusterConnection } from './cluster.ts';
export { startedServer, type StartedServer } from './started-server.ts';
export { testDatabase, type TestDatabase } from './test-database.ts';
