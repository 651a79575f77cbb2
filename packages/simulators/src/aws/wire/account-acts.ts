import { ActRefused } from '../../core/simulator.ts';
import type { ActorAct, RecordList } from '../../core/simulator.ts';
import type { AwsAccounts } from './accounts.ts';

export function accountActs(accounts: AwsAccounts): readonly ActorAct[] {
  return [
    {
      name: 'name-account',
      title: 'Name an AWS account, and the access key that belongs to it',
      fields: [
        { name: 'accountId', label: 'Account (12 digits)', required: true },
        { name: 'companyName', label: 'Company', required: false },
        { name: 'accessKey', label: 'Access key', required: false },
      ],
      run({ accountId, companyName, accessKey }) {
        if (accountId === undefined || !/^\d{12}$/.test(accountId)) throw new ActRefused('An AWS account has 12 digits.');
        accounts.assign({ accountId, ...(companyName === undefined ? {} : { companyName }), ...(accessKey === undefined ? {} : { accessKey }) });
        return { accountId, companyName: accounts.name(accountId) };
      },
    },
  ];
}

export const accountRecords = (accounts: AwsAccounts): RecordList => ({
  title: 'Accounts',
  columns: ['Account', 'Company'],
  rows: accounts.list().map(({ id, companyName }) => [id, companyName]),
});
