export { launchBrowser } from './browser.ts';
export { clusterVariable, fastFolder, ownCluster, testCluster, type ClusterConnection } from './cluster.ts';
export { testDatabase, type TestDatabase } from './test-database.ts';
