import type { RecordList } from '../../core/simulator.ts';
import type { Marketplace } from './context.ts';
import { everyEntity } from './store.ts';

const shown = 50;
const newest = <T>(rows: readonly T[]): T[] => rows.slice(-shown).toReversed();

/** What people see on the page: the newest of everything. */
export function recordLists(marketplace: Marketplace): readonly RecordList[] {
  const { store, accounts, usage } = marketplace;
  const who = (id: string): string => `${accounts.name(id)} (${id})`;
  const totals = newest(usage.totals());
  return [
    {
      title: 'Products',
      columns: ['Product', 'Code', 'Title', 'Seller', 'Dimensions'],
      rows: newest(everyEntity(store, 'SaaSProduct')).map((one) => [
        one.id,
        one.code,
        one.title,
        who(one.owner),
        one.dimensions.map(({ key }) => key).join(', '),
      ]),
    },
    {
      title: 'Change sets',
      columns: ['Change set', 'Account', 'Status', 'Started', 'Changes', 'Errors'],
      rows: newest([...store.changeSets.values()]).map((set) => [
        set.id,
        who(set.account),
        set.status,
        set.startTime,
        set.changes.map(({ changeType }) => changeType).join(', '),
        set.changes.flatMap(({ errors }) => errors.map(({ ErrorMessage }) => ErrorMessage)).join(' '),
      ]),
    },
    {
      title: 'Resale authorizations',
      columns: ['Authorization', 'Status', 'From', 'To', 'Product', 'Offers released'],
      rows: newest(everyEntity(store, 'ResaleAuthorization')).map((one) => [
        one.id,
        one.status,
        who(one.owner),
        `${who(one.reseller)}, ${one.resellerRole}`,
        one.productId,
        String(one.offersReleased),
      ]),
    },
    {
      title: 'Offers',
      columns: ['Offer', 'State', 'Name', 'Seller', 'Buyers', 'Viewed', 'Expires'],
      rows: newest(everyEntity(store, 'Offer')).map((one) => [
        one.id,
        one.state,
        one.name ?? '',
        who(one.owner),
        one.buyers.join(', '),
        one.viewedBy.length > 0 ? 'yes' : 'no',
        one.availabilityEndDate ?? '',
      ]),
    },
    {
      title: 'Agreements',
      columns: ['Agreement', 'Status', 'Offer', 'Buyer', 'Sellers', 'Value', 'Ends', 'Licence'],
      rows: newest([...store.agreements.values()]).map((one) => [
        one.id,
        one.status,
        one.offerId,
        who(one.acceptor),
        one.sellers.map(who).join(' from '),
        `${one.value} ${one.currency}`,
        one.endTime,
        `${store.licenses.get(one.licenseArn)?.status ?? ''} ${one.licenseArn}`,
      ]),
    },
    {
      title: 'Metered usage',
      columns: ['Licence', 'Dimension', 'Hours', 'Quantity'],
      rows: totals.map((one) => [one.licenseArn, one.dimension, String(one.records), String(one.quantity)]),
    },
    {
      title: 'Invoices',
      columns: ['Invoice', 'Type', 'Agreement', 'Amount', 'Issued', 'Due', 'Paid'],
      rows: newest([...store.invoices.values()]).map((one) => [
        one.id,
        one.type,
        one.agreementId,
        `${one.gross[0] ?? ''} ${one.currency}`,
        one.issued,
        one.dueDate,
        one.paidAt ?? '',
      ]),
    },
    {
      title: 'Billing feed',
      columns: ['Account', 'Action', 'Type', 'From', 'To', 'Amount', 'Invoice'],
      rows: newest(store.feed).map((one) => [
        who(one.account),
        one.action,
        one.transaction_type,
        one.from_account_id,
        one.to_account_id,
        `${one.amount} ${one.currency}`,
        one.invoice_id,
      ]),
    },
  ];
}
