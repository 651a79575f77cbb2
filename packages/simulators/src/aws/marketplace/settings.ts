/** What is not the same for every seller, or would take too long to watch. Percentages are decimal texts. */
export type Settings = {
  /** At AWS a change set takes minutes; here seconds, so that a person can wait for it. */
  changeSetSeconds: number;
  /** Between the agreement and its licence. */
  licenseDelaySeconds: number;
  /** Of the manufacturer's revenue, in a private offer. */
  listingFeePercent: string;
  /** Of the manufacturer's revenue, when the offer is marked as a renewal. */
  renewalFeePercent: string;
  /** Of the margin a reseller or distributor earns. */
  resellerFeePercent: string;
  taxPercent: string;
  /** AWS remits the tax itself, or passes it on to the seller. */
  taxRemittedBy: 'aws' | 'seller';
  paymentDays: number;
  /** 0: rows appear at once. AWS refreshes the feed every 24 hours. */
  feedRefreshHours: number;
};
export const defaultSettings: Settings = {
  changeSetSeconds: 6,
  licenseDelaySeconds: 60,
  listingFeePercent: '3',
  renewalFeePercent: '1.5',
  resellerFeePercent: '1',
  taxPercent: '0',
  taxRemittedBy: 'aws',
  paymentDays: 30,
  feedRefreshHours: 0,
};
