import { Search } from 'lucide-react';
import { TextField } from '../../../ui/text-field.tsx';
import { usePausedText } from '../../../ui/use-paused-text.ts';

/** Asks after a pause in typing, so that a word costs one request. */
export function SearchBox({ label, value, onSearch }: { label: string; value: string; onSearch: (text: string | undefined) => void }) {
  const [typed, setTyped] = usePausedText(value, (text) => onSearch(text === '' ? undefined : text));
  return (
    <TextField
      label={label}
      hideLabel
      type="search"
      value={typed}
      onChange={setTyped}
      placeholder={label}
      prefix={<Search size={14} aria-hidden />}
      className="w-56 max-md:w-full"
    />
  );
}
