import type { Result } from '@entente/contracts/client';
import { useApi } from '../../lib/api/index.ts';
import { useCan } from '../../lib/session.ts';

export type Job = Result<'jobs.list'>['items'][number];
export const isUnderWay = (job: Job | undefined): boolean => job !== undefined && (job.status === 'waiting' || job.status === 'running');

/** The newest long work about one of these, looked at often only while it runs or is expected. */
export function useJobs(subjects: readonly string[], expected: boolean): ReadonlyMap<string, Job> {
  const mayRead = useCan('jobs:read');
  const jobs = useApi('jobs.list', { query: { limit: 50 } }, { enabled: mayRead, refetchInterval: expected ? 1_500 : 15_000 });
  const found = new Map<string, Job>();
  for (const job of jobs.data?.items ?? [])
    if (job.subjectId !== null && subjects.includes(job.subjectId) && !found.has(job.subjectId)) found.set(job.subjectId, job);
  return found;
}
