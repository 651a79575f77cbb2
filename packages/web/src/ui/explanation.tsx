import type { Explanation } from '@entente/kernel';
import { Link } from '@tanstack/react-router';
import { ExplanationBody } from './explanation-body.tsx';

/** Where the records that explanations name have a page of their own. */
const pages: Readonly<Record<string, (id: string) => string>> = {
  deal: (id) => `/deals/${id}`,
  split: (id) => `/money/splits/${id}`,
  invoice: (id) => `/money/invoices/${id}`,
  receipt: (id) => `/money/invoices/receipts/${id}`,
  quote: (id) => `/money/quotes/${id}`,
  offer: (id) => `/offers/${id}`,
  fund_request: (id) => `/money/funds/requests/${id}`,
  fund_claim: (id) => `/money/funds/claims/${id}`,
  subscription: (id) => `/money/subscriptions/${id}`,
  charge: (id) => `/money/subscriptions/charges/${id}`,
  meter: (id) => `/money/subscriptions/meters/${id}`,
};

/** An explanation in the workspace. The portal has pages of its own, and shows the body with its own links. */
export function ExplanationView({ value, linked = true }: { value: Explanation; /** Partners have no pages of the workspace. */ linked?: boolean }) {
  return (
    <ExplanationBody
      value={value}
      name={(record, label) => {
        const page = record && linked ? pages[record.type] : undefined;
        return page && record ? (
          <Link to={page(record.id)} className="underline decoration-line-strong underline-offset-2 hover:decoration-current">
            <bdi>{label}</bdi>
          </Link>
        ) : (
          <bdi>{label}</bdi>
        );
      }}
    />
  );
}
