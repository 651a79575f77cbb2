import { ScrollArea } from '../../ui/scroll-area.tsx';
import { readable } from './words.ts';

/** A body as it came. */
export function RawText({ label, value }: { label: string; value: unknown }) {
  const text = readable(value);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="text-12 font-medium">{label}</span>
      <ScrollArea label={label} className="max-h-96 overflow-auto rounded-control border border-line bg-desk p-3">
        <pre dir="ltr" className="font-mono text-12 break-words whitespace-pre-wrap">
          {text}
        </pre>
      </ScrollArea>
    </div>
  );
}
