/** Longest side of a photo as it is sent, in pixels. */
const longest = 2048;

const hexOf = (bytes: ArrayBuffer) =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** A photo ready to be kept and sent. */
export interface Shrunk {
  content: Blob;
  name: string;
  capturedAt: string;
  note: string;
}

/** Makes a JPEG of at most 2048 pixels a side. A format that the browser cannot read stays as it is. */
async function shrink(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  if (!picture) return file;
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
  return made && (scale < 1 || made.size < file.size) ? made : file;
}

/**
 * Prepares a photo. The original stays with whoever took it: its name, size and SHA-256 travel along, so that it can
 * be recognised. When it was taken is what the device says of the file.
 */
export async function preparePhoto(file: File): Promise<Shrunk> {
  const [content, digest] = await Promise.all([
    shrink(file),
    // Browsers compute digests on secure origins only.
    crypto.subtle?.digest('SHA-256', await file.arrayBuffer()),
  ]);
  const name = content === file ? file.name : `${file.name.replace(/\.\w+$/, '') || 'photo'}.jpg`;
  const original = `${file.name} · ${file.size} bytes${digest ? ` · SHA-256 ${hexOf(digest)}` : ''}`;
  return { content, name, capturedAt: new Date(Math.min(file.lastModified, Date.now())).toISOString(), note: original };
}
