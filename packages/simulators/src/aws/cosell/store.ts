import type { Engagement, Invitation, Opportunity, Snapshot, SnapshotJob, Solution, Task } from './model.ts';
import { OpportunityBook } from './opportunity-book.ts';

export type RememberedCall = { readonly digest: string; readonly at: number; readonly result: object };
type Saved = {
  readonly opportunities: readonly Opportunity[];
  readonly engagements: readonly Engagement[];
  readonly invitations: readonly Invitation[];
  readonly tasks: readonly Task[];
  readonly snapshots: readonly Snapshot[];
  readonly jobs: readonly SnapshotJob[];
  readonly solutions: readonly Solution[];
  readonly roles: readonly (readonly [string, string])[];
  readonly tokens: readonly (readonly [string, RememberedCall])[];
  readonly unconnected: readonly string[];
  readonly tags?: readonly (readonly [string, readonly (readonly [string, string])[]])[];
};

export const snapshotKey = (engagementId: string, opportunityId: string, template: string): string => `${engagementId}/${opportunityId}/${template}`;

/** Everything co-selling holds, with the indexes its questions need. */
export class CosellStore {
  readonly opportunities = new OpportunityBook();
  readonly engagements = new Map<string, Engagement>();
  readonly invitations = new Map<string, Invitation>();
  /** In the order of sending, which is that of expiry too. */
  readonly pendingInvitations = new Map<string, Invitation>();
  readonly invitationsOf = new Map<string, string[]>();
  readonly tasks = new Map<string, Task>();
  readonly runningTasks = new Map<string, Task>();
  readonly snapshots = new Map<string, Snapshot[]>();
  readonly jobs = new Map<string, SnapshotJob>();
  readonly jobsOf = new Map<string, SnapshotJob[]>();
  readonly solutions = new Map<string, Solution>();
  readonly roles = new Map<string, string>();
  readonly tokens = new Map<string, RememberedCall>();
  /** Of each opportunity, by its number. */
  readonly tags = new Map<string, Map<string, string>>();
  /** Pairs of accounts that are not connected; all others are. */
  readonly unconnected = new Set<string>();
  readonly engagementsOf = new Map<string, string[]>();
  readonly solutionsOf = new Map<string, Solution[]>();

  addEngagement(engagement: Engagement): void {
    this.engagements.set(engagement.id, engagement);
    for (const member of engagement.members) push(this.engagementsOf, `${member}/${engagement.catalog}`, engagement.id);
  }

  join(engagement: Engagement, member: string): boolean {
    if (engagement.members.includes(member)) return false;
    engagement.members.push(member);
    push(this.engagementsOf, `${member}/${engagement.catalog}`, engagement.id);
    return true;
  }

  addInvitation(invitation: Invitation): void {
    this.invitations.set(invitation.id, invitation);
    if (invitation.status === 'PENDING') this.pendingInvitations.set(invitation.id, invitation);
    push(this.invitationsOf, `SENDER/${invitation.sender}/${invitation.catalog}`, invitation.id);
    push(this.invitationsOf, `RECEIVER/${invitation.receiver}/${invitation.catalog}`, invitation.id);
    push(this.invitationsOf, invitation.engagementId, invitation.id);
  }

  addTask(task: Task): void {
    this.tasks.set(task.id, task);
    if (task.status === 'IN_PROGRESS') this.runningTasks.set(task.id, task);
  }

  addJob(job: SnapshotJob): void {
    this.jobs.set(job.id, job);
    push(this.jobsOf, job.opportunityId, job);
  }

  removeJob(job: SnapshotJob): void {
    this.jobs.delete(job.id);
    this.jobsOf.set(
      job.opportunityId,
      (this.jobsOf.get(job.opportunityId) ?? []).filter((other) => other.id !== job.id),
    );
  }

  addSnapshot(snapshot: Snapshot): void {
    push(this.snapshots, snapshotKey(snapshot.engagementId, snapshot.opportunityId, snapshot.template), snapshot);
  }

  addSolution(solution: Solution): void {
    this.solutions.set(solution.id, solution);
    push(this.solutionsOf, `${solution.account}/${solution.catalog}`, solution);
  }

  save(): Saved {
    return {
      opportunities: [...this.opportunities.all()],
      engagements: [...this.engagements.values()],
      invitations: [...this.invitations.values()],
      tasks: [...this.tasks.values()],
      snapshots: [...this.snapshots.values()].flat(),
      jobs: [...this.jobs.values()],
      solutions: [...this.solutions.values()],
      roles: [...this.roles],
      tokens: [...this.tokens],
      unconnected: [...this.unconnected],
      tags: [...this.tags].map(([arn, own]) => [arn, [...own]] as const),
    };
  }

  load(state: unknown): void {
    const saved = state as Saved;
    this.clear();
    for (const record of saved.opportunities.toSorted((one, other) => one.modifiedAt - other.modifiedAt)) this.opportunities.put(record);
    for (const engagement of saved.engagements) this.addEngagement(engagement);
    for (const invitation of saved.invitations) this.addInvitation(invitation);
    for (const task of saved.tasks) this.addTask(task);
    for (const snapshot of saved.snapshots) this.addSnapshot(snapshot);
    for (const job of saved.jobs) this.addJob(job);
    for (const solution of saved.solutions) this.addSolution(solution);
    for (const [key, role] of saved.roles) this.roles.set(key, role);
    for (const [key, call] of saved.tokens) this.tokens.set(key, call);
    for (const pair of saved.unconnected) this.unconnected.add(pair);
    for (const [arn, own] of saved.tags ?? []) this.tags.set(arn, new Map(own));
  }

  clear(): void {
    this.opportunities.clear();
    for (const collection of [
      this.engagements,
      this.invitations,
      this.pendingInvitations,
      this.invitationsOf,
      this.tasks,
      this.runningTasks,
      this.snapshots,
      this.jobs,
      this.jobsOf,
      this.solutions,
      this.roles,
      this.tokens,
      this.tags,
      this.unconnected,
      this.engagementsOf,
      this.solutionsOf,
    ]) {
      collection.clear();
    }
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
