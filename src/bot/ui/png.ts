const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** In pixels, as a PNG says it of itself (w3.org/TR/png-3#11IHDR); undefined when it is none. */
export const sizeOfPng = (
  png: Uint8Array,
): { readonly width: number; readonly height: number } | undefined => {
  if (png.byteLength < 24 || signature.some((byte, at) => png[at] !== byte)) return undefined
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength)
  return { width: header.getUint32(16), height: header.getUint32(20) }
}
