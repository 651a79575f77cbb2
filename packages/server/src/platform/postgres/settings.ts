import { clusterName } from './processes.ts';

export type Mode = 'production' | 'test';

const common = {
  // Nobody reaches the server over the network; the socket lies in a folder only its user may enter.
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '128MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  // Compiling queries costs more than it saves on short ones.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_min_messages: 'warning',
};

const production = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // The one method this build of the database has costs a write more than all its index entries; the log is short-lived.
  wal_compression: 'off',
  // One segment of the log, as a larger server would choose by itself: many postings at once wait less for its writing.
  wal_buffers: '16MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  // Two cores: fewer helpers, less idle memory.
  io_workers: '2',
  max_worker_processes: '4',
  max_parallel_workers: '2',
  max_parallel_workers_per_gather: '1',
  autovacuum_max_workers: '2',
};

/** For databases that live minutes: nothing survives a power cut, everything is faster. */
const test = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '512MB',
  autovacuum: 'off',
  io_method: 'sync',
  max_parallel_workers_per_gather: '0',
  max_connections: '200',
};

export function serverArguments(dataFolder: string, socketFolder: string, mode: Mode): string[] {
  const settings = { ...common, ...(mode === 'test' ? test : production), unix_socket_directories: socketFolder, cluster_name: clusterName(dataFolder) };
  return ['-D', dataFolder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
