import { typedQuantity } from '../../metering/quantity.ts';
import { modelFault } from '../pricing/model/check.ts';
import { freshModel } from '../pricing/model/fresh.ts';
import type { Item, NewItem } from './words.ts';

/** What somebody orders, as it is typed. */
export type ItemDraft = {
  key: number;
  kind: Item['kind'];
  productId: string | null;
  vendorId: string | null;
  description: string;
  quantity: string;
  price: Item['price'];
  taxCategory: string;
  meterId: string | null;
  subject: string;
};

export const emptyItem = (key: number): ItemDraft => ({
  key,
  kind: 'recurring',
  productId: null,
  vendorId: null,
  description: '',
  quantity: '1',
  price: freshModel('unit'),
  taxCategory: 'S',
  meterId: null,
  subject: '',
});

/** As the contract wants it, or nothing while something is missing. Of usage the meter says how much. */
export function itemOf(draft: ItemDraft): NewItem | undefined {
  const usage = draft.kind === 'usage';
  const quantity = usage ? '1' : typedQuantity(draft.quantity);
  if (quantity === null || draft.description.trim() === '' || modelFault(draft.price) !== null || (usage && draft.meterId === null)) return undefined;
  return {
    kind: draft.kind,
    productId: draft.productId,
    vendorId: draft.vendorId,
    description: draft.description.trim(),
    quantity,
    price: draft.price,
    taxCategory: draft.taxCategory,
    meterId: usage ? draft.meterId : null,
    subject: usage && draft.subject.trim() !== '' ? draft.subject.trim() : null,
  };
}
