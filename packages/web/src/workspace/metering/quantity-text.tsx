import { formatQuantity } from './quantity.ts';

/** In an island of its own, read left to right: a minus must not change its side in Arabic. */
export function Quantity({ value }: { value: string }) {
  return (
    <bdi dir="ltr" className="num whitespace-nowrap">
      {formatQuantity(value)}
    </bdi>
  );
}
