import { useEffect, useState } from 'react';
import { Search } from 'lucide-react';
import { TextField } from '../../../ui/text-field.tsx';

const PAUSE_MS = 250;

/** Asks after a pause in typing, so that a word costs one request. */
export function SearchBox({ label, value, onSearch }: { label: string; value: string; onSearch: (text: string | undefined) => void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onSearch(typed.trim() === '' ? undefined : typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onSearch]);
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
