/** Hands an answer of the server to the person as a file. */
export function saveFile(file: { fileName: string; mediaType: string } & ({ text: string } | { base64: string })): void {
  const content = 'text' in file ? `\uFEFF${file.text.replace(/^\uFEFF/, '')}` : Uint8Array.from(atob(file.base64), (sign) => sign.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([content], { type: file.mediaType }));
  const link = document.createElement('a');
  link.href = address;
  link.download = file.fileName;
  link.click();
  URL.revokeObjectURL(address);
}

export function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const address = typeof reader.result === 'string' ? reader.result : '';
      resolve(address.slice(address.indexOf(',') + 1));
    });
    reader.addEventListener('error', () => reject(reader.error ?? new Error('The file could not be read.')));
    reader.readAsDataURL(file);
  });
}
