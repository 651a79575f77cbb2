import type { RecordList } from '../../core/simulator.ts';
import { instant, text } from './context.ts';
import type { Cosell } from './context.ts';
import { companyName } from './engagements.ts';
import { shownAccount } from './events.ts';
import { at } from './rules.ts';

const shownAtMost = 200;
const newest = <T>(values: Iterable<T>): T[] => [...values].slice(-shownAtMost).reverse();
const minute = (ms: number): string => instant(ms).slice(0, 16).replace('T', ' ');

export function cosellRecords(cosell: Cosell): readonly RecordList[] {
  const { store } = cosell;
  return [
    {
      title: 'Opportunities',
      columns: ['Opportunity', 'Catalog', 'Account', 'Customer', 'Title', 'Stage', 'Review', "AWS' stage", 'Engagement', 'Changed'],
      rows: newest(store.opportunities.all()).map((record) => [
        record.id,
        record.catalog,
        record.account,
        text(at(record.body, 'Customer.Account.CompanyName')),
        text(at(record.body, 'Project.Title')),
        text(at(record.body, 'LifeCycle.Stage')),
        record.review.status,
        record.aws?.stage ?? '',
        record.engagementId ?? '',
        minute(record.modifiedAt),
      ]),
    },
    {
      title: 'Invitations',
      columns: ['Invitation', 'Engagement', 'From', 'To', 'Status', 'Expires'],
      rows: newest(store.invitations.values()).map((one) => [
        one.id,
        one.engagementId,
        companyName(cosell, one.sender),
        companyName(cosell, one.receiver),
        one.status,
        minute(one.expiresAt),
      ]),
    },
    {
      title: 'Engagements',
      columns: ['Engagement', 'Title', 'Members', 'Opportunities'],
      rows: newest(store.engagements.values()).map((one) => [one.id, one.title, one.members.map(shownAccount).join(', '), one.opportunityIds.join(', ')]),
    },
    {
      title: 'Tasks',
      columns: ['Task', 'Kind', 'Status', 'Opportunity', 'Message'],
      rows: newest(store.tasks.values()).map((task) => [task.id, task.kind, task.status, task.opportunityId ?? '', task.message ?? '']),
    },
  ];
}
