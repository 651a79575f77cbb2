/** What the text in the search box can mean besides words: the number of a deal. */
export function dealNumberIn(text: string): number | null {
  const digits = /^(?:[a-z]{1,5}-|#)?(\d{1,15})$/i.exec(text.trim())?.[1];
  return digits ? Number(digits) : null;
}
