declare module 'unicode-confusables' {
  /** Each character replaced by the one it can be mistaken for. */
  export function rectifyConfusion(text: string): string;
}
